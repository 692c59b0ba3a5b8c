import type { Hold } from '../../contracts/session';
import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionRecordInput } from './sessionRecord';

export interface ExtendHoldStatementInput extends SessionRecordInput {
  holdNumber: number;
  /** The longest the hold may last, from when its seats were first held. Milliseconds. */
  holdCapMs: number;
}

export type ExtensionRefusal =
  'NO_HOLD' | 'HOLD_EXPIRED' | 'SCHEDULE_CANCELED' | 'EXTENDED_BEFORE' | 'NOT_OFFERED' | 'AT_ITS_LONGEST';

/** `leftMs`: until the deadline, by PostgreSQL's clock. */
export type ExtendHoldOutcome =
  { outcome: 'EXTENDED'; hold: Hold; leftMs: number } | { outcome: ExtensionRefusal };

/**
 * Puts off the deadline of the session's hold by what its concert allows, at most to `holdCapMs` after the hold began. Once
 * per session: the same hold again, also with fewer seats, gives the same deadline again, another hold is EXTENDED_BEFORE.
 * The deadline is PostgreSQL's: an extension whose transaction began at or after it is HOLD_EXPIRED.
 */
export async function extendHold(db: SqlClient, input: ExtendHoldStatementInput): Promise<ExtendHoldOutcome> {
  const parameters = [sessionArgument(input), input.holdNumber, input.holdCapMs];
  return await decide(db, 'extend_hold($1::jsonb, $2::int, $3::bigint)', parameters);
}
