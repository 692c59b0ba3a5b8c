import type { OperatorAction } from './operatorActions';

/** The cancellation workflow's input: which reservation, for whom, and how long before the start it is still allowed. */
export interface CancelReservationInput {
  reservationId: string;
  userId: string;
  cutOffMs: number;
  /** The request of the API that asks for it, for the logs. */
  requestId?: string;
  /** An operator asks for it: put on record in the same transaction. */
  action?: OperatorAction & { concertId: string };
}

/** Amounts in minor units. A refusal is a result, not a failure. */
export type CancellationResult =
  | { outcome: 'CANCELED'; refunded: number; balance: number }
  | { outcome: 'RESERVATION_NOT_FOUND' | 'INVALID_TRANSITION' }
  /** An operator used the id of another action. */
  | { outcome: 'ACTION_ID_REUSED' };

export interface CancellationActivities {
  /** Refunds a confirmed reservation and puts its seats back on sale, in one transaction; repeated, it answers the same. */
  cancelReservation(input: CancelReservationInput): Promise<CancellationResult>;
}
