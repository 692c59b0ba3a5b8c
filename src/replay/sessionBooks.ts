import type { HoldInForce, RecordedEnd } from '../contracts/activities';
import { seatsHeldSignal, type PayResult, type SeatsHeld } from '../contracts/messages';
import type { OperatedSession } from '../contracts/operatorActions';
import type { Hold, SessionInput, SessionResult } from '../contracts/session';
import { localStepOf, timeOf, valueOf, type HistoryEvent, type LocalStep } from './eventText';

/** What a session had of one reservation, by its history. */
export interface HeldReservation {
  sessionId: string;
  reservationId: string;
  scheduleId: string;
  seatIds: string[];
  /** Minor units. */
  amount: number;
  /** Epoch milliseconds by which it surely had the seats. */
  since: number;
  /** Epoch milliseconds until which it surely had them; null: for good, since they were paid for. */
  until: number | null;
}

export interface Charge {
  sessionId: string;
  paymentId: string;
  reservationId: string;
  /** Null where the worker that charged died, and only the charge itself is known. */
  amount: number | null;
}

/** The books of one session, from its history alone. */
export interface SessionBooks {
  sessionId: string;
  reservations: HeldReservation[];
  charges: Charge[];
  /** Null while it is open. */
  result: SessionResult | null;
}

/** The hold in force while a history is read. */
type Live = Hold & { since: number };

/**
 * Reads a session's history as its books.
 *
 * A local activity's step was taken between the start of the workflow task that asked for it and the time it was recorded as
 * complete. So seats were surely the session's from the latter, and surely no longer than until the former, or the hold's deadline,
 * which PostgreSQL enforces.
 */
export function sessionBooksOf(events: readonly HistoryEvent[]): SessionBooks {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = valueOf(started?.input?.payloads?.[0]) as SessionInput;
  const { sessionId } = input.identity;
  const books: SessionBooks = { sessionId, reservations: [], charges: [], result: null };
  let live: Live | null = null;
  let taskStartedAt = 0;
  /** The session has held seats by itself, or let some go: a first hold that is signaled later counts no more. */
  let firstHoldOver = false;

  function close(until: number | null): void {
    if (!live) return;
    const { reservationId, scheduleId, seats, amount, since, expiresAt } = live;
    const seatIds = seats.map(({ id }) => id);
    const end = until === null ? null : Math.min(until, expiresAt);
    books.reservations.push({
      ...{ sessionId, reservationId, scheduleId, seatIds, amount, since, until: end },
    });
    live = null;
  }

  /** Learned from PostgreSQL: a payment that the workflow had not heard of shows here. */
  function end(recorded: RecordedEnd | null): void {
    const { reason, paymentId, reservationId } = recorded ?? {};
    if (reason !== 'PAID' || !paymentId || !reservationId) return close(taskStartedAt);
    if (!books.charges.some((charge) => charge.paymentId === paymentId))
      books.charges.push({ sessionId, paymentId, reservationId, amount: null });
    close(live?.reservationId === reservationId ? null : taskStartedAt);
  }

  function takeFirstHold(hold: Hold, since: number): void {
    if (!firstHoldOver) live = { ...hold, since };
    firstHoldOver = true;
  }

  function take({ activity, value, completedAt }: LocalStep): void {
    if (value === undefined) return;
    if (activity === 'holdSeats') firstHoldOver = true;
    switch (activity) {
      case 'holdSeats':
        close(taskStartedAt);
        live = { ...(value as { hold: Hold }).hold, since: completedAt };
        return;
      case 'findHold': {
        const { found } = value as { found: HoldInForce | null };
        if (found) takeFirstHold(found.hold, completedAt);
        return;
      }
      case 'extendHold':
        if (live) live.expiresAt = (value as { hold: Hold }).hold.expiresAt;
        return;
      case 'operateSession': {
        const { change, hold, end: ended } = value as OperatedSession;
        if (change === 'EXTENDED' && live && hold) live.expiresAt = hold.expiresAt;
        if (change === 'RELEASED' || change === 'ENDED') {
          firstHoldOver = true;
          end(ended);
        }
        return;
      }
      case 'releaseHold':
      case 'endSession':
        firstHoldOver = true;
        return end((value as { end?: RecordedEnd | null }).end ?? null);
      case 'pay': {
        firstHoldOver = true;
        const { paymentId, reservationId, amount } = value as PayResult;
        books.charges.push({ sessionId, paymentId, reservationId, amount });
        close(live?.reservationId === reservationId ? null : taskStartedAt);
        return;
      }
      default:
    }
  }

  for (const event of events) {
    if (event.workflowTaskStartedEventAttributes) taskStartedAt = timeOf(event);
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName === seatsHeldSignal.name) {
      const told = valueOf(signal.input?.payloads?.[0]) as SeatsHeld;
      if (told.sessionId === sessionId) takeFirstHold(told.hold, timeOf(event));
    }
    const step = localStepOf(event);
    if (step) take(step);
    const completed = event.workflowExecutionCompletedEventAttributes;
    if (completed) books.result = valueOf(completed.result?.payloads?.[0]) as SessionResult;
  }
  // Still open, or ended from outside: nobody else can have the seats before the deadline.
  close(Number.POSITIVE_INFINITY);
  return books;
}
