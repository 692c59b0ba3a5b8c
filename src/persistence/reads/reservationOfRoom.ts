import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** Whose a reservation is, and of which date; null: this concert has no such reservation. */
export async function findReservationOfRoom(
  db: SqlClient,
  concertId: string,
  reservationId: string,
): Promise<{ userId: string; scheduleId: string } | null> {
  const rows = await db.query<{ userId: string; scheduleId: string }>(
    `SELECT r.user_id AS "userId", r.schedule_id::text AS "scheduleId"
       FROM reservations r JOIN schedules s ON s.id = r.schedule_id
      WHERE r.id = $1::uuid AND s.concert_id = $2::bigint`,
    [uuidOrNull(reservationId), bigintIdOrNull(concertId)],
  );
  return rows[0] ?? null;
}
