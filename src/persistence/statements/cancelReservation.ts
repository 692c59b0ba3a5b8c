import { uuidOrNull } from '../identifierText';
import { decide, type SqlClient } from '../sqlClient';

export interface CancelReservationStatementInput {
  reservationId: string;
  userId: string;
  /** How long before the start of the performance cancelling ends, milliseconds. */
  cutOffMs: number;
}

export type CancelReservationOutcome =
  | { outcome: 'CANCELED'; refunded: number; balance: number }
  | { outcome: 'RESERVATION_NOT_FOUND' | 'INVALID_TRANSITION' };

/**
 * Refunds a confirmed reservation to the wallet and puts its seats back on sale, in one transaction. One that was
 * cancelled with a refund before gives the same answer again, also after the cut-off. For a date that was cancelled there
 * is no cut-off. Amounts are minor units.
 */
export async function cancelReservation(
  db: SqlClient,
  { reservationId, userId, cutOffMs }: CancelReservationStatementInput,
): Promise<CancelReservationOutcome> {
  return decide<CancelReservationOutcome>(db, 'cancel_reservation($1::uuid, $2::uuid, $3::bigint)', [
    uuidOrNull(reservationId),
    uuidOrNull(userId),
    cutOffMs,
  ]);
}
