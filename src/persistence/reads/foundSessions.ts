import type { EndReason, ReservationStatus } from '../../contracts/states';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** Every one that is given must be met. */
export interface SessionCriteria {
  sessionId?: string;
  userId?: string;
  concertId?: string;
  /** Any reservation of the session, not only the last. */
  reservationId?: string;
  scheduleId?: string;
  /** Whoever has the seat now. */
  seat?: { id: string } | { scheduleId: string; seatNumber: string };
  endReasons?: readonly EndReason[];
}

export interface SessionRow {
  sessionId: string;
  userId: string;
  concertId: string;
  workflowId: string;
  admitted: boolean;
  endReason: EndReason | null;
  joinedAt: Date;
  endedAt: Date | null;
  /** The last one; null: it never held seats. */
  reservation: { id: string; status: ReservationStatus; scheduleId: string; seats: string[] } | null;
}

/**
 * Sessions on record, those who joined last first; also those whose workflow the Temporal server no longer has. Whoever
 * was admitted on arrival is on record from the first hold on.
 */
export async function findSessions(
  db: SqlClient,
  criteria: SessionCriteria,
  limit: number,
): Promise<SessionRow[]> {
  const { sessionId, userId, concertId, reservationId, scheduleId, seat, endReasons } = criteria;
  const values: unknown[] = [limit];
  const conditions: string[] = [];
  function must(condition: (...places: string[]) => string, ...given: unknown[]): void {
    const places = given.map((value) => `$${values.push(value)}`);
    conditions.push(condition(...places));
  }
  if (sessionId !== undefined) must((id) => `s.id = ${id}::uuid`, uuidOrNull(sessionId));
  if (userId !== undefined) must((id) => `s.user_id = ${id}::uuid`, uuidOrNull(userId));
  if (concertId !== undefined) must((id) => `s.concert_id = ${id}::bigint`, bigintIdOrNull(concertId));
  if (reservationId !== undefined) {
    must(
      (id) => `s.id = (SELECT session_id FROM reservations WHERE reservations.id = ${id}::uuid)`,
      uuidOrNull(reservationId),
    );
  }
  if (scheduleId !== undefined) {
    must(
      (id) =>
        `EXISTS (SELECT FROM reservations d WHERE d.session_id = s.id AND d.schedule_id = ${id}::bigint)`,
      bigintIdOrNull(scheduleId),
    );
  }
  if (seat) {
    const owner = (which: string) => `s.id = (
      SELECT owned.session_id
        FROM seats
        JOIN reservation_seats ON reservation_seats.seat_id = seats.id AND reservation_seats.live
        JOIN reservations owned ON owned.id = reservation_seats.reservation_id
       WHERE ${which})`;
    if ('id' in seat) must((id) => owner(`seats.id = ${id}::bigint`), bigintIdOrNull(seat.id));
    else {
      must(
        (date, number) => owner(`seats.schedule_id = ${date}::bigint AND seats.seat_number = ${number}`),
        bigintIdOrNull(seat.scheduleId),
        seat.seatNumber,
      );
    }
  }
  if (endReasons) must((reasons) => `s.end_reason = ANY (${reasons}::text[])`, endReasons);

  return await db.query<SessionRow>(
    `SELECT s.id AS "sessionId", s.user_id AS "userId", s.concert_id::text AS "concertId",
            s.workflow_id AS "workflowId", s.ready_at IS NOT NULL AS admitted, s.end_reason AS "endReason",
            s.issued_at AS "joinedAt", s.ended_at AS "endedAt", r.reservation
       FROM sessions s
       LEFT JOIN LATERAL (
         SELECT json_build_object(
                  'id', last.id, 'status', last.status, 'scheduleId', last.schedule_id::text,
                  'seats', (SELECT json_agg(seat_number ORDER BY seat_id)
                              FROM reservation_seats WHERE reservation_id = last.id)) AS reservation
           FROM reservations last WHERE last.session_id = s.id ORDER BY last.hold_number DESC LIMIT 1
       ) r ON true
      WHERE ${conditions.length > 0 ? conditions.join(' AND ') : 'true'}
      ORDER BY s.issued_at DESC, s.id
      LIMIT $1`,
    values,
  );
}
