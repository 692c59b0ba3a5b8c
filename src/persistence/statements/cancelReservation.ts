import type { OperatorAction } from '../../contracts/operatorActions';
import { uuidOrNull } from '../identifierText';
import { decide, type SqlClient } from '../sqlClient';

export interface CancelReservationStatementInput {
  reservationId: string;
  userId: string;
  /** How long before the start of the performance cancelling ends, milliseconds. */
  cutOffMs: number;
  /** An operator's, put on record in the same transaction. */
  action?: OperatorAction & { concertId: string };
}

export type CancelReservationOutcome =
  | { outcome: 'CANCELED'; refunded: number; balance: number }
  | { outcome: 'RESERVATION_NOT_FOUND' | 'INVALID_TRANSITION' | 'ACTION_ID_REUSED' };

/**
 * Refunds a confirmed reservation to the wallet and puts its seats back on sale, in one transaction. One that was
 * cancelled with a refund before gives the same answer again, also after the cut-off. For a date that was cancelled there
 * is no cut-off. Amounts are minor units. An action that is on record already gives its first answer, or ACTION_ID_REUSED where it was
 * another one.
 */
export async function cancelReservation(
  db: SqlClient,
  { reservationId, userId, cutOffMs, action }: CancelReservationStatementInput,
): Promise<CancelReservationOutcome> {
  const parameters = [uuidOrNull(reservationId), uuidOrNull(userId), cutOffMs];
  if (!action) return decide(db, 'cancel_reservation($1::uuid, $2::uuid, $3::bigint)', parameters);
  const call = 'cancel_reservation_for($1::uuid, $2::uuid, $3::bigint, $4::jsonb)';
  return decide(db, call, [...parameters, JSON.stringify(action)]);
}
