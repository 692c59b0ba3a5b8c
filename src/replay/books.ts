import type { CancellationResult, CancelReservationInput } from '../contracts/cancellation';
import type { RecordedHistory } from './historyFile';
import { valueOf, timeOf } from './eventText';
import { sessionBooksOf, type Charge, type HeldReservation, type SessionBooks } from './sessionBooks';

/** Something that the histories, taken together, say and that must not be. */
export interface BookFinding {
  rule: 'ONE_OWNER' | 'CHARGES_ARE_TICKETS' | 'AMOUNTS_AGREE' | 'REFUNDS_ARE_CHARGES' | 'AS_IN_POSTGRESQL';
  subject: string;
  detail: string;
}

/** A reservation that was paid for, as the histories have it. */
export interface BookedReservation extends HeldReservation {
  paymentId: string;
  /** Epoch milliseconds; null: it is the fan's. */
  canceledAt: number | null;
}

export interface Refund {
  reservationId: string;
  amount: number;
  /** Epoch milliseconds before which it was surely not made. */
  at: number;
}

/** What histories add up to. */
export interface Books {
  sessions: number;
  holds: number;
  booked: BookedReservation[];
  /** Minor units. */
  charged: number;
  refunded: number;
  /** Cancelled reservations whose session's history is not among these. */
  unknownCancellations: number;
  findings: BookFinding[];
}

/** Collects the books of histories in any order; each is forgotten once it is read. */
export class BookKeeper {
  private readonly sessions: SessionBooks[] = [];
  private readonly refunds = new Map<string, Refund>();

  /** The sessions that have ended. */
  get ended(): string[] {
    return this.sessions.filter(({ result }) => result !== null).map(({ sessionId }) => sessionId);
  }

  /** @returns whether the history has any part in the books */
  add({ history }: RecordedHistory): boolean {
    const events = history.events ?? [];
    const started = events[0]?.workflowExecutionStartedEventAttributes;
    const input = valueOf(started?.input?.payloads?.[0]);
    if (started?.workflowType?.name === 'session') {
      this.sessions.push(sessionBooksOf(events));
      return true;
    }
    if (started?.workflowType?.name !== 'cancellation') return false;
    const last = events.at(-1);
    const payload = last?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0];
    const result = valueOf(payload) as CancellationResult | undefined;
    if (result?.outcome === 'CANCELED' && events[0]) {
      const { reservationId } = input as CancelReservationInput;
      this.refunds.set(reservationId, { reservationId, amount: result.refunded, at: timeOf(events[0]) });
    }
    return true;
  }

  /** @param toleranceMs by how much the clocks of workers, Temporal and PostgreSQL may differ */
  books(toleranceMs: number): Books {
    const findings: BookFinding[] = [];
    const held = this.sessions.flatMap(({ reservations }) => reservations);
    const booked = this.sessions.flatMap((session) => bookedBy(session, this.refunds, findings));
    const known = new Set(booked.map(({ reservationId }) => reservationId));
    const refunds = [...this.refunds.values()].filter(({ reservationId }) => known.has(reservationId));
    const bookedById = new Map(booked.map((one) => [one.reservationId, one]));
    findings.push(
      ...oneOwner(
        held.map((one) => bookedById.get(one.reservationId) ?? one),
        toleranceMs,
      ),
    );
    const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
    return {
      sessions: this.sessions.length,
      holds: held.length,
      booked,
      charged: sum(booked.map(({ amount }) => amount)),
      refunded: sum(refunds.map(({ amount }) => amount)),
      unknownCancellations: this.refunds.size - refunds.length,
      findings,
    };
  }
}

/** The reservations of one session that were paid for; whatever does not fit becomes a finding. */
function bookedBy(
  { sessionId, reservations, charges, result }: SessionBooks,
  refunds: ReadonlyMap<string, Refund>,
  findings: BookFinding[],
): BookedReservation[] {
  const find = (rule: BookFinding['rule'], detail: string): void => {
    findings.push({ rule, subject: `session ${sessionId}`, detail });
  };
  const [charge, ...more] = charges;
  if (more.length > 0) find('CHARGES_ARE_TICKETS', `is charged ${charges.length} times`);
  const confirmed = result?.outcome === 'CONFIRMED';
  if (!charge) {
    if (confirmed) find('CHARGES_ARE_TICKETS', 'ended as CONFIRMED without a charge');
    return [];
  }
  if (result && !confirmed) find('CHARGES_ARE_TICKETS', `is charged, and ended as ${result.outcome}`);
  if (result && !namesCharge(result, charge))
    find('CHARGES_ARE_TICKETS', `ended with another payment than ${charge.paymentId}`);
  const paid = reservations.find(({ reservationId }) => reservationId === charge.reservationId);
  if (!paid) {
    // A hold that the worker did not live to record: what it cost only PostgreSQL knows.
    if (charge.amount !== null)
      find('CHARGES_ARE_TICKETS', `paid for ${charge.reservationId}, which it did not hold`);
    return [];
  }
  if (charge.amount !== null && charge.amount !== paid.amount)
    find('AMOUNTS_AGREE', `held for ${paid.amount}, charged ${charge.amount}`);
  const refund = refunds.get(paid.reservationId);
  if (refund && refund.amount !== paid.amount)
    find('REFUNDS_ARE_CHARGES', `paid ${paid.amount}, refunded ${refund.amount}`);
  const canceledAt = refund?.at ?? null;
  return [{ ...paid, until: canceledAt, paymentId: charge.paymentId, canceledAt }];
}

function namesCharge(
  { paymentId, reservationId }: { paymentId: unknown; reservationId: unknown },
  charge: Charge,
): boolean {
  return paymentId === charge.paymentId && reservationId === charge.reservationId;
}

/** Of the spans in which somebody surely had a seat no two overlap. */
function oneOwner(held: readonly HeldReservation[], toleranceMs: number): BookFinding[] {
  const bySeat = new Map<string, HeldReservation[]>();
  for (const one of held)
    for (const seatId of one.seatIds) {
      const spans = bySeat.get(seatId);
      if (spans) spans.push(one);
      else bySeat.set(seatId, [one]);
    }
  const findings: BookFinding[] = [];
  for (const [seatId, spans] of bySeat) {
    spans.sort((a, b) => a.since - b.since);
    let last: HeldReservation | null = null;
    for (const span of spans) {
      const lastUntil = last?.until ?? Number.POSITIVE_INFINITY;
      if (last && last.sessionId !== span.sessionId && span.since + toleranceMs < lastUntil)
        findings.push({ rule: 'ONE_OWNER', subject: `seat ${seatId}`, detail: both(last, span) });
      if (!last || lastUntil < (span.until ?? Number.POSITIVE_INFINITY)) last = span;
    }
  }
  return findings;
}

function both(a: HeldReservation, b: HeldReservation): string {
  const text = ({ sessionId, since, until }: HeldReservation): string =>
    `session ${sessionId} from ${timeText(since)} to ${until === null ? 'now' : timeText(until)}`;
  return `was ${text(a)} and ${text(b)}`;
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
