import type { SeatStatus } from '../../contracts/states';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface SeatMapSeat {
  id: string;
  seatNumber: string;
  area: string;
  grade: string;
  /** Minor units. */
  price: number;
  status: SeatStatus;
}

/**
 * The number of the schedule's last seat change: equal versions mean equal maps, which is what an ETag says. Read it
 * before the map, so that a change in between makes the tag too old rather than the map.
 * @returns null: no such schedule
 */
export async function seatMapVersion(
  db: SqlClient,
  scheduleId: string,
): Promise<{ concertId: string; version: string } | null> {
  const rows = await db.query<{ concertId: string; version: string }>(
    `SELECT concert_id::text AS "concertId", seat_map_version::text AS version
       FROM schedules WHERE id = $1::bigint`,
    [bigintIdOrNull(scheduleId)],
  );
  return rows[0] ?? null;
}

/** Every seat of the schedule, in the order of the venue's plan; none for an unknown schedule. */
export async function seatMap(db: SqlClient, scheduleId: string): Promise<SeatMapSeat[]> {
  const rows = await db.query<Omit<SeatMapSeat, 'price'> & { price: string }>(
    `SELECT id::text AS id, seat_number AS "seatNumber", area, grade, price, status
       FROM seats WHERE schedule_id = $1::bigint ORDER BY seats.id`,
    [bigintIdOrNull(scheduleId)],
  );
  return rows.map((row) => ({ ...row, price: Number(row.price) }));
}
