import type { SqlClient } from '../sqlClient';
import { ROOM_IN_USE } from './waitingRoomSettings';

/** The seats of a concert's dates that were not cancelled. */
export interface ConcertSeats {
  concertId: string;
  available: number;
  held: number;
  reserved: number;
}

/** What metrics tell of PostgreSQL. */
export interface SaleGauges {
  /** How many rooms are looked after; `concerts` may be fewer. */
  roomsInUse: number;
  /** Those whose sale opened last, first. */
  concerts: ConcertSeats[];
  /** Unpaid holds. */
  holds: number;
  /** Of them, those whose deadline is within so many seconds. */
  within30: number;
  within60: number;
  /** Of them, those whose deadline is over for more than ten seconds: their sessions' timers should have ended them. */
  overdue: number;
}

/**
 * One statement over counters and the index of unpaid holds: no seat, payment or ended session is read, so that it takes
 * as long late in a sale as at its beginning.
 * @param most concerts
 */
export async function saleGauges(db: SqlClient, most: number): Promise<SaleGauges> {
  const rows = await db.query<SaleGauges>(
    `WITH in_use AS (
       SELECT concerts.id, concerts.sale_opens_at FROM concerts WHERE ${ROOM_IN_USE}
     ), shown AS (
       SELECT id, sale_opens_at FROM in_use ORDER BY sale_opens_at DESC, id DESC LIMIT $1
     ), seats_of AS (
       SELECT shown.id::text AS "concertId",
              coalesce(sum(available_seats), 0)::int AS available,
              coalesce(sum(total_seats - available_seats - reserved_seats), 0)::int AS held,
              coalesce(sum(reserved_seats), 0)::int AS reserved
         FROM shown LEFT JOIN schedules ON schedules.concert_id = shown.id AND schedules.canceled_at IS NULL
        GROUP BY shown.id, shown.sale_opens_at
        ORDER BY shown.sale_opens_at DESC, shown.id DESC
     )
     SELECT (SELECT count(*)::int FROM in_use) AS "roomsInUse",
            (SELECT coalesce(json_agg(seats_of), '[]') FROM seats_of) AS concerts,
            count(*)::int AS holds,
            count(*) FILTER (WHERE expires_at BETWEEN now() AND now() + interval '30 s')::int AS within30,
            count(*) FILTER (WHERE expires_at BETWEEN now() AND now() + interval '60 s')::int AS within60,
            count(*) FILTER (WHERE expires_at < now() - interval '10 s')::int AS overdue
       FROM reservations WHERE status = 'HELD'`,
    [most],
  );
  const row = rows[0];
  if (!row) throw new Error('The database gave no figures');
  return row;
}
