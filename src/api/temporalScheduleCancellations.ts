import {
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { scheduleCancellationWorkflowId } from '../contracts/identifiers';
import {
  dateClosedUpdate,
  pauseCancellationUpdate,
  resumeCancellationUpdate,
  type ScheduleCancellationInput,
  type ScheduleCancellationMemo,
  type ScheduleCancellationResult,
} from '../contracts/scheduleCancellation';
import { CONCERT_ID, SCHEDULE_ID } from '../contracts/searchAttributes';
import { answerWithin } from './boundedCalls';
import type { ScheduleCancellations } from './scheduleCancellations';
import { problemOf, unavailable } from './temporalProblems';

const PAGE_SIZE = 100;
const PATIENCE_MS = 60_000;
/** Some 950 reservations per run. */
const CONTINUE_AFTER_EVENTS = 4_000;
const WHAT = 'The cancellation of the date';

export interface ScheduleCancellationSettings {
  taskQueue: string;
  /** Reservations cancelled at once. */
  atOnce: number;
  /** How long a request waits for the workflow. Milliseconds. */
  answerWithinMs: number;
}

type ScheduleCancellationWorkflow = (input: ScheduleCancellationInput) => Promise<ScheduleCancellationResult>;

export function createTemporalScheduleCancellations(
  client: Client,
  { taskQueue, atOnce, answerWithinMs }: ScheduleCancellationSettings,
): ScheduleCancellations {
  const handleOf = (scheduleId: string) =>
    client.workflow.getHandle(scheduleCancellationWorkflowId(scheduleId));

  /** @returns null: there is no such workflow, or it is over */
  async function bounded<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await answerWithin(answerWithinMs, WHAT, call);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw unavailable(WHAT);
      throw problemOf(error);
    }
  }

  return {
    async begin({ scheduleId, concertId }, { by, why }) {
      const input = {
        ...{ scheduleId, by, why, atOnce },
        ...{ pageSize: PAGE_SIZE, patienceMs: PATIENCE_MS, continueAfterEvents: CONTINUE_AFTER_EVENTS },
      };
      const startWorkflowOperation = new WithStartWorkflowOperation<ScheduleCancellationWorkflow>(
        'scheduleCancellation',
        {
          workflowId: scheduleCancellationWorkflowId(scheduleId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          taskQueue,
          args: [input],
          staticSummary: `Cancellation of schedule ${scheduleId} of concert ${concertId}`,
          typedSearchAttributes: [
            { key: CONCERT_ID, value: concertId },
            { key: SCHEDULE_ID, value: scheduleId },
          ],
        },
      );
      const begun = await bounded(() =>
        client.workflow.executeUpdateWithStart(dateClosedUpdate, { startWorkflowOperation }),
      );
      // It was completing when the update came.
      if (!begun) throw unavailable(WHAT);
    },

    async change(scheduleId, { paused, by, why }) {
      const update = paused ? pauseCancellationUpdate : resumeCancellationUpdate;
      return (
        (await bounded(() => handleOf(scheduleId).executeUpdate(update, { args: [{ by, why }] }))) !== null
      );
    },

    async find(scheduleId) {
      const found = await bounded(() => handleOf(scheduleId).describe());
      if (!found) return null;
      const memo = found.memo as Partial<ScheduleCancellationMemo> | undefined;
      return {
        open: found.status.name === 'RUNNING',
        // Its first task has not run yet.
        state: memo?.state ?? 'CLOSING',
        since: memo?.since ?? found.startTime.getTime(),
        lastActions: memo?.lastActions ?? [],
      };
    },
  };
}
