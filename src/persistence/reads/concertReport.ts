import type { ConcertStatus, EndReason, ScheduleStatus } from '../../contracts/states';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** A concert's sale as PostgreSQL has it, all of it at one moment. Amounts in minor units. */
export interface ConcertReport {
  concertId: string;
  title: string;
  status: ConcertStatus;
  schedules: {
    scheduleId: string;
    /** RFC 3339. */
    startsAt: string;
    status: ScheduleStatus;
    seats: number;
    /** None of a cancelled date. */
    available: number;
    held: number;
    reserved: number;
  }[];
  /** `canceled`: paid for and refunded, or let go before they were paid for. */
  reservations: { held: number; confirmed: number; expired: number; canceled: number };
  money: { gross: number; refunds: number; refunded: number };
  /** Sessions on record without an end; whoever was admitted on arrival and holds nothing yet is not among them. */
  open: { waiting: number; admitted: number };
  ended: Partial<Record<EndReason, number>>;
  /** Of those who ended, how many had been admitted. */
  endedAdmitted: number;
}

/**
 * One statement, hence one snapshot: its figures agree with each other while the sale goes on.
 * @param concertId all concerts to which anybody ever came when left out
 * @returns in the order of their ids
 */
export async function concertReports(db: SqlClient, concertId?: string): Promise<ConcertReport[]> {
  const one = concertId !== undefined;
  return await db.query<ConcertReport>(
    `SELECT c.id::text AS "concertId", c.title, c.status,
            (SELECT coalesce(json_agg(json_build_object(
                      'scheduleId', s.id::text, 'startsAt', s.starts_at, 'status', s.status, 'seats', s.total_seats,
                      'available', CASE WHEN s.canceled_at IS NULL THEN s.available_seats ELSE 0 END,
                      'held', s.total_seats - s.available_seats - s.reserved_seats, 'reserved', s.reserved_seats)
                    ORDER BY s.starts_at, s.id), '[]')
               FROM schedules s WHERE s.concert_id = c.id) AS schedules,
            (SELECT json_build_object(
                      'held', count(*) FILTER (WHERE r.status = 'HELD'),
                      'confirmed', count(*) FILTER (WHERE r.status = 'CONFIRMED'),
                      'expired', count(*) FILTER (WHERE r.status = 'EXPIRED'),
                      'canceled', count(*) FILTER (WHERE r.status = 'CANCELED'))
               FROM reservations r JOIN schedules s ON s.id = r.schedule_id
              WHERE s.concert_id = c.id) AS reservations,
            (SELECT json_build_object(
                      'gross', coalesce(sum(p.amount), 0),
                      'refunds', coalesce(sum(p.amount) FILTER (WHERE p.status = 'CANCELED'), 0),
                      'refunded', count(*) FILTER (WHERE p.status = 'CANCELED'))
               FROM payments p
               JOIN reservations r ON r.id = p.reservation_id
               JOIN schedules s ON s.id = r.schedule_id
              WHERE s.concert_id = c.id AND p.status IN ('COMPLETED', 'CANCELED')) AS money,
            (SELECT json_build_object(
                      'waiting', count(*) FILTER (WHERE ready_at IS NULL),
                      'admitted', count(*) FILTER (WHERE ready_at IS NOT NULL))
               FROM sessions WHERE sessions.concert_id = c.id AND ended_at IS NULL) AS open,
            (SELECT coalesce(json_object_agg(end_reason, ended), '{}')
               FROM (SELECT end_reason, count(*) AS ended
                       FROM sessions WHERE sessions.concert_id = c.id AND ended_at IS NOT NULL
                      GROUP BY end_reason) by_reason) AS ended,
            (SELECT count(*)::int FROM sessions
              WHERE sessions.concert_id = c.id AND ended_at IS NOT NULL AND ready_at IS NOT NULL) AS "endedAdmitted"
       FROM concerts c
      WHERE ${one ? 'c.id = $1::bigint' : 'c.waiting_room_opened_at IS NOT NULL'}
      ORDER BY c.id`,
    one ? [bigintIdOrNull(concertId)] : [],
  );
}
