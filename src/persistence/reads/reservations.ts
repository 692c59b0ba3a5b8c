import type { HeldSeat } from '../../contracts/session';
import type { PaymentStatus, ReservationStatus } from '../../contracts/states';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface ReservationRecord {
  id: string;
  status: ReservationStatus;
  scheduleId: string;
  concertId: string;
  /** As they were sold: later changes of the seat do not show here. */
  seats: HeldSeat[];
  /** Minor units. */
  amount: number;
  reservedAt: Date;
  expiresAt: Date;
  payment: { id: string; amount: number; status: PaymentStatus; createdAt: Date } | null;
}

export interface ReservationListRequest {
  status?: ReservationStatus;
  concertId?: string;
  /** Reserved at or after. */
  from?: Date;
  /** Reserved before. */
  to?: Date;
  /** Id of the last reservation already seen; another user's or an unknown one ends the list. */
  before?: string;
  limit: number;
}

/** As PostgreSQL answers. */
export interface ReservationRow extends Omit<ReservationRecord, 'amount' | 'payment'> {
  amount: string;
  paymentId: string | null;
  paymentAmount: string | null;
  paymentStatus: PaymentStatus | null;
  paymentCreatedAt: Date | null;
}

export const RESERVATION_COLUMNS = `r.id, r.status, r.schedule_id::text AS "scheduleId", s.concert_id::text AS "concertId",
         sold.seats, r.amount, r.reserved_at AS "reservedAt", r.expires_at AS "expiresAt",
         p.id AS "paymentId", p.amount AS "paymentAmount", p.status AS "paymentStatus",
         p.created_at AS "paymentCreatedAt"`;

/** `r` is the reservation, `s` its schedule, `p` its payment. */
export const RESERVATION_TABLES = `
    FROM reservations r
    JOIN schedules s ON s.id = r.schedule_id
    LEFT JOIN LATERAL (
      SELECT * FROM payments WHERE reservation_id = r.id ORDER BY created_at DESC, id LIMIT 1
    ) p ON true
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
               'id', seat_id::text, 'seatNumber', seat_number, 'area', area, 'grade', grade, 'price', price
             ) ORDER BY seat_id), '[]') AS seats
        FROM reservation_seats WHERE reservation_id = r.id
    ) sold`;

export function toReservation({
  amount,
  paymentId,
  paymentAmount,
  paymentStatus,
  paymentCreatedAt,
  ...rest
}: ReservationRow): ReservationRecord {
  const payment =
    paymentId === null || paymentStatus === null || paymentCreatedAt === null
      ? null
      : { id: paymentId, amount: Number(paymentAmount), status: paymentStatus, createdAt: paymentCreatedAt };
  return { ...rest, amount: Number(amount), payment };
}

/**
 * Newest first. PostgreSQL itself looks up where the last one stood: its times are finer than those of JavaScript.
 * A user's holds that ended without payment are among them, with their status. The times, and where the cursor stands, bound
 * what is read of the index (user_id, reserved_at, id).
 */
export async function listReservations(
  db: SqlClient,
  userId: string,
  { status, concertId, from, to, before, limit }: ReservationListRequest,
): Promise<ReservationRecord[]> {
  const rows = await db.query<ReservationRow>(
    `SELECT ${RESERVATION_COLUMNS} ${RESERVATION_TABLES}
      WHERE r.user_id = $1::uuid
        AND ($2::text IS NULL OR r.status = $2::text)
        AND ($3::text IS NULL OR (r.reserved_at, r.id) <
             (SELECT b.reserved_at, b.id FROM reservations b WHERE b.id = $4::uuid AND b.user_id = $1::uuid))
        AND ($6::timestamptz IS NULL OR r.reserved_at >= $6::timestamptz)
        AND ($7::timestamptz IS NULL OR r.reserved_at < $7::timestamptz)
        AND ($8::text IS NULL OR s.concert_id = $9::bigint)
      ORDER BY r.reserved_at DESC, r.id DESC
      LIMIT $5`,
    [
      uuidOrNull(userId),
      status ?? null,
      before ?? null,
      before === undefined ? null : uuidOrNull(before),
      limit,
      from ?? null,
      to ?? null,
      concertId ?? null,
      concertId === undefined ? null : bigintIdOrNull(concertId),
    ],
  );
  return rows.map(toReservation);
}

/** @returns null: no such reservation, or another user's */
export async function findReservation(
  db: SqlClient,
  id: string,
  userId: string,
): Promise<ReservationRecord | null> {
  const rows = await db.query<ReservationRow>(
    `SELECT ${RESERVATION_COLUMNS} ${RESERVATION_TABLES} WHERE r.id = $1::uuid AND r.user_id = $2::uuid`,
    [uuidOrNull(id), uuidOrNull(userId)],
  );
  const row = rows[0];
  return row === undefined ? null : toReservation(row);
}
