import type { HoldSeatsRequest, PayResult } from './messages';
import type { Hold, LastHoldEnd, SessionIdentity, SessionView } from './session';
import type { EndReason } from './states';

/** What each session activity gets besides its own input: enough to write the session's row and view. */
export interface SessionContext {
  identity: SessionIdentity;
  /** The request of the API that asked for this step, for the logs; none where a timer or the waiting room did. */
  requestId?: string;
  /** The revision the view gets when this activity succeeds. */
  revision: number;
  /** Epoch milliseconds; null while waiting. */
  admittedAt: number | null;
  admittedUntil: number | null;
  /** When the waiting or the admission ends if nothing more happens; a hold can reach beyond it. Epoch milliseconds. */
  expiresAt: number;
}

/**
 * Whether the session's view reached Redis. Redis only mirrors: a step that PostgreSQL has decided is not undone for it.
 * On `false` the workflow publishes the view again later.
 */
export interface Published {
  viewPublished: boolean;
}

/** How a session ended by PostgreSQL, which decides: the first end wins. */
export interface RecordedEnd {
  reason: EndReason;
  reservationId: string | null;
  paymentId: string | null;
}

export interface HoldSeatsInput extends SessionContext {
  /**
   * Ascends with each attempt to hold, also over attempts that a crash took from the workflow's memory; with the session's
   * id it is the fence.
   */
  holdNumber: number;
  /** null: the deadline of the hold that is swapped, of which only seats may be asked for: the others go back on sale. */
  holdMs: number | null;
  maxSeats: number;
  request: HoldSeatsRequest;
}

export interface HoldInForce {
  holdNumber: number;
  hold: Hold;
}

export interface FoundHold extends HoldInForce {
  /** Until its deadline by PostgreSQL's clock, not positive after it. Milliseconds. */
  leftMs: number;
}

export interface ExtendHoldInput extends SessionContext {
  /** The hold in force. */
  holdNumber: number;
  /** The longest it may last in all. */
  holdCapMs: number;
}

export interface ReleaseHoldInput extends SessionContext {
  /** Releases every hold of the session up to this number, and bars late arrivals of it. */
  holdNumber: number;
  lastHoldEnd: Exclude<LastHoldEnd, null>;
}

export interface PayInput extends SessionContext {
  /** The hold in force, which is not always the last attempt: a refused swap leaves the earlier hold. */
  holdNumber: number;
  paymentKey: string;
}

export interface EndSessionInput extends SessionContext {
  /** Releases like `ReleaseHoldInput`. */
  holdNumber: number;
  reason: EndReason;
}

/** Each is idempotent: run twice with the same input it leaves what one run leaves, and answers the same. */
export interface SessionActivities {
  /** Records a session that starts by waiting. */
  openSession(input: SessionContext): Promise<Published>;
  /** Records that a waiting session was admitted. */
  admitSession(input: SessionContext): Promise<Published>;
  /**
   * Claims all seats asked for, or none; a hold the session already has is swapped in the same transaction.
   * @throws SEAT_HELD, SEAT_RESERVED, SEAT_NOT_FOUND, SCHEDULE_NOT_FOUND, SEAT_LIMIT_EXCEEDED, SOLD_OUT, INVALID_TRANSITION;
   *   HOLD_EXPIRED where the deadline was to be kept and has passed (non-retryable)
   */
  holdSeats(input: HoldSeatsInput): Promise<Published & { hold: Hold }>;
  /** The hold in force, as PostgreSQL has it; null: there is none. For when no signal told of a first hold. */
  findHold(input: SessionContext): Promise<Published & { found: FoundHold | null }>;
  /**
   * Moves the deadline of the hold, once per session. `leftMs` is what is left of it by PostgreSQL's clock: another clock
   * may be ahead, and nobody else may end the hold before.
   * @throws HOLD_EXPIRED, INVALID_TRANSITION (non-retryable; the deadline stays)
   */
  extendHold(input: ExtendHoldInput): Promise<Published & { hold: Hold; leftMs: number }>;
  /** `end` is set when the session turns out to be over: paid, for one, by an attempt that the workflow never heard of. */
  releaseHold(input: ReleaseHoldInput): Promise<Published & { end: RecordedEnd | null }>;
  /**
   * Charges the wallet and confirms the reservation, in one transaction.
   * @throws INSUFFICIENT_BALANCE, HOLD_EXPIRED, INVALID_TRANSITION (non-retryable; nothing was charged)
   */
  pay(input: PayInput): Promise<Published & PayResult>;
  /** Releases what is held and closes the session; `end` is the first end there was, whatever the reason given now. */
  endSession(input: EndSessionInput): Promise<Published & { end: RecordedEnd }>;
  /** Writes the view to Redis, for when an earlier write failed. */
  publishView(view: SessionView): Promise<void>;
}
