import type { OperateSessionInput } from '../../contracts/operatorActions';
import type { Hold } from '../../contracts/session';
import type { OperationRefusal } from '../../domain/operatorRules';
import { decide, type SqlClient } from '../sqlClient';
import { endStates } from './endSession';
import { sessionArgument, type SessionAnswer } from './sessionRecord';

export type OperateSessionStatementInput = Omit<
  OperateSessionInput,
  'revision' | 'requestId' | 'admittedUntil'
>;

/** What is on record of the action, and how the session is now. */
export interface OperationRecord extends Pick<SessionAnswer, 'end'> {
  what: string;
  /** false: it was recorded in an earlier visit of the same fan, and nothing of it concerns this one. */
  ofThisVisit: boolean;
  /** An error code where the refusal was given with the action. */
  outcome: 'DONE' | OperationRefusal | (string & {});
  /** Epoch milliseconds. */
  at: number;
  reservationId: string | null;
  details: { seats?: string[]; expiresAt?: number; endReason?: string; detail?: string };
  /** The one in force; its number; the milliseconds left of it by PostgreSQL's clock. */
  hold: Hold | null;
  holdNumber: number | null;
  leftMs: number | null;
}

/**
 * Takes an operator's action on a session and writes its record, in one transaction; with a refusal it writes the record only. An
 * action that is on record under this workflow and id is not taken again: the answer tells what was recorded.
 */
export async function operateSession(
  db: SqlClient,
  input: OperateSessionStatementInput,
): Promise<OperationRecord> {
  const { action, refusal, holdNumber, barredThrough, holdCapMs, seconds, beyondCapacity } = input;
  const step = {
    ...{ holdNumber, barredThrough, holdCapMs, seconds, beyondCapacity },
    ...(refusal ? { refusal: refusal.code, detail: refusal.detail } : {}),
    ...endStates(action.what === 'operatorExpire' ? 'EXPIRED_BY_OPERATOR' : 'REMOVED'),
  };
  return await decide(db, 'operate_session($1::jsonb, $2::jsonb, $3::jsonb)', [
    sessionArgument(input),
    JSON.stringify(action),
    JSON.stringify(step),
  ]);
}
