import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { SessionActivities } from '../contracts/activities';
import type { CancellationActivities } from '../contracts/cancellation';
import type { SessionOperations } from '../contracts/operatorActions';
import { isErrorCode } from '../contracts/errors';
import { END_REASONS } from '../contracts/states';
import { createStepTally } from '../metrics/stepTally';

/** Seconds. A tick every ADMISSION_TICK_MS, and then the calls that tell the workflows. */
const LAG_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Result<A, K extends keyof A> = A[K] extends (...input: never[]) => Promise<infer R> ? R : never;

/** Counts what a worker does. */
export interface StepMetrics {
  /** The same activities, each counted with its outcome and its time; nothing of what they are given is kept. */
  counted<T extends object>(activities: T): T;
  /** @param lagMs see `AdmissionDependencies` */
  admitted(lagMs: number): void;
}

/** An activity that Temporal has done again is counted again. */
export function createStepMetrics(registry: Registry): StepMetrics {
  const registers = [registry];
  const tally = createStepTally(registry);
  const ends = new Counter({
    name: 'concert_sessions_session_ends_total',
    help: 'Sessions that ended, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const captured = new Counter({
    name: 'concert_sessions_captured_minor_units_total',
    help: 'Paid from wallets, in minor units of the currency.',
    registers,
  });
  const refunded = new Counter({
    name: 'concert_sessions_refunded_minor_units_total',
    help: 'Paid back to wallets, in minor units of the currency.',
    registers,
  });
  const lags = new Histogram({
    name: 'concert_sessions_admission_lag_seconds',
    help: 'From the last look at the line before until the workflows of those taken in were told: a slot was free for no longer.',
    buckets: LAG_BUCKETS,
    registers,
  });

  for (const reason of END_REASONS) ends.inc({ reason }, 0);

  /** @returns the outcome */
  function resultOf(step: string, result: unknown): string {
    if (step === 'pay') {
      captured.inc((result as Result<SessionActivities, 'pay'>).amount);
      ends.inc({ reason: 'PAID' });
    }
    if (step === 'endSession')
      ends.inc({ reason: (result as Result<SessionActivities, 'endSession'>).end.reason });
    if (step === 'operateSession') {
      const { change, end, refusal } = result as Result<SessionOperations, 'operateSession'>;
      if (change === 'ENDED' && end && end.reason !== 'PAID') ends.inc({ reason: end.reason });
      if (refusal) return refusal.code;
    }
    if (step === 'cancelReservation') {
      const canceled = result as Result<CancellationActivities, 'cancelReservation'>;
      if (canceled.outcome !== 'CANCELED') return canceled.outcome;
      refunded.inc(canceled.refunded);
    }
    return 'done';
  }

  function count<I extends unknown[], R>(step: string, run: (...input: I) => Promise<R>) {
    return async (...input: I): Promise<R> => {
      const began = performance.now();
      let outcome = 'failed';
      try {
        const result = await run(...input);
        outcome = resultOf(step, result);
        return result;
      } catch (error) {
        outcome = outcomeOf(error);
        throw error;
      } finally {
        tally.ended(step, outcome, performance.now() - began);
      }
    };
  }

  return {
    counted<T extends object>(activities: T): T {
      const each = Object.entries(activities) as [string, (...input: unknown[]) => Promise<unknown>][];
      for (const [step] of each) tally.begin(step);
      return Object.fromEntries(each.map(([step, run]) => [step, count(step, run)])) as T;
    },

    admitted(lagMs) {
      lags.observe(lagMs / 1000);
    },
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof CancelledFailure) return 'canceled';
  // A type that is no code of ours may be anything: it must not become a label.
  return error instanceof ApplicationFailure && isErrorCode(error.type) ? error.type : 'failed';
}
