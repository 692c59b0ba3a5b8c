import type { Addressed, HoldSeatsRequest, PayResult } from '../contracts/messages';
import type { Hold, SessionView } from '../contracts/session';
import type { WaitingRoomState } from '../contracts/states';

/** Names one session of one fan: what a queue token and an API key say together. */
export interface SessionReference {
  sessionId: string;
  concertId: string;
  userId: string;
  /** Of the request that asks: it goes with what is changed, into the workflow's history and the workers' logs. */
  requestId?: string;
}

/** Whom a message is for, and on whose behalf. */
export function addressOf({ sessionId, requestId }: SessionReference): Addressed {
  return requestId === undefined ? { sessionId } : { sessionId, requestId };
}

/** A session as it is read: its view, and its place in the line at this moment. */
export interface SessionSnapshot {
  view: SessionView;
  /** Waiting fans before this one; 0 once admitted, and where there is no position. */
  ahead: number;
  /** From 1 in the line; null once admitted, before the sale opens, and while the line is being rebuilt. */
  position: number | null;
  /** null: nobody can know, as in a room that admits nobody at present. */
  estimatedWaitSeconds: number | null;
  pollAfterSeconds: number;
  /** Of the room the session waits in, so that a fan can be told why nothing moves; null: waits no more, or unknown. */
  waitingRoomState: WaitingRoomState | null;
}

/**
 * Sessions as the API sees them: reads from Redis, changes through the workflow. Every method throws a `Problem` with
 * one of the documented codes: QUEUE_TOKEN_EXPIRED once the session ended (not from `read`), DEPENDENCY_UNAVAILABLE
 * when Temporal or Redis does not answer in time; such a call may be repeated safely.
 */
export interface SessionGateway {
  /** @throws Problem CONCERT_NOT_FOUND, INVALID_TRANSITION (concert closed) */
  join(
    userId: string,
    concertId: string,
    requestId?: string,
  ): Promise<{ created: boolean; snapshot: SessionSnapshot }>;
  /** Also answers for a session that ended within the last 24 hours. @throws Problem QUEUE_TOKEN_EXPIRED after that */
  read(session: SessionReference): Promise<SessionSnapshot>;
  /** The snapshot of a session that is not over and is admitted. @throws Problem QUEUE_TOKEN_EXPIRED, NOT_ADMITTED */
  readAdmitted(session: SessionReference): Promise<SessionSnapshot>;
  hold(session: SessionReference, request: HoldSeatsRequest): Promise<Hold>;
  /** Puts the deadline of the hold off, once per session. @throws Problem HOLD_EXPIRED, INVALID_TRANSITION */
  extendHold(session: SessionReference): Promise<Hold>;
  /** The hold without these seats, its deadline as it was. @throws Problem SEAT_NOT_FOUND, INVALID_TRANSITION, HOLD_EXPIRED */
  releaseSeats(session: SessionReference, seatIds: string[]): Promise<Hold>;
  releaseHold(session: SessionReference): Promise<void>;
  /** @param paymentKey SHA-256 in hex of the client's idempotency key */
  pay(session: SessionReference, paymentKey: string): Promise<PayResult>;
  /** Leaving a session that is over changes nothing. */
  leave(session: SessionReference): Promise<void>;
  /** @throws Problem RESERVATION_NOT_FOUND, INVALID_TRANSITION (not confirmed, or after the cut-off) */
  cancelReservation(
    reservation: { reservationId: string; userId: string; concertId: string; scheduleId: string },
    requestId?: string,
  ): Promise<void>;
}
