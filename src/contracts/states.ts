/** The states and reasons that every room speaks of. Const sets, so that a `switch` over them is checked for gaps. */

export const SESSION_STATES = [
  'WAITING',
  'ADMITTED',
  'HOLDING',
  'PAYING',
  'CONFIRMED',
  'EXPIRED',
  'LEFT',
  'SOLD_OUT',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** The states in which a session is over: its token is dead and its slot is free. */
export const ENDED_SESSION_STATES = ['CONFIRMED', 'EXPIRED', 'LEFT', 'SOLD_OUT'] as const;
export type EndedSessionState = (typeof ENDED_SESSION_STATES)[number];

/** Why a session ended; one reason belongs to exactly one ended state, see `END_STATE_OF`. */
export const END_REASONS = [
  'PAID',
  'QUEUE_WAIT_LIMIT',
  'ADMISSION_WINDOW',
  'INACTIVE',
  'EXPIRED_BY_OPERATOR',
  'FAN_LEFT',
  'REMOVED',
  'SOLD_OUT',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export const END_STATE_OF: Readonly<Record<EndReason, EndedSessionState>> = {
  PAID: 'CONFIRMED',
  QUEUE_WAIT_LIMIT: 'EXPIRED',
  ADMISSION_WINDOW: 'EXPIRED',
  INACTIVE: 'EXPIRED',
  EXPIRED_BY_OPERATOR: 'EXPIRED',
  FAN_LEFT: 'LEFT',
  REMOVED: 'LEFT',
  SOLD_OUT: 'SOLD_OUT',
};

/** A session's row in PostgreSQL keeps the coarse states that the requirement documents name. */
export const SESSION_RECORD_STATES = ['WAITING', 'PROGRESS', 'DONE', 'EXPIRED'] as const;
export type SessionRecordState = (typeof SESSION_RECORD_STATES)[number];

export const SEAT_STATUSES = ['AVAILABLE', 'HELD', 'RESERVED'] as const;
export type SeatStatus = (typeof SEAT_STATUSES)[number];

export const RESERVATION_STATUSES = ['HELD', 'CONFIRMED', 'EXPIRED', 'CANCELED'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

export const PAYMENT_STATUSES = ['PENDING', 'COMPLETED', 'FAILED', 'CANCELED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const LEDGER_ENTRY_TYPES = ['TOP_UP', 'CHARGE', 'REFUND'] as const;
export type LedgerEntryType = (typeof LEDGER_ENTRY_TYPES)[number];

export const SCHEDULE_STATUSES = ['AVAILABLE', 'SOLD_OUT', 'CANCELED'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

export const CONCERT_STATUSES = ['ON_SALE', 'CLOSED'] as const;
export type ConcertStatus = (typeof CONCERT_STATUSES)[number];

export const WAITING_ROOM_STATES = ['PRE_SALE', 'OPEN', 'PAUSED', 'SOLD_OUT', 'CLOSED'] as const;
export type WaitingRoomState = (typeof WAITING_ROOM_STATES)[number];

export function isEnded(state: SessionState): state is EndedSessionState {
  return (ENDED_SESSION_STATES as readonly SessionState[]).includes(state);
}
