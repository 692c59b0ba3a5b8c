import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionRecordInput } from './sessionRecord';

/** The route under which the idempotency keys of payments are kept. */
export const PAYMENT_ROUTE = 'POST /session/payment';

export interface PayReservationInput extends SessionRecordInput {
  holdNumber: number;
  /** SHA-256 of the client's idempotency key, in hex; at most one payment of a user has it. */
  paymentKey: string;
}

export type PayReservationOutcome =
  | { outcome: 'PAID'; paymentId: string; reservationId: string; amount: number; balance: number }
  | { outcome: 'INSUFFICIENT_BALANCE'; balance: number; requiredAmount: number }
  | { outcome: 'HOLD_EXPIRED' | 'INVALID_TRANSITION' | 'SCHEDULE_CANCELED' };

/**
 * Charges the wallet, confirms the reservation, sells its seats, ends the session and completes the payment's
 * idempotency key, all in one transaction or not at all. The deadline is PostgreSQL's: a payment whose transaction
 * began at or after `expires_at` is HOLD_EXPIRED, one for a cancelled date SCHEDULE_CANCELED. Amounts are minor units.
 */
export async function payReservation(
  db: SqlClient,
  input: PayReservationInput,
): Promise<PayReservationOutcome> {
  return decide<PayReservationOutcome>(db, 'pay_reservation($1::jsonb, $2::int, $3::text, $4::text)', [
    sessionArgument(input),
    input.holdNumber,
    input.paymentKey,
    PAYMENT_ROUTE,
  ]);
}
