import { writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import path from 'node:path';
import { createOrigins } from './codeOrigin';
import { evaluate, inspect, type InspectedThread } from './inspector';
import { selfTimes, type SelfTimes } from './selfTime';
import { threadTimes, threadTimesBetween } from './threadTime';

export interface ThreadProfile extends SelfTimes {
  thread: string;
  /** CPU of the thread as the kernel counts it; null where it does not say, and times are as sampled. */
  cpuMs: number | null;
  /** Milliseconds in which it had something to do, waiting for a core included. */
  sampledMs: number;
  file: string;
}

export interface ProcessProfile {
  process: string;
  threads: ThreadProfile[];
  /** CPU of all threads by their names, those that run no JavaScript as well. */
  cpuByThread: { name: string; threads: number; cpuMs: number }[];
}

export interface Recording {
  stop(folder: string): Promise<ProcessProfile>;
  /** Gives up what was recorded. */
  close(): Promise<void>;
}

const THREAD_ID = `(() => {
  try {
    const link = process.getBuiltinModule('node:fs').readlinkSync('/proc/thread-self');
    return Number(link.slice(link.lastIndexOf('/') + 1));
  } catch {
    return null;
  }
})()`;

/**
 * Begins a CPU profile of each JavaScript thread of a process.
 * @param intervalUs microseconds between two samples
 */
export async function record(process: { name: string; pid: number }, intervalUs: number): Promise<Recording> {
  const { name, pid } = process;
  const inspected = await inspect(pid);
  const workers = await inspected.workerThreads();
  const threads = [
    { thread: 'main', inspector: inspected.main },
    ...workers.map((inspector, i) => ({
      thread: workers.length > 1 ? `thread-${i + 1}` : 'thread',
      inspector,
    })),
  ];
  const ids = new Map<InspectedThread, number | null>();
  for (const { inspector } of threads) {
    ids.set(inspector, (await evaluate(inspector, THREAD_ID)) as number | null);
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: intervalUs });
  }
  const before = threadTimes(pid);
  for (const { inspector } of threads) await inspector.send('Profiler.start');

  return {
    async stop(folder) {
      const profiles: { thread: string; id: number | null; profile: Profiler.Profile }[] = [];
      const used = threadTimesBetween(before, threadTimes(pid));
      for (const { thread, inspector } of threads) {
        const { profile } = await inspector.send<Profiler.StopReturnType>('Profiler.stop');
        profiles.push({ thread, id: ids.get(inspector) ?? null, profile });
      }
      const originOf = createOrigins();
      return {
        process: name,
        threads: profiles.map(({ thread, id, profile }) => {
          const file = path.join(folder, `${name}.${thread}.cpuprofile`);
          writeFileSync(file, JSON.stringify(profile));
          const cpu = used.find((one) => one.id === id);
          const sampled = selfTimes(profile, originOf);
          const cpuMs = cpu ? cpu.seconds * 1000 : null;
          const scale = cpuMs === null || sampled.busyMs === 0 ? 1 : cpuMs / sampled.busyMs;
          const times = selfTimes(profile, originOf, scale);
          return { ...times, thread, cpuMs, sampledMs: sampled.busyMs, file };
        }),
        cpuByThread: byName(used),
      };
    },
    close: () => inspected.close(),
  };
}

function byName(threads: readonly { name: string; seconds: number }[]): ProcessProfile['cpuByThread'] {
  const sums = new Map<string, { name: string; threads: number; cpuMs: number }>();
  for (const { name, seconds } of threads) {
    const sum = sums.get(name) ?? { name, threads: 0, cpuMs: 0 };
    sums.set(name, { name, threads: sum.threads + 1, cpuMs: sum.cpuMs + seconds * 1000 });
  }
  return [...sums.values()].sort((one, other) => other.cpuMs - one.cpuMs);
}
