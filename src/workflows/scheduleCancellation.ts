import {
  ActivityFailure,
  allHandlersFinished,
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  continueAsNew,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { cancellationWorkflowId } from '../contracts/identifiers';
import type { OperatorAction } from '../contracts/operatorActions';
import {
  dateClosedUpdate,
  pauseCancellationUpdate,
  resumeCancellationUpdate,
  scheduleCancellationProgressQuery,
  type ReservationToCancel,
  type ScheduleCancellationActivities,
  type ScheduleCancellationInput,
  type ScheduleCancellationResult,
} from '../contracts/scheduleCancellation';
import { CONCERT_ID, RESERVATION_ID, SCHEDULE_ID, USER_ID } from '../contracts/searchAttributes';
import { refusalToOperate } from '../domain/roomRules';
import type { cancellation } from './cancellation';
import { refuse } from './refusal';
import { createCancellationMemory } from './scheduleCancellationMemory';

/** Before the next round over what is left: a fan's own cancellation, or one that could not be made yet. */
const NEXT_ROUND_MS = 5_000;
/** Holds can be extended: it looks again at the latest after this long. */
const MOST_BETWEEN_LOOKS_MS = 60_000;
/** How long an operator who pauses waits for the cancellations under way. */
const QUIET_WITHIN_MS = 5_000;

type Closed = Awaited<ReturnType<ScheduleCancellationActivities['closeSchedule']>>;

const untilAnswered = {
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 200, maximumInterval: 10_000 },
};
const { closeSchedule } = proxyActivities<Pick<ScheduleCancellationActivities, 'closeSchedule'>>({
  ...untilAnswered,
  summary: 'From here on nothing of the date is held or paid for',
});
const { reservationsToCancel } = proxyActivities<
  Pick<ScheduleCancellationActivities, 'reservationsToCancel'>
>({ ...untilAnswered, summary: 'What is left to be cancelled' });
const { tellRoom } = proxyActivities<Pick<ScheduleCancellationActivities, 'tellRoom'>>({
  startToCloseTimeout: 5_000,
  retry: { initialInterval: 200, maximumAttempts: 3 },
  summary: 'The waiting room looks at the seats anew',
});

/** As it is put on record. */
function actionOf({ by, why }: ScheduleCancellationInput): OperatorAction {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return { workflowId, actionId: firstExecutionRunId, what: 'scheduleCancellation', by, why };
}

/**
 * Cancels one date: closes it, then has each confirmed reservation cancelled by its own workflow, the one that fans use,
 * and goes round until PostgreSQL has neither a confirmed nor a held one left. It counts nothing itself: whatever it or a
 * worker forgets, the next look at the database finds.
 */
