import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/**
 * Cancels a date: from this commit on no seat of it is claimed or sold, see canceledSchedules.sql.ts. What is held runs out, and
 * what was paid for is to be cancelled. Repeated, it changes nothing. Lock: the schedule, for which holds and sales under way are
 * waited for.
 * @returns its concert; null: no such schedule
 */
export async function closeSchedule(
  db: SqlClient,
  scheduleId: string,
): Promise<{ concertId: string } | null> {
  const rows = await db.query<{ concertId: string }>(
    `WITH closed AS (
       UPDATE schedules
          SET canceled_at = now(), status = 'CANCELED', seat_map_version = seat_map_version + 1, updated_at = now()
        WHERE id = $1::bigint AND canceled_at IS NULL
     )
     SELECT concert_id::text AS "concertId" FROM schedules WHERE id = $1::bigint`,
    [bigintIdOrNull(scheduleId)],
  );
  return rows[0] ?? null;
}
