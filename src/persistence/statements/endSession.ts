import type { RecordedEnd } from '../../contracts/activities';
import { END_STATE_OF, type EndReason, type SessionRecordState } from '../../contracts/states';
import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionAnswer, type SessionRecordInput } from './sessionRecord';

export interface EndSessionStatementInput extends SessionRecordInput {
  holdNumber: number;
  reason: EndReason;
}

/** A fan who paid, left or was removed is done; every other end is one that time or others brought about. */
function recordStateOf(reason: EndReason): SessionRecordState {
  const ended = END_STATE_OF[reason];
  return ended === 'CONFIRMED' || ended === 'LEFT' ? 'DONE' : 'EXPIRED';
}

/** How a session's row and what it holds end for this reason. */
export function endStates(reason: EndReason) {
  return {
    endReason: reason,
    endState: recordStateOf(reason),
    reservationStatus: END_STATE_OF[reason] === 'EXPIRED' ? 'EXPIRED' : 'CANCELED',
  };
}

/**
 * Closes the session's row and releases whatever it still holds. The first end wins: a later one changes nothing
 * and answers with the first.
 * No hold of the session succeeds afterwards.
 */
export async function endSession(
  db: SqlClient,
  input: EndSessionStatementInput,
): Promise<SessionAnswer & { end: RecordedEnd }> {
  const { endReason, endState, reservationStatus } = endStates(input.reason);
  return await decide(db, 'end_session($1::jsonb, $2::int, $3::text, $4::text, $5::text)', [
    sessionArgument(input),
    input.holdNumber,
    endReason,
    endState,
    reservationStatus,
  ]);
}
