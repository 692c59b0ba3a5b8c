import type { WaitingRoomSettings } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** The settings as columns of a row of `concerts`. */
export const WAITING_ROOM_COLUMNS = `id::text AS "concertId", waiting_room_capacity AS capacity,
  admissions_per_second AS "admissionsPerSecond", waiting_room_paused AS paused,
  sale_opens_at AS "saleOpensAt", status,
  coalesce((
    SELECT bool_and(schedules.status = 'SOLD_OUT')
      FROM schedules WHERE schedules.concert_id = concerts.id AND schedules.starts_at > now()
  ), false) AS "soldOut"`;

/** The rooms of all concerts that are on sale. */
export async function waitingRoomsOnSale(db: SqlClient): Promise<WaitingRoomSettings[]> {
  return await db.query<WaitingRoomSettings>(
    `SELECT ${WAITING_ROOM_COLUMNS} FROM concerts WHERE status = 'ON_SALE' ORDER BY concerts.id`,
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
