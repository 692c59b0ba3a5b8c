import type { TakenSeatCode } from '../../domain/seatRefusals';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** What somebody would hold. */
export interface SeatWish {
  sessionId: string;
  scheduleId: string;
  seatIds: string[];
}

export interface TakenSeats {
  code: TakenSeatCode;
  seatIds: string[];
}

/**
 * Which of the seats that each of them wishes for are sold, or held by another session, at this moment: a snapshot, that
 * decides only against a fan.
 * @param wishes of fans of this concert
 * @returns in their order; null: none, or something else is wrong with the wish, which is for `hold_seats` to say
 */
export async function takenSeats(
  db: SqlClient,
  concertId: string,
  wishes: readonly SeatWish[],
): Promise<(TakenSeats | null)[]> {
  const given = wishes.map(({ sessionId, scheduleId, seatIds }) => ({
    session: uuidOrNull(sessionId),
    schedule: bigintIdOrNull(scheduleId),
    seats: seatIds.map(bigintIdOrNull),
  }));
  const rows = await db.query<{ refusal: { outcome: string; seatIds: string[] } | null }>(
    `SELECT CASE WHEN s.id IS NOT NULL THEN
              seat_refusal(s.id, ARRAY(SELECT jsonb_array_elements_text(wish->'seats')::bigint), (wish->>'session')::uuid)
            END AS refusal
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS wished (wish, n)
       LEFT JOIN schedules s
         ON s.id = (wish->>'schedule')::bigint AND s.concert_id = $1::bigint AND s.canceled_at IS NULL
      ORDER BY n`,
    [bigintIdOrNull(concertId), JSON.stringify(given)],
  );
  return rows.map(({ refusal }) => {
    if (refusal?.outcome !== 'SEAT_HELD' && refusal?.outcome !== 'SEAT_RESERVED') return null;
    return { code: refusal.outcome, seatIds: refusal.seatIds };
  });
}
