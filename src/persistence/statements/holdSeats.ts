import type { HoldSeatsRequest } from '../../contracts/messages';
import type { Hold } from '../../contracts/session';
import type { HoldRefusal } from '../../domain/seatRefusals';
import { bigintIdOrNull } from '../identifierText';
import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionRecordInput } from './sessionRecord';

export interface HoldSeatsStatementInput extends SessionRecordInput {
  /** Ascends with each attempt to hold; with the session's id it is the fence. */
  holdNumber: number;
  /** null: the deadline of the hold that is swapped, of which only seats may be asked for. */
  holdMs: number | null;
  /** Seats one fan may hold or own for this concert. */
  maxSeats: number;
  request: HoldSeatsRequest;
}

/** `seatIds` are the seats that caused the refusal, where single seats did. */
export type HoldSeatsOutcome = { outcome: 'HELD'; hold: Hold } | { outcome: HoldRefusal; seatIds: string[] };

/**
 * Claims all seats asked for, or none. A hold that the session already has is swapped in the same transaction; on a
 * refusal it stays as it was. The same hold number again gives the same hold again; a number that was released, or
 * overtaken by a higher one, and any number of an ended session is INVALID_TRANSITION. Where the deadline is to be kept
 * and there is none ahead, it is HOLD_EXPIRED.
 */
export async function holdSeats(db: SqlClient, input: HoldSeatsStatementInput): Promise<HoldSeatsOutcome> {
  const { holdNumber, holdMs, maxSeats, request } = input;
  const named = request.bestAvailable === undefined ? (request.seatIds ?? []) : null;
  return decide<HoldSeatsOutcome>(
    db,
    'hold_seats($1::jsonb, $2::int, $3::bigint, $4::int, $5::bigint, $6::bigint[], $7::text[], $8::int, $9::text)',
    [
      sessionArgument(input),
      holdNumber,
      holdMs,
      maxSeats,
      bigintIdOrNull(request.scheduleId),
      named?.filter((id) => bigintIdOrNull(id) !== null) ?? null,
      named?.filter((id) => bigintIdOrNull(id) === null) ?? [],
      request.bestAvailable?.count ?? null,
      request.bestAvailable?.grade ?? null,
    ],
  );
}
