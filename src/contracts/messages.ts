import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { EndReason } from './states';
import type { Hold, SessionView } from './session';

/** Asks for named seats, or lets the system choose: exactly one of `seatIds` and `bestAvailable`. */
export interface HoldSeatsRequest {
  scheduleId: string;
  seatIds?: string[];
  bestAvailable?: { count: number; grade?: string };
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
  reason: Extract<EndReason, 'SOLD_OUT' | 'INACTIVE'>;
}

export const admitSignal = defineSignal<[]>('admit');
export const closeSignal = defineSignal<[CloseRequest]>('close');
export const holdSeatsUpdate = defineUpdate<Hold, [HoldSeatsRequest]>('holdSeats');
export const releaseHoldUpdate = defineUpdate<void, []>('releaseHold');
export const payUpdate = defineUpdate<PayResult, [PayRequest]>('pay');
export const leaveUpdate = defineUpdate<void, [LeaveRequest]>('leave');
export const sessionViewQuery = defineQuery<SessionView, []>('sessionView');
