import type { TakenSeatCode } from '../../domain/seatRefusals';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface TakenSeats {
  code: TakenSeatCode;
  seatIds: string[];
}

/**
 * Which of these seats are sold, or held by another session, at this moment: a snapshot, that decides only against a fan.
 * @returns null: none, or something else is wrong with the request, which is for `hold_seats` to say
 */
export async function takenSeats(
  db: SqlClient,
  { sessionId, concertId }: { sessionId: string; concertId: string },
  { scheduleId, seatIds }: { scheduleId: string; seatIds: string[] },
): Promise<TakenSeats | null> {
  const rows = await db.query<{ refusal: { outcome: string; seatIds: string[] } | null }>(
    `SELECT seat_refusal(id, $3::bigint[], $4::uuid) AS refusal
       FROM schedules WHERE id = $1::bigint AND concert_id = $2::bigint AND canceled_at IS NULL`,
    [
      bigintIdOrNull(scheduleId),
      bigintIdOrNull(concertId),
      seatIds.map(bigintIdOrNull),
      uuidOrNull(sessionId),
    ],
  );
  const refusal = rows[0]?.refusal;
  if (refusal?.outcome !== 'SEAT_HELD' && refusal?.outcome !== 'SEAT_RESERVED') return null;
  return { code: refusal.outcome, seatIds: refusal.seatIds };
}
