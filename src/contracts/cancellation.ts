/** The cancellation workflow's input: which reservation, for whom, and how long before the start it is still allowed. */
export interface CancelReservationInput {
  reservationId: string;
  userId: string;
  cutOffMs: number;
  /** The request of the API that asks for it, for the logs. */
  requestId?: string;
}

/** Amounts in minor units. A refusal is a result, not a failure. */
export type CancellationResult =
  | { outcome: 'CANCELED'; refunded: number; balance: number }
  | { outcome: 'RESERVATION_NOT_FOUND' | 'INVALID_TRANSITION' };

export interface CancellationActivities {
  /** Refunds a confirmed reservation and puts its seats back on sale, in one transaction; repeated, it answers the same. */
  cancelReservation(input: CancelReservationInput): Promise<CancellationResult>;
}
