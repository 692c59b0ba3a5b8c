import type { Logger } from 'pino';
import { isErrorCode } from '../contracts/errors';
import type {
  OperatedSession,
  OperateSessionInput,
  OperatorAnswer,
  OperatorRefusal,
  SessionOperations,
} from '../contracts/operatorActions';
import { OPERATION_REFUSALS, type OperationRefusal } from '../domain/operatorRules';
import { holdingView, idleView } from '../domain/sessionView';
import { findOperatorAction } from '../persistence/reads/operatorAction';
import type { SqlClient } from '../persistence/sqlClient';
import { operateSession, type OperationRecord } from '../persistence/statements/operateSession';
import type { Admission } from '../queue/admission';
import type { WaitingRoom } from '../queue/waitingRoom';
import { createViewPublisher, endViewOf } from './viewPublisher';

export interface SessionOperationDependencies {
  db: SqlClient;
  waitingRoom: Pick<WaitingRoom, 'publish'>;
  admission: Pick<Admission, 'admitOne'>;
  logger: Logger;
}

/** What operators have done to single sessions. */
export function createSessionOperations({
  db,
  waitingRoom,
  admission,
  logger,
}: SessionOperationDependencies): SessionOperations {
  const publish = createViewPublisher(waitingRoom, logger);

  /**
   * The slot is taken in Redis before anything else, by the script with which the room does it: so the capacity holds, and what
   * happens to be lost from here on is offered again by the room.
   * @returns `TAKEN`; `BEFORE`: the action is on record, and whatever is free now decides nothing; or why the fan cannot be admitted
   */
  async function takeSlot({
    identity,
    action,
    beyondCapacity,
  }: OperateSessionInput): Promise<'TAKEN' | 'BEFORE' | OperationRefusal> {
    if (await findOperatorAction(db, action)) return 'BEFORE';
    const { concertId, userId, sessionId } = identity;
    const answer = await admission.admitOne(concertId, userId, { beyondCapacity }).catch((error: unknown) => {
      // The session's other steps wait for this one, and need no Redis: they must not wait for its return.
      logger.warn({ err: error, sessionId }, 'an operator cannot admit: the line does not answer');
      return { outcome: 'NOT_READY' } as const;
    });
    switch (answer.outcome) {
      case 'ADMITTED':
      case 'ALREADY':
        // Another visit of this fan, which is just being started or given up, is not this one.
        return answer.view.identity.sessionId === sessionId ? 'TAKEN' : 'NO_PLACE';
      case 'NO_SESSION':
        return 'NO_PLACE';
      case 'FULL':
      case 'NOT_OPEN':
      case 'NOT_READY':
        return answer.outcome;
    }
  }

  return {
    async operateSession(step) {
      const admits = step.action.what === 'operatorAdmit' && !step.refusal;
      const slot = admits ? await takeSlot(step) : 'BEFORE';
      const refusal = slot === 'TAKEN' || slot === 'BEFORE' ? step.refusal : OPERATION_REFUSALS[slot];
      const record = await operateSession(db, {
        ...step,
        refusal,
        // PostgreSQL knows of the slot before the workflow does: a loss of Redis does not give it away twice. Without a slot it must not.
        ...(slot === 'TAKEN' ? { admittedAt: Date.now() } : {}),
      });
      const operated = whatBecame(step, record);
      return { ...operated, ...(await published(step, operated)) };
    },
  };

  async function published(step: OperateSessionInput, { change, end, hold }: Operated) {
    if (change === 'ENDED' && end) return await publish(endViewOf(step, end));
    if (change === 'EXTENDED' && hold) return await publish(holdingView(step, hold));
    if (change === 'RELEASED') return await publish(idleView(step, 'RELEASED'));
    return { viewPublished: true };
  }
}

type Operated = Omit<OperatedSession, 'viewPublished'>;

/** By how the session is now, not by what was recorded: an earlier try may have been followed by other steps. */
function changeOf({ action, holdNumber }: OperateSessionInput, record: OperationRecord): Operated['change'] {
  if (record.end) return 'ENDED';
  // PostgreSQL has none any more: the workflow's memory is behind.
  if (record.outcome === 'NO_HOLD' && record.ofThisVisit && !record.hold) return 'RELEASED';
  if (record.outcome !== 'DONE' || !record.ofThisVisit || record.what !== action.what) return 'NONE';
  switch (action.what) {
    case 'operatorReleaseHold':
      return record.hold ? 'NONE' : 'RELEASED';
    case 'operatorExtendHold':
      return record.holdNumber === holdNumber ? 'EXTENDED' : 'NONE';
    case 'operatorAdmit':
      return 'ADMITTED';
    case 'operatorExpire':
    case 'operatorRemove':
      return 'NONE';
  }
}

function whatBecame(step: OperateSessionInput, record: OperationRecord): Operated {
  const { end, hold, leftMs } = record;
  const refusal = refusalOf(step, record);
  return {
    change: changeOf(step, record),
    answer: refusal ? null : answerOf(step, record),
    ...{ refusal, end, hold, leftMs },
  };
}

function isOperationRefusal(outcome: string): outcome is OperationRefusal {
  return Object.hasOwn(OPERATION_REFUSALS, outcome);
}

function refusalOf({ action }: OperateSessionInput, record: OperationRecord): OperatorRefusal | null {
  const { what, outcome, details } = record;
  if (what !== action.what) return OPERATION_REFUSALS.ACTION_ID_REUSED;
  if (outcome === 'DONE') return null;
  if (isOperationRefusal(outcome)) return OPERATION_REFUSALS[outcome];
  if (!isErrorCode(outcome)) throw new Error(`The record has an outcome that nobody writes: ${outcome}`);
  // Refused before it came here, in these words.
  return { code: outcome, detail: details.detail ?? outcome };
}

function answerOf({ action }: OperateSessionInput, record: OperationRecord): OperatorAnswer {
  const { at, reservationId, details } = record;
  const { seats, expiresAt, endReason } = details;
  return {
    outcome: 'DONE',
    actionId: action.actionId,
    at: new Date(at).toISOString(),
    ...(reservationId ? { reservationId } : {}),
    ...(seats ? { seats } : {}),
    ...(expiresAt ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
    ...(endReason ? { endReason } : {}),
  };
}
