import { ApplicationFailure } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { SessionActivities, SessionContext } from '../contracts/activities';
import type { CancellationActivities } from '../contracts/cancellation';
import { cancellationWorkflowId } from '../contracts/identifiers';
import type { SessionOperations } from '../contracts/operatorActions';
import type { SessionView } from '../contracts/session';
import { createStepLog, ofSession, type NamedStep } from '../stepLog';

/**
 * Logs one line for each step of a session, with the workflow, the session and the request of the API that asked for it: the id is the one
 * in the API's own line and in the answer's `X-Request-Id`. What a step throws is named by its code, which is all that can be
 * said without repeating what a fan sent.
 */
export function withStepLog(activities: SessionActivities, logger: Logger): SessionActivities {
  const logged = createStepLog(logger, codeOf);
  const named = (step: string, { identity, requestId }: SessionContext): NamedStep => ({
    ...ofSession(step, identity),
    ...(requestId === undefined ? {} : { requestId }),
  });
  return {
    openSession: (step) => logged(named('openSession', step), () => activities.openSession(step)),
    admitSession: (step) => logged(named('admitSession', step), () => activities.admitSession(step)),
    holdSeats: (step) => logged(named('holdSeats', step), () => activities.holdSeats(step)),
    findHold: (step) => logged(named('findHold', step), () => activities.findHold(step)),
    extendHold: (step) => logged(named('extendHold', step), () => activities.extendHold(step)),
    releaseHold: (step) => logged(named('releaseHold', step), () => activities.releaseHold(step)),
    pay: (step) => logged(named('pay', step), () => activities.pay(step)),
    endSession: (step) => logged(named('endSession', step), () => activities.endSession(step)),
    publishView: (view: SessionView) =>
      logged(ofSession('publishView', view.identity), () => activities.publishView(view)),
  };
}

/** The same for operators' actions; the line says which one, and its id leads to who and why. */
export function withOperationLog(operations: SessionOperations, logger: Logger): SessionOperations {
  const logged = createStepLog(logger, codeOf);
  return {
    operateSession: (input) =>
      logged(
        { ...ofSession(input.action.what, input.identity), actionId: input.action.actionId },
        () => operations.operateSession(input),
        ({ refusal }) => refusal?.code ?? 'done',
      ),
  };
}

/** The same for cancelling a reservation. */
export function withCancellationLog(
  activities: CancellationActivities,
  logger: Logger,
): CancellationActivities {
  const logged = createStepLog(logger, codeOf);
  return {
    cancelReservation: ({ requestId, ...input }) =>
      logged(
        {
          ...{ step: 'cancelReservation', workflowId: cancellationWorkflowId(input.reservationId) },
          reservationId: input.reservationId,
          ...(requestId === undefined ? {} : { requestId }),
          ...(input.action ? { actionId: input.action.actionId } : {}),
        },
        () => activities.cancelReservation(input),
      ),
  };
}

function codeOf(error: unknown): string | null | undefined {
  return error instanceof ApplicationFailure ? error.type : null;
}
