import type { PaymentStatus, ReservationStatus } from '../../contracts/states';
import type { SqlClient } from '../sqlClient';

/** A reservation that was paid for, cancelled since or not. */
export interface PaidReservation {
  sessionId: string;
  reservationId: string;
  status: ReservationStatus;
  scheduleId: string;
  /** In ascending order of their ids as text. */
  seatIds: string[];
  paymentId: string;
  paymentStatus: PaymentStatus;
  /** Minor units. */
  amount: number;
}

/** What these sessions paid for. @param sessionIds some thousands at most: they are one parameter */
export async function paidReservations(
  db: SqlClient,
  sessionIds: readonly string[],
): Promise<PaidReservation[]> {
  const rows = await db.query<Omit<PaidReservation, 'amount'> & { amount: string }>(
    `SELECT r.session_id AS "sessionId", r.id AS "reservationId", r.status, r.schedule_id::text AS "scheduleId",
            p.id AS "paymentId", p.status AS "paymentStatus", p.amount,
            (SELECT coalesce(array_agg(seat_id::text ORDER BY seat_id::text), '{}')
               FROM reservation_seats WHERE reservation_id = r.id) AS "seatIds"
       FROM reservations r
       JOIN payments p ON p.reservation_id = r.id AND p.status IN ('COMPLETED', 'CANCELED')
      WHERE r.session_id = ANY ($1::uuid[])`,
    [sessionIds],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amount: Number(amount) }));
}
