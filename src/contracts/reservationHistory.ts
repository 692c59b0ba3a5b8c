/** Why a reservation was cancelled. */
export const CANCEL_CAUSES = [
  /** The fan held other seats instead. */
  'SWAPPED',
  /** The fan let the held seats go, or an operator did. */
  'RELEASED',
  /** The fan left, holding seats. */
  'LEFT',
  /** An operator ended the session, or its workflow was lost. */
  'REMOVED',
  /** The fan cancelled what was paid for. */
  'CANCELED_BY_FAN',
  /** An operator cancelled the whole date. */
  'DATE_CANCELED',
] as const;
export type CancelCause = (typeof CANCEL_CAUSES)[number];

/** What happened to a reservation, and when. Amounts are minor units. */
export type ReservationEvent =
  | { at: Date; what: 'HELD' | 'EXTENDED' | 'EXPIRED' }
  | { at: Date; what: 'CONFIRMED'; paymentId: string; amount: number }
  | { at: Date; what: 'CANCELED'; cause: CancelCause }
  | { at: Date; what: 'REFUNDED'; paymentId: string; amount: number };
