import type { ReservationEvent } from '../../contracts/reservationHistory';
import type { EndReason } from '../../contracts/states';
import { reservationHistory } from '../../domain/reservationHistory';
import { uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';
import {
  RESERVATION_COLUMNS,
  RESERVATION_TABLES,
  toReservation,
  type ReservationRecord,
  type ReservationRow,
} from './reservations';

/** With what only the fan's own page and support need. */
export interface ReservationDetail extends ReservationRecord {
  userId: string;
  sessionId: string;
  /** Ascending. */
  history: ReservationEvent[];
}

interface ReservationDetailRow extends ReservationRow {
  userId: string;
  sessionId: string;
  extendedAt: Date | null;
  changedAt: Date;
  chargedAt: Date | null;
  refundedAt: Date | null;
  swapped: boolean;
  endReason: EndReason | null;
  scheduleCanceledAt: Date | null;
}

/**
 * Each change of a reservation's status writes `updated_at`, and nothing else does once it has ended. A time that equals that of
 * the session's end, or of another hold, was written by the same transaction.
 */
const DETAIL_COLUMNS = `
         r.user_id AS "userId", r.session_id AS "sessionId", r.extended_at AS "extendedAt",
         r.updated_at AS "changedAt",
         charge.created_at AS "chargedAt", refund.created_at AS "refundedAt",
         EXISTS (SELECT FROM reservations later
                  WHERE later.session_id = r.session_id AND later.created_at = r.updated_at) AS swapped,
         CASE WHEN visit.ended_at = r.updated_at THEN visit.end_reason END AS "endReason",
         s.canceled_at AS "scheduleCanceledAt"`;

const DETAIL_TABLES = `
    JOIN sessions visit ON visit.id = r.session_id
    LEFT JOIN wallet_entries charge ON charge.payment_id = p.id AND charge.type = 'CHARGE'
    LEFT JOIN wallet_entries refund ON refund.payment_id = p.id AND refund.type = 'REFUND'`;

function toDetail({
  extendedAt,
  changedAt,
  chargedAt,
  refundedAt,
  swapped,
  endReason,
  scheduleCanceledAt,
  ...row
}: ReservationDetailRow): ReservationDetail {
  const { userId, sessionId, ...reservationRow } = row;
  const record = toReservation(reservationRow);
  const { status, reservedAt, payment } = record;
  const inLedger = (at: Date | null) =>
    at && payment && { at, paymentId: payment.id, amount: payment.amount };
  const history = reservationHistory({
    ...{ status, reservedAt, extendedAt, changedAt, swapped, endReason, scheduleCanceledAt },
    charge: inLedger(chargedAt),
    refund: inLedger(refundedAt),
  });
  return { ...record, userId, sessionId, history };
}

/**
 * One reservation with its history, in one snapshot.
 * @param userId whose it must be; left out: anybody's, for support
 * @returns null: no such reservation, or another user's
 */
export async function findReservationDetail(
  db: SqlClient,
  id: string,
  userId?: string,
): Promise<ReservationDetail | null> {
  const rows = await db.query<ReservationDetailRow>(
    `SELECT ${RESERVATION_COLUMNS}, ${DETAIL_COLUMNS} ${RESERVATION_TABLES} ${DETAIL_TABLES}
      WHERE r.id = $1::uuid AND ($2::text IS NULL OR r.user_id = $3::uuid)`,
    [uuidOrNull(id), userId ?? null, userId === undefined ? null : uuidOrNull(userId)],
  );
  const row = rows[0];
  return row === undefined ? null : toDetail(row);
}
