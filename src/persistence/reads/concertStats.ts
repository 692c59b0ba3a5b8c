import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface ConcertStats {
  seats: { available: number; held: number; reserved: number };
  /** What was paid and not refunded, minor units. */
  revenue: number;
  reservations: { held: number; confirmed: number; expired: number; canceled: number };
}

/** Over all schedules of the concert, in one snapshot; of a cancelled one no seat is available. @returns null: no such concert */
export async function concertStats(db: SqlClient, concertId: string): Promise<ConcertStats | null> {
  const rows = await db.query<{ stats: ConcertStats }>(
    `SELECT json_build_object(
              'seats', (
                SELECT json_build_object(
                         'available', coalesce(sum(available_seats) FILTER (WHERE canceled_at IS NULL), 0),
                         'held', coalesce(sum(total_seats - available_seats - reserved_seats), 0),
                         'reserved', coalesce(sum(reserved_seats), 0))
                  FROM schedules WHERE concert_id = c.id),
              'revenue', (
                SELECT coalesce(sum(p.amount), 0)
                  FROM payments p
                  JOIN reservations r ON r.id = p.reservation_id
                  JOIN schedules s ON s.id = r.schedule_id
                 WHERE s.concert_id = c.id AND p.status = 'COMPLETED'),
              'reservations', (
                SELECT json_build_object(
                         'held', count(*) FILTER (WHERE r.status = 'HELD'),
                         'confirmed', count(*) FILTER (WHERE r.status = 'CONFIRMED'),
                         'expired', count(*) FILTER (WHERE r.status = 'EXPIRED'),
                         'canceled', count(*) FILTER (WHERE r.status = 'CANCELED'))
                  FROM reservations r JOIN schedules s ON s.id = r.schedule_id
                 WHERE s.concert_id = c.id)) AS stats
       FROM concerts c WHERE c.id = $1::bigint`,
    [bigintIdOrNull(concertId)],
  );
  return rows[0]?.stats ?? null;
}
