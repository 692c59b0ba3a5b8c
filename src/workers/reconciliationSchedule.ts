import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import { isDeepStrictEqual } from 'node:util';
import { reconciliationScheduleId } from '../contracts/identifiers';
import type { ReconciliationInput, ReconciliationResult } from '../contracts/reconciliation';

type ReconciliationWorkflow = (input: ReconciliationInput) => Promise<ReconciliationResult>;

const HOUR_MS = 3_600_000;

/** What a scheduled reconciliation is given, but for what is configuration. */
export const RECONCILIATION_INPUT: ReconciliationInput = {
  graceMs: 120_000,
  lookAgainAfterMs: 10_000,
  // A key counts as absent after 24 hours; the hour more is for clocks and requests that are under way.
  keepKeysMs: 25 * HOUR_MS,
  keepRecordsMs: 30 * 24 * HOUR_MS,
};

/** Missed runs are not made up for: the next one sees all that they would have seen. */
const CATCH_UP_MS = 10_000;

export interface ScheduleSettings {
  taskQueue: string;
  /** 0: none. */
  everySeconds: number;
  input?: ReconciliationInput;
}

/**
 * Sees to it that there is one schedule for the reconciliation and that it has these settings, whoever made it; an
 * operator's pause of it stays. Every worker does this when it starts. The id makes two of them impossible.
 */
export async function arrangeReconciliation(
  client: Client,
  { taskQueue, everySeconds, input = RECONCILIATION_INPUT }: ScheduleSettings,
): Promise<'CREATED' | 'CHANGED' | 'UNCHANGED' | 'OFF'> {
  const scheduleId = reconciliationScheduleId(taskQueue);
  const handle = client.schedule.getHandle(scheduleId);
  if (everySeconds === 0) {
    await handle.delete().catch((error: unknown) => {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    });
    return 'OFF';
  }
  const spec = { intervals: [{ every: everySeconds * 1000 }] };
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'reconciliation',
    workflowId: scheduleId,
    taskQueue,
    args: [input] as [ReconciliationInput],
    staticSummary: 'Compares PostgreSQL, Redis and the open workflows, and repairs what is safe',
  };
  const policies = { overlap: 'SKIP' as const, catchupWindow: CATCH_UP_MS, pauseOnFailure: false };
  try {
    await client.schedule.create<ReconciliationWorkflow>({ scheduleId, spec, action, policies });
    return 'CREATED';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  if (isAsWanted(await handle.describe(), everySeconds, input)) return 'UNCHANGED';
  await handle.update<ReconciliationWorkflow>(({ state }) => ({ spec, action, policies, state }));
  return 'CHANGED';
}

function isAsWanted(
  { spec, action }: ScheduleDescription,
  everySeconds: number,
  input: ReconciliationInput,
): boolean {
  const [interval] = spec.intervals ?? [];
  return interval?.every === everySeconds * 1000 && isDeepStrictEqual(action.args, [input]);
}
