import { ApplicationFailure } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { SessionActivities, SessionContext } from '../contracts/activities';
import type { CancellationActivities } from '../contracts/cancellation';
import { cancellationWorkflowId, sessionWorkflowId } from '../contracts/identifiers';
import type { SessionOperations } from '../contracts/operatorActions';
import type { SessionIdentity, SessionView } from '../contracts/session';
import { withoutRedaction } from '../logger';

/** What a line names: ids only. */
interface Named {
  step: string;
  workflowId: string;
  sessionId?: string;
  reservationId?: string;
  requestId?: string;
  actionId?: string;
}

/**
 * Logs one line for each step of a session, with the workflow, the session and the request of the API that asked for it: the id is the one
 * in the API's own line and in the answer's `X-Request-Id`. What a step throws is named by its code, which is all that can be
 * said without repeating what a fan sent.
 */
export function withStepLog(activities: SessionActivities, logger: Logger): SessionActivities {
  const logged = createStepLog(logger);
  const named = (step: string, { identity, requestId }: SessionContext): Named => ({
    ...ofSession(step, identity),
    ...(requestId === undefined ? {} : { requestId }),
  });
  return {
    openSession: (step) => logged(named('openSession', step), () => activities.openSession(step)),
    admitSession: (step) => logged(named('admitSession', step), () => activities.admitSession(step)),
    holdSeats: (step) => logged(named('holdSeats', step), () => activities.holdSeats(step)),
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
  const logged = createStepLog(logger);
  return {
    operateSession: (input) =>
      logged(
        { ...ofSession(input.action.what, input.identity), actionId: input.action.actionId },
        () => operations.operateSession(input),
        ({ refusal }) => refusal?.code ?? 'done',
      ),
  };
}

function ofSession(step: string, { sessionId, concertId, userId }: SessionIdentity): Named {
  return { step, workflowId: sessionWorkflowId(concertId, userId), sessionId };
}

/** The same for cancelling a reservation. */
export function withCancellationLog(
  activities: CancellationActivities,
  logger: Logger,
): CancellationActivities {
  const logged = createStepLog(logger);
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

function createStepLog(logger: Logger) {
  const steps = withoutRedaction(logger);
  return async function logged<T>(
    named: Named,
    run: () => Promise<T>,
    outcomeOf: (result: T) => string = () => 'done',
  ): Promise<T> {
    const started = performance.now();
    const tell = (outcome: string): void =>
      steps.info({ ...named, outcome, ms: Math.round((performance.now() - started) * 10) / 10 }, 'step');
    try {
      const result = await run();
      tell(outcomeOf(result));
      return result;
    } catch (error) {
      tell(error instanceof ApplicationFailure && error.type ? error.type : 'failed');
      throw error;
    }
  };
}
