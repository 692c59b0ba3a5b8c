import type { EndReason, SessionState } from './states';

/** Who a session is: fixed when it starts, passed to each of its activities. Holds no personal data. */
export interface SessionIdentity {
  sessionId: string;
  concertId: string;
  userId: string;
  /**
   * Orders the line of the concert. Who comes once the sale is open gets a number greater than any before, at least the
   * epoch microseconds of arrival, so that numbers given after Redis lost its memory still come after those given before.
   * Who comes earlier draws a lot, which is negative.
   */
  place: number;
  /** Fans ahead in the line on arrival, plus one; 0 when admitted on arrival. */
  positionAtEntry: number;
  /** Epoch milliseconds, by the clock of Redis. */
  joinedAt: number;
}

/** Durations are part of the input, so that a test and a replay see the same ones. Milliseconds. */
export interface SessionLimits {
  queueWaitMs: number;
  admissionWindowMs: number;
  holdMs: number;
  /** The longest a hold may last, its extension included. Left out by sessions that began before there were extensions. */
  holdCapMs?: number;
  /** Seats one fan may hold or own for this concert. */
  maxSeats: number;
}

export interface SessionInput {
  identity: SessionIdentity;
  limits: SessionLimits;
  /** Epoch milliseconds when the fan was admitted on arrival; null: waits in the line. */
  admittedAt: number | null;
  /**
   * Epoch milliseconds when waiting gets too long: the queue wait counts from the sale's opening for those who come
   * earlier. When left out it counts from joining, as in the first recorded histories.
   */
  waitsUntil?: number;
  /**
   * WHILE_IDLE: the timer of the admission window is started when the session has nothing else to wait for, so that a fan who
   * holds seats at once costs none. When left out it is started with the window, as in the first recorded histories.
   */
  windowTimer?: 'WHILE_IDLE';
  /**
   * PUT_OFF: the first workflow task of a waiting session comes with its first message, or when waiting gets too long, and
   * whoever started it puts it on record. When left out the first task does, as in the first recorded histories.
   */
  firstTask?: 'PUT_OFF';
  /**
   * SIGNALED: the first hold may be made without a workflow task, by the API, which signals it. The first task comes with the
   * first update, or before such a hold can run out. When left out every hold is an update.
   */
  firstHold?: 'SIGNALED';
}

/** What the workflow's memo keeps: until its first task it is all that a session can say of itself. */
export interface SessionMemo extends Omit<SessionIdentity, 'concertId' | 'userId'> {
  /** The request of the API that started the session; left out by those who joined before it was kept. */
  requestId?: string;
  /** Epoch milliseconds: as in the view that joining wrote. */
  expiresAt: number;
  /** Epoch milliseconds when admitted on arrival; null: waits. Left out by those who joined before it was kept. */
  admittedAt?: number | null;
  /** As in the view that joining wrote. */
  firstTaskAt?: number;
}

export interface HeldSeat {
  id: string;
  seatNumber: string;
  area: string;
  grade: string;
  /** Minor units of the currency. */
  price: number;
}

export interface Hold {
  reservationId: string;
  scheduleId: string;
  seats: HeldSeat[];
  /** Sum of the prices, minor units. */
  amount: number;
  /** Epoch milliseconds: PostgreSQL's `hold_expires_at`, after which no payment is taken. */
  expiresAt: number;
}

/** How the fan's last hold ended, where there is none now: paying is refused differently after each. */
export type LastHoldEnd = 'EXPIRED' | 'RELEASED' | null;

/**
 * What a fan may see of the session: kept in Redis for reads, rebuilt from the workflow where Redis has nothing.
 * Position and people ahead are not part of it: they change with every admission and are computed on reading.
 */
export interface SessionView {
  /** Ascends with each change, so that a late write never replaces a newer view. 0: written on joining, before the workflow ran. */
  revision: number;
  identity: SessionIdentity;
  state: SessionState;
  /** Epoch milliseconds; null while waiting. */
  admittedAt: number | null;
  admittedUntil: number | null;
  /** Epoch milliseconds when the session ends if nothing more happens; when it ended, once it has. */
  expiresAt: number;
  hold: Hold | null;
  lastHoldEnd: LastHoldEnd;
  /** The confirmed reservation. */
  reservationId: string | null;
  endReason: EndReason | null;
  /**
   * Of a session admitted on arrival that has had no workflow task: when the first comes if nothing is asked of it, epoch
   * milliseconds. Until then a hold is made by the API (see `seatsHeldSignal`). Left out by all others.
   */
  firstTaskAt?: number;
}

/** How a session ended: the workflow's result. */
export interface SessionResult {
  outcome: SessionState;
  reason: EndReason;
  reservationId: string | null;
  paymentId: string | null;
  /** What was bought: seat numbers, and what they cost in minor units. */
  seats?: string[];
  amount?: number;
}
