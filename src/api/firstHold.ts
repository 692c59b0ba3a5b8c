import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { sessionWorkflowId } from '../contracts/identifiers';
import { seatsHeldSignal, type Addressed, type HoldSeatsRequest } from '../contracts/messages';
import type { Hold, SessionLimits, SessionView } from '../contracts/session';
import { FIRST_HOLD_NUMBER, firstHoldView, isWhatWasAskedFor } from '../domain/firstHold';
import { explainHoldRefusal } from '../domain/seatRefusals';
import type { StepTally } from '../metrics/stepTally';
import type { SqlClient } from '../persistence/sqlClient';
import { holdSeats } from '../persistence/statements/holdSeats';
import { releaseHold } from '../persistence/statements/releaseHold';
import type { WaitingRoom } from '../queue/waitingRoom';
import { createStepLog, ofSession } from '../stepLog';
import { Problem } from './problem';
import { problemOf } from './temporalProblems';

export interface FirstHoldDependencies {
  client: Client;
  db: SqlClient;
  waitingRoom: Pick<WaitingRoom, 'publish'>;
  limits: SessionLimits;
  logger: Logger;
  stepTally: Pick<StepTally, 'ended'>;
}

/**
 * Holds seats for a session that has had no workflow task, without one: PostgreSQL decides, as it would for the workflow,
 * and the workflow keeps the signal until it wakes, for the payment or before the hold can run out.
 *
 * Whatever comes in between leaves something that is put right: a hold that was not signaled is found by the workflow's
 * first task; the same request again gives the same hold and signals it.
 * @param view of a session for which `isFirstHold`
 * @returns null: this is for the workflow, which will make another hold of this one, or knows of an end
 * @throws Problem why the seats can't be held; what PostgreSQL or the client's signal throws
 */
export type MakeFirstHold = (
  view: SessionView,
  request: HoldSeatsRequest,
  message: Addressed,
) => Promise<Hold | null>;

export function createFirstHold({
  client,
  db,
  waitingRoom,
  limits: { holdMs, maxSeats },
  logger,
  stepTally,
}: FirstHoldDependencies): MakeFirstHold {
  const logged = createStepLog(logger, codeOf, stepTally.ended);

  /** @returns false: Redis shows the session without its hold */
  async function published(view: SessionView): Promise<boolean> {
    try {
      await waitingRoom.publish(view);
      return true;
    } catch (error) {
      logger.warn({ err: error, sessionId: view.identity.sessionId }, 'view not written to Redis');
      return false;
    }
  }

  async function make(
    view: SessionView,
    request: HoldSeatsRequest,
    message: Addressed,
  ): Promise<Hold | null> {
    const { identity } = view;
    const holdNumber = FIRST_HOLD_NUMBER;
    const answer = await holdSeats(db, { ...view, holdNumber, holdMs, maxSeats, request });
    if (answer.outcome === 'INVALID_TRANSITION') return null;
    if (answer.outcome !== 'HELD') {
      const { code, detail, facts } = explainHoldRefusal(answer, maxSeats);
      throw new Problem(code, detail, facts);
    }
    const { hold } = answer;
    if (!isWhatWasAskedFor(hold, request)) return null;
    const workflow = client.workflow.getHandle(sessionWorkflowId(identity.concertId, identity.userId));
    try {
      await workflow.signal(seatsHeldSignal, { ...message, holdNumber, hold });
    } catch (error) {
      // Somebody has terminated it: nobody else would give the seats back before the reconciliation does.
      if (error instanceof WorkflowNotFoundError)
        await releaseHold(db, { ...view, holdNumber, lastHoldEnd: 'RELEASED' });
      throw error;
    }
    // Only then: a view that tells of the hold sends what is asked next to the workflow, which has to know it.
    // Where Redis cannot be told, the workflow makes it once more, and writes its view until Redis has it.
    return (await published(firstHoldView(view, hold))) ? hold : null;
  }

  return async (view, request, message) => {
    const { requestId } = message;
    const named = {
      ...ofSession('holdSeats', view.identity),
      ...(requestId === undefined ? {} : { requestId }),
    };
    return await logged(
      named,
      () => make(view, request, message),
      (hold) => (hold ? 'done' : 'left to the workflow'),
    );
  };
}

function codeOf(error: unknown): string | null {
  const problem = problemOf(error);
  return problem instanceof Problem ? problem.code : null;
}
