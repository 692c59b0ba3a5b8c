import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Gauges } from './gauges';

/**
 * How often the delay of the event loop is looked at. It is a timer that runs no JavaScript; prom-client's own has 10 ms, a
 * hundred wake-ups a second in an idle process. Milliseconds.
 */
const LOOK_EVERY_MS = 100;
/** Two scrapers that come together see the same. Milliseconds. */
const SAME_FOR_MS = 5_000;

/** What a process tells of itself, the same for the API and the workers. */
export interface ProcessMetrics {
  add(gauges: Gauges): void;
  stop(): void;
}

export function createProcessMetrics(): ProcessMetrics {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  delays.enable();
  let takenAt = 0;
  let delay = { p99: 0, max: 0 };

  /** Of the time since they were last taken. A look that comes on time is no delay. Seconds. */
  function takeDelays(): void {
    const now = performance.now();
    if (takenAt > 0 && now - takenAt < SAME_FOR_MS) return;
    const late = (ns: number): number => Math.max(0, ns / 1e9 - LOOK_EVERY_MS / 1000);
    delay = delays.count > 0 ? { p99: late(delays.percentile(99)), max: late(delays.max) } : delay;
    delays.reset();
    takenAt = now;
  }

  return {
    add({ gauge, counter }) {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      takeDelays();
      counter('process_cpu_seconds_total', 'CPU time of this process, in seconds.', (user + system) / 1e6);
      gauge('process_resident_memory_bytes', 'Resident memory of this process.', rss);
      gauge('process_start_time_seconds', 'When this process started.', Date.now() / 1000 - process.uptime());
      gauge('nodejs_heap_size_used_bytes', 'Used memory of the JavaScript heap.', heapUsed);
      counter(
        'nodejs_eventloop_active_seconds_total',
        'Time in which the event loop had something to do.',
        performance.eventLoopUtilization().active / 1000,
      );
      gauge(
        'nodejs_eventloop_delay_p99_seconds',
        'How late the event loop was since the last scrape, 99th percentile.',
        delay.p99,
      );
      gauge('nodejs_eventloop_delay_max_seconds', 'The same, at worst.', delay.max);
    },
    stop: () => delays.disable(),
  };
}
