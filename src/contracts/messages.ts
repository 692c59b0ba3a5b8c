import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { EndReason } from './states';
import type { Hold, SessionView } from './session';

/** Asks for named seats, or lets the system choose: exactly one of `seatIds` and `bestAvailable`. */
export interface HoldSeatsRequest {
  scheduleId: string;
  seatIds?: string[];
  bestAvailable?: { count: number; grade?: string };
}

/**
 * A fan's message names the session it is meant for: the workflow id is the same for the fan's next visit, which must
 * not obey a token of the last one.
 */
export interface Addressed {
  sessionId: string;
  /** Of the API's request that sends it, for the logs; left out by operators, and in the first recorded histories. */
  requestId?: string;
}

/** The first hold of a session, which the API has made. */
export interface SeatsHeld extends Addressed {
  /** With the session's id it fences the hold. Less than any number that the workflow gives. */
  holdNumber: number;
  hold: Hold;
}

/** Seats of the hold in force that the fan no longer wants. */
export interface ReleaseSeatsRequest {
  releaseSeatIds: string[];
}

export interface PayRequest {
  /** SHA-256 of the client's idempotency key, in hex. */
  paymentKey: string;
}

export interface PayResult {
  paymentId: string;
  reservationId: string;
  amount: number;
  balance: number;
}

export interface LeaveRequest {
  reason: Extract<EndReason, 'FAN_LEFT' | 'REMOVED'>;
}

/** The waiting room ends a session that has no hold; with a hold it is ignored, for the fan may still pay. */
export interface CloseRequest {
  reason: Extract<EndReason, 'SOLD_OUT' | 'INACTIVE' | 'REMOVED'>;
}

export const admitSignal = defineSignal<[Addressed?]>('admit');
/**
 * These two do as the signals of their names: a session whose first workflow task is put off gets it with an update, and
 * does not with a signal.
 */
export const admitUpdate = defineUpdate<void, [Addressed]>('admit');
export const closeUpdate = defineUpdate<void, [CloseRequest & Addressed]>('close');
export const closeSignal = defineSignal<[CloseRequest & Partial<Addressed>]>('close');
export const holdSeatsUpdate = defineUpdate<Hold, [HoldSeatsRequest & Addressed]>('holdSeats');
/**
 * Tells a session of the hold that the API has made for it. A session whose first workflow task is put off keeps the signal and
 * goes on sleeping: so a fan who holds and pays costs one task, that of the payment.
 */
export const seatsHeldSignal = defineSignal<[SeatsHeld]>('seatsHeld');
/** So that operators find a hold that is not paid at once, and signals reach its session. */
export const wakeUpdate = defineUpdate<void, [Addressed]>('wake');
export const extendHoldUpdate = defineUpdate<Hold, [Addressed]>('extendHold');
export const releaseSeatsUpdate = defineUpdate<Hold, [ReleaseSeatsRequest & Addressed]>('releaseSeats');
export const releaseHoldUpdate = defineUpdate<void, [Addressed]>('releaseHold');
export const payUpdate = defineUpdate<PayResult, [PayRequest & Addressed]>('pay');
export const leaveUpdate = defineUpdate<void, [LeaveRequest & Addressed]>('leave');
export const sessionViewQuery = defineQuery<SessionView, []>('sessionView');