export async function scheduleCancellation(
  input: ScheduleCancellationInput,
): Promise<ScheduleCancellationResult> {
  const { scheduleId, pageSize, atOnce, patienceMs, continueAfterEvents, carried } = input;
  const memory = createCancellationMemory(input);
  let after = carried?.after ?? null;
  let closed: Closed | null = carried ? { outcome: 'CLOSED', concertId: carried.concertId } : null;
  /** Whether this run has done something: a bound that is too small must not make runs that only hand over. */
  let worked = false;

  function handleMessages(): void {
    const validator = (message: unknown): void => {
      const refusal = refusalToOperate(message);
      if (refusal) refuse(refusal);
    };
    setHandler(scheduleCancellationProgressQuery, memory.progress, {
      description: 'How far it is, and the last ten actions on it',
    });
    setHandler(
      dateClosedUpdate,
      async () => {
        await condition(() => closed !== null);
        if (closed?.outcome === 'CLOSED') return memory.progress();
        return refuse({ code: 'SCHEDULE_NOT_FOUND', detail: 'There is no such schedule.' });
      },
      { description: 'Answers once nothing of the date can be held or paid for any more' },
    );
    setHandler(
      pauseCancellationUpdate,
      async (operator) => {
        memory.pause(operator);
        if (memory.progress().underWay > 0)
          await condition(() => memory.progress().underWay === 0, QUIET_WITHIN_MS, {
            summary: 'The answer to pausing waits no longer',
          });
        return memory.progress();
      },
      { validator, description: 'Begins no further cancellation until it is resumed: {by, why}' },
    );
    setHandler(
      resumeCancellationUpdate,
      (operator) => {
        memory.resume(operator);
        return memory.progress();
      },
      { validator, description: 'Goes on cancelling: {by, why}' },
    );
  }

  /** The room looks by itself every few seconds: that it could not be told now stops nothing. */
  async function tell(concertId: string): Promise<void> {
    await tellRoom({ concertId }).catch((error: unknown) => {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    });
  }

  /** By the reservation's own workflow. When that runs already, its fan was faster; how it ends, the next round shows. */
  async function cancel(concertId: string, { reservationId, userId }: ReservationToCancel): Promise<void> {
    try {
      await executeChild<typeof cancellation>('cancellation', {
        workflowId: cancellationWorkflowId(reservationId),
        args: [{ reservationId, userId, cutOffMs: 0 }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        cancellationType: ChildWorkflowCancellationType.ABANDON,
        staticSummary: `Reservation ${reservationId}, with its date`,
        typedSearchAttributes: [
          { key: CONCERT_ID, value: concertId },
          { key: SCHEDULE_ID, value: scheduleId },
          { key: USER_ID, value: userId },
          { key: RESERVATION_ID, value: reservationId },
        ],
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
  }

  /** Until all have ended, or patience has: those that have not go on by themselves. */
  async function cancelAll(concertId: string, reservations: ReservationToCancel[]): Promise<void> {
    let open = reservations.length;
    memory.begun(open);
    for (const reservation of reservations) {
      void cancel(concertId, reservation)
        .catch(() => undefined)
        .then(() => {
          open -= 1;
          memory.ended();
        });
    }
    await condition(() => open === 0, patienceMs, {
      summary: 'These cancellations hold the next ones up no longer',
    });
  }

  async function handOverWhenLong(concertId: string): Promise<void> {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (!worked || (historyLength < continueAfterEvents && !continueAsNewSuggested)) return;
    await condition(allHandlersFinished);
    const { paused } = memory;
    await continueAsNew<typeof scheduleCancellation>({
      ...input,
      carried: { concertId, progress: memory.progress(), paused, after },
    });
  }

  /** One look at the database, and the cancellation of what it shows. @returns whether nothing is left */
  async function page(concertId: string): Promise<boolean> {
    const { reservations, figures } = await reservationsToCancel({ scheduleId, after, limit: pageSize });
    memory.count(figures);
    for (let first = 0; first < reservations.length; first += atOnce) {
      await handOverWhenLong(concertId);
      await condition(() => !memory.paused);
      const batch = reservations.slice(first, first + atOnce);
      await cancelAll(concertId, batch);
      after = batch.at(-1)?.reservationId ?? null;
      worked = true;
    }
    if (reservations.length > 0) return false;
    after = null;
    if (figures.left === 0 && figures.held === 0) return true;
    memory.become(figures.left > 0 ? 'CANCELING' : 'WAITING_FOR_HOLDS');
    await sleep(
      figures.left > 0 ? NEXT_ROUND_MS : Math.min(figures.heldForMs + 1_000, MOST_BETWEEN_LOOKS_MS),
      { summary: figures.left > 0 ? 'The next round over what is left' : 'Until holds of the date run out' },
    );
    worked = true;
    return false;
  }

  handleMessages();
  closed ??= await closeSchedule({ scheduleId, action: actionOf(input) });
  if (closed.outcome === 'SCHEDULE_NOT_FOUND') {
    await condition(allHandlersFinished);
    return closed;
  }
  const { concertId } = closed;
  if (!carried) {
    memory.become('CANCELING');
    await tell(concertId);
  }
  do {
    await handOverWhenLong(concertId);
    await condition(() => !memory.paused);
  } while (!(await page(concertId)));
  await tell(concertId);
  memory.become('DONE');
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  const { canceled, refunded } = memory.progress();
  return { outcome: 'CANCELED', canceled, refunded };
}
