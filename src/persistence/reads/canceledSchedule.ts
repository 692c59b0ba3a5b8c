import type { ReservationToCancel, ScheduleCancellationFigures } from '../../contracts/scheduleCancellation';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/**
 * A hold that is so long past its deadline is an orphan: its session was terminated from outside. It cannot be paid for, and
 * releasing it is not this one's business, so nobody waits for it.
 */
const ORPHANED_AFTER = '1 minute';

/**
 * Reservations that were refunded before the date was cancelled do not count: their fans had changed their minds. A payment
 * changes once, when it is refunded.
 */
const FIGURES = `
  SELECT s.concert_id::text AS "concertId", s.canceled_at AS "canceledAt",
         (SELECT count(*)::int FROM reservations r WHERE r.schedule_id = s.id AND r.status = 'CONFIRMED') AS left,
         held.count AS held, held."heldForMs", refunds.canceled, refunds.refunded
    FROM schedules s
    CROSS JOIN LATERAL (
      SELECT count(*)::int,
             coalesce(greatest(extract(epoch FROM max(r.expires_at) - clock_timestamp()) * 1000, 0), 0)::double precision
               AS "heldForMs"
        FROM reservations r
       WHERE r.schedule_id = s.id AND r.status = 'HELD'
         AND r.expires_at > clock_timestamp() - interval '${ORPHANED_AFTER}'
    ) held
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS canceled, coalesce(sum(p.amount), 0)::double precision AS refunded
        FROM reservations r JOIN payments p ON p.reservation_id = r.id
       WHERE r.schedule_id = s.id AND r.status = 'CANCELED' AND p.status = 'CANCELED'
         AND p.updated_at >= s.canceled_at
    ) refunds
   WHERE s.id = $1::bigint`;

export interface CanceledScheduleRecord extends ScheduleCancellationFigures {
  concertId: string;
  /** Since when nothing of it can be held or paid for; null: nobody has cancelled it. */
  canceledAt: Date | null;
}

/** How far the cancellation of a date is, in one snapshot. @returns null: no such schedule */
export async function findCanceledSchedule(
  db: SqlClient,
  scheduleId: string,
): Promise<CanceledScheduleRecord | null> {
  const rows = await db.query<CanceledScheduleRecord>(FIGURES, [bigintIdOrNull(scheduleId)]);
  return rows[0] ?? null;
}

/**
 * The next confirmed reservations of a date, by id.
 * @param page.after the id of the last one already seen
 */
export async function reservationsToCancel(
  db: SqlClient,
  scheduleId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<ReservationToCancel[]> {
  return await db.query<ReservationToCancel>(
    `SELECT id AS "reservationId", user_id AS "userId"
       FROM reservations
      WHERE schedule_id = $1::bigint AND status = 'CONFIRMED' AND ($2::uuid IS NULL OR id > $2::uuid)
      ORDER BY id
      LIMIT $3`,
    [bigintIdOrNull(scheduleId), after === null ? null : uuidOrNull(after), limit],
  );
}
