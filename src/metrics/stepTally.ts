import { Counter, Histogram, type Registry } from 'prom-client';

/** Seconds. Steps of a session take milliseconds, a shift of a room half a minute, an audit minutes. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300];

/** Counts steps, wherever they are done. */
export interface StepTally {
  /** The step is told as not done and not failed so far: what begins at one looks to Prometheus as if nothing had happened. */
  begin(step: string): void;
  /**
   * @param outcome one of few: `done`, the code of a refusal, `canceled`, `failed`, `left to the workflow`
   * @param ms how long it took
   */
  ended(step: string, outcome: string, ms: number): void;
}

export function createStepTally(registry: Registry): StepTally {
  const registers = [registry];
  const steps = new Counter({
    name: 'concert_sessions_steps_total',
    help: 'Steps of sessions and activities by name and outcome: done, the code of a refusal, canceled, failed, or left to the workflow.',
    labelNames: ['step', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'concert_sessions_step_duration_seconds',
    help: 'How long steps took, whatever came of them.',
    labelNames: ['step'],
    buckets: BUCKETS,
    registers,
  });
  return {
    begin(step) {
      for (const outcome of ['done', 'failed']) steps.inc({ step, outcome }, 0);
    },
    ended(step, outcome, ms) {
      steps.inc({ step, outcome });
      durations.observe({ step }, ms / 1000);
    },
  };
}
