import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createDependencyHealth, type DependencyCalls } from '../metrics/dependencyHealth';
import { gaugesOf } from '../metrics/gauges';
import { createProcessMetrics } from '../metrics/processMetrics';
import type { SdkMetrics } from './runtime';
import { createStepMetrics, type StepMetrics } from './stepMetrics';
import type { WorkerPages } from './workerServer';

export interface WorkerPagesInput {
  dependencies: DependencyCalls;
  /** null: the runtime was installed without. */
  sdkMetrics: SdkMetrics | null;
  logger: Logger;
}

type Watched = Pick<Worker, 'getStatus'>;

export interface OwnPages extends WorkerPages {
  /** Counts for them. */
  steps: StepMetrics;
  /** Until there is a worker, none polls. */
  watch(worker: Watched): void;
  stop(): void;
}

/** What a worker counts, and what it tells of itself. */
export function createWorkerPages({ dependencies, sdkMetrics, logger }: WorkerPagesInput): OwnPages {
  let watched: Watched | undefined;
  const counted = new Registry();
  const health = createDependencyHealth(dependencies);
  const process = createProcessMetrics();

  /** Whether it takes new work: one that is shutting down only finishes what it has. */
  function isPolling(): boolean {
    const status = watched?.getStatus();
    if (status?.runState !== 'RUNNING') return false;
    return status.workflowPollerState === 'POLLING' && status.activityPollerState === 'POLLING';
  }

  /** Without them the rest is told. */
  async function ofSdk(): Promise<string> {
    try {
      return (await sdkMetrics?.()) ?? '';
    } catch (error) {
      logger.warn({ err: error }, "metrics without those of Temporal's SDK");
      return '';
    }
  }

  return {
    steps: createStepMetrics(counted),
    watch: (worker) => void (watched = worker),

    async metrics() {
      const asked = new Registry();
      const gauges = gaugesOf(asked);
      process.add(gauges);
      gauges.gauge(
        'concert_sessions_worker_polling',
        'Whether this worker takes new work from Temporal.',
        Number(isPolling()),
      );
      const [sdk] = await Promise.all([ofSdk(), health.add(gauges)]);
      return [await asked.metrics(), await counted.metrics(), sdk].join('\n');
    },

    async readiness() {
      const { database, redis: queue, temporal } = await health.ask();
      return { polling: isPolling(), database: database.up, queue: queue.up, temporal: temporal.up };
    },

    stop: () => process.stop(),
  };
}
