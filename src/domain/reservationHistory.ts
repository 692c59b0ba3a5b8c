import type { CancelCause, ReservationEvent } from '../contracts/reservationHistory';
import type { EndReason, ReservationStatus } from '../contracts/states';

/** A change of the ledger for the reservation's payment; amounts in minor units. */
export interface LedgerChange {
  at: Date;
  paymentId: string;
  amount: number;
}

/** What is on record of a reservation. */
export interface ReservationFacts {
  status: ReservationStatus;
  reservedAt: Date;
  extendedAt: Date | null;
  /** When the status changed last. */
  changedAt: Date;
  charge: LedgerChange | null;
  refund: LedgerChange | null;
  /** In the same transaction, the session held other seats instead. */
  swapped: boolean;
  /** Why the session ended in the same transaction; null: it did not. */
  endReason: EndReason | null;
  scheduleCanceledAt: Date | null;
}

/** What happened to a reservation, in the order in which it did. */
export function reservationHistory(facts: ReservationFacts): ReservationEvent[] {
  const { status, reservedAt, extendedAt, changedAt, charge, refund } = facts;
  const events: ReservationEvent[] = [{ at: reservedAt, what: 'HELD' }];
  if (extendedAt) events.push({ at: extendedAt, what: 'EXTENDED' });
  if (charge) events.push({ ...charge, what: 'CONFIRMED' });
  if (status === 'EXPIRED') events.push({ at: changedAt, what: 'EXPIRED' });
  if (status === 'CANCELED') events.push({ at: changedAt, what: 'CANCELED', cause: causeOf(facts) });
  if (refund) events.push({ ...refund, what: 'REFUNDED' });
  return events;
}

/** Whoever asked for it: once the date is cancelled, every cancellation of what was paid for is because of that. */
function causeOf({
  charge,
  changedAt,
  swapped,
  endReason,
  scheduleCanceledAt,
}: ReservationFacts): CancelCause {
  if (charge)
    return scheduleCanceledAt && scheduleCanceledAt <= changedAt ? 'DATE_CANCELED' : 'CANCELED_BY_FAN';
  if (swapped) return 'SWAPPED';
  if (endReason === null) return 'RELEASED';
  return endReason === 'REMOVED' ? 'REMOVED' : 'LEFT';
}
