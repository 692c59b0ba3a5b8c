import type { LastHoldEnd } from '../../contracts/session';
import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionAnswer, type SessionRecordInput } from './sessionRecord';

export interface ReleaseHoldStatementInput extends SessionRecordInput {
  holdNumber: number;
  lastHoldEnd: Exclude<LastHoldEnd, null>;
}

/**
 * Puts the seats of the session's hold back on sale: its reservation ends EXPIRED, or CANCELED when the fan let it go.
 * Bars every hold number up to this one for good, so that a hold still under way cannot claim seats afterwards.
 * A confirmed reservation is never touched.
 */
export async function releaseHold(db: SqlClient, input: ReleaseHoldStatementInput): Promise<SessionAnswer> {
  const status = input.lastHoldEnd === 'EXPIRED' ? 'EXPIRED' : 'CANCELED';
  const parameters = [sessionArgument(input), input.holdNumber, status];
  return await decide(db, 'release_hold($1::jsonb, $2::int, $3::text)', parameters);
}
