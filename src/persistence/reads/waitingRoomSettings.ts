import type { WaitingRoomSettings } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/**
 * The settings as columns of a row of `concerts`. The version is the time of the last change in microseconds: as a
 * number it is exact until the year 2255.
 */
export const WAITING_ROOM_COLUMNS = `id::text AS "concertId",
  (extract(epoch FROM updated_at) * 1000000)::double precision AS version,
  waiting_room_capacity AS capacity, admissions_per_second AS "admissionsPerSecond",
  waiting_room_paused AS paused, sale_opens_at AS "saleOpensAt", status,
  coalesce((
    SELECT bool_and(schedules.status IN ('SOLD_OUT', 'CANCELED') OR schedules.starts_at <= now())
      FROM schedules WHERE schedules.concert_id = concerts.id
  ), false) AS "soldOut",
  coalesce((
    SELECT bool_and(schedules.available_seats = 0) AND NOT bool_and(schedules.status = 'SOLD_OUT')
      FROM schedules
     WHERE schedules.concert_id = concerts.id AND schedules.starts_at > now() AND schedules.canceled_at IS NULL
  ), false) AS "allSeatsHeld",
  draw_seed AS "drawSeed"`;

/**
 * Of a row of `concerts`: somebody ever came to its room, and it is on sale with a date to come, or, after that, the last
 * session on record has not ended.
 */
export const ROOM_IN_USE = `waiting_room_opened_at IS NOT NULL
        AND (
          status = 'ON_SALE' AND EXISTS (
            SELECT FROM schedules WHERE schedules.concert_id = concerts.id AND schedules.starts_at > now()
          )
          OR EXISTS (SELECT FROM sessions WHERE sessions.concert_id = concerts.id AND sessions.ended_at IS NULL)
        )`;

/** The rooms that have to be looked after. Any other is opened by whoever comes. */
export async function waitingRoomsInUse(db: SqlClient): Promise<WaitingRoomSettings[]> {
  return await db.query<WaitingRoomSettings>(
    `SELECT ${WAITING_ROOM_COLUMNS} FROM concerts WHERE ${ROOM_IN_USE} ORDER BY concerts.id`,
  );
}

/** @returns null: no such concert */
export async function waitingRoomSettings(
  db: SqlClient,
  concertId: string,
): Promise<WaitingRoomSettings | null> {
  const rows = await db.query<WaitingRoomSettings>(
    `SELECT ${WAITING_ROOM_COLUMNS} FROM concerts WHERE id = $1::bigint`,
    [bigintIdOrNull(concertId)],
  );
  return rows[0] ?? null;
}
