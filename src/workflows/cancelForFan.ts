import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  condition,
  ParentClosePolicy,
  startChild,
  uuid4,
} from '@temporalio/workflow';
import type { CancellationResult } from '../contracts/cancellation';
import { cancellationWorkflowId } from '../contracts/identifiers';
import type { OperatorAction, OperatorRefusal } from '../contracts/operatorActions';
import { CONCERT_ID, RESERVATION_ID, SCHEDULE_ID, USER_ID } from '../contracts/searchAttributes';
import type {
  CancelForFanAnswer,
  CancelForFanMessage,
  ReservationOfRoom,
  WaitingRoomActivities,
} from '../contracts/waitingRoom';
import { ACTION_ID_REUSED } from '../domain/operatorRules';
import type { cancellation } from './cancellation';
import { refuse, rethrowRefusal } from './refusal';

/** A server ends an update's wait after 20 s. */
const ANSWER_WITHIN_MS = 15_000;

/** A hundred years after the start, which is to say: always. Milliseconds. */
const NO_CUT_OFF_MS = -100 * 365 * 86_400_000;

const NOT_CANCELED: OperatorRefusal = {
  code: 'INVALID_TRANSITION',
  detail:
    'Only a confirmed reservation is cancelled, and after the cut-off before the start only with "beyondCutOff": true.',
};
const UNDER_WAY: OperatorRefusal = {
  code: 'INVALID_TRANSITION',
  detail:
    'This reservation is being cancelled at the moment, by its fan or an earlier action. Look at its workflow, then try again.',
};

export interface CancelForFan {
  concertId: string;
  message: CancelForFanMessage;
  action: OperatorAction;
  operations: Pick<WaitingRoomActivities, 'reservationOfRoom' | 'noteRefusal'>;
  /** Local activities of one workflow never overlap. */
  inTurn<T>(step: () => Promise<T>): Promise<T>;
}

/**
 * Cancels a reservation for an operator, by the workflow that its fan would use: of the two only one runs. It is a child that is
 * left to itself: the room neither stops it nor waits for it for longer than an answer may take.
 */
export async function cancelForFan(input: CancelForFan): Promise<CancelForFanAnswer> {
  const { concertId, message, action, operations, inTurn } = input;
  const { reservationId } = message;
  const found = await inTurn(() =>
    operations.reservationOfRoom({ concertId, reservationId, action }).catch(rethrowRefusal),
  );
  const result = await cancel(input, found).catch(async (error: unknown) => {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // Not under the action's own id: that may be what is under way, or is used to try again.
    const refused = { ...action, actionId: uuid4() };
    await inTurn(() =>
      operations.noteRefusal({ concertId, reservationId, action: refused, refusal: UNDER_WAY }),
    );
    return refuse(UNDER_WAY);
  });
  const { actionId } = action;
  const workflowId = cancellationWorkflowId(reservationId);
  if (!result) return { outcome: 'UNDER_WAY', actionId, reservationId, refunded: null, workflowId };
  switch (result.outcome) {
    case 'CANCELED':
      return { outcome: 'CANCELED', actionId, reservationId, refunded: result.refunded, workflowId };
    case 'ACTION_ID_REUSED':
      return refuse(ACTION_ID_REUSED);
    case 'RESERVATION_NOT_FOUND':
    case 'INVALID_TRANSITION':
      return refuse(NOT_CANCELED);
  }
}

/** @returns null: it has not ended in time, and goes on */
async function cancel(
  { concertId, message, action }: CancelForFan,
  { userId, scheduleId, cutOffMs }: ReservationOfRoom,
): Promise<CancellationResult | null> {
  const { reservationId, beyondCutOff } = message;
  const child = await startChild<typeof cancellation>('cancellation', {
    workflowId: cancellationWorkflowId(reservationId),
    args: [
      {
        ...{ reservationId, userId },
        cutOffMs: beyondCutOff ? NO_CUT_OFF_MS : cutOffMs,
        action: { ...action, concertId },
      },
    ],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    cancellationType: ChildWorkflowCancellationType.ABANDON,
    staticSummary: `Reservation ${reservationId}, for an operator`,
    typedSearchAttributes: [
      { key: CONCERT_ID, value: concertId },
      { key: SCHEDULE_ID, value: scheduleId },
      { key: USER_ID, value: userId },
      { key: RESERVATION_ID, value: reservationId },
    ],
  });
  const ended = {
    yet: false,
    result: null as CancellationResult | null,
    failure: null as Error | null,
  };
  void child
    .result()
    .then(
      (result) => (ended.result = result),
      (error: unknown) => (ended.failure = error as Error),
    )
    .then(() => (ended.yet = true));
  await condition(() => ended.yet, ANSWER_WITHIN_MS, {
    summary: 'The operator gets an answer by then',
  });
  if (ended.failure) throw ended.failure;
  return ended.result;
}
