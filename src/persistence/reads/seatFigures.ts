import type { RoomFigures } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** Over all schedules of the concert that were not cancelled, from their counters: no seat is counted. */
export async function seatFigures(db: SqlClient, concertId: string): Promise<RoomFigures['seats']> {
  const rows = await db.query<RoomFigures['seats']>(
    `SELECT coalesce(sum(available_seats), 0)::int AS available,
            coalesce(sum(total_seats - available_seats - reserved_seats), 0)::int AS held,
            coalesce(sum(reserved_seats), 0)::int AS sold
       FROM schedules WHERE concert_id = $1::bigint AND canceled_at IS NULL`,
    [bigintIdOrNull(concertId)],
  );
  return rows[0] ?? { available: 0, held: 0, sold: 0 };
}
