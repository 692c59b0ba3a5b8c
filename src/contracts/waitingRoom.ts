import type { OperatorAction, OperatorMessage, OperatorRefusal } from './operatorActions';
import type { ConcertStatus, WaitingRoomState } from './states';

/** A waiting room's settings, which PostgreSQL owns and Redis obeys. */
export interface WaitingRoomSettings {
  concertId: string;
  /** Ascends with each change by an operator, so that settings read earlier never replace newer ones. */
  version: number;
  /** Fans admitted at once. */
  capacity: number;
  admissionsPerSecond: number;
  paused: boolean;
  saleOpensAt: Date;
  status: ConcertStatus;
  /** No seat of a date to come is available or held, or all dates are over or cancelled. A cancellation of a reservation can end it. */
  soldOut: boolean;
  /** No seat of a date to come is available, and some are held: they can still come back. */
  allSeatsHeld: boolean;
  /** Decides the order of those who came before the sale; a secret until it opens. 64 hexadecimal digits. */
  drawSeed: string;
}

/** What an operator changes; what is left out stays. */
export interface RoomChange {
  paused?: boolean;
  /** Fans admitted at once. */
  capacity?: number;
  admissionsPerSecond?: number;
  /** Closed: nobody can join, those who wait are let go, those who are admitted finish. */
  closed?: boolean;
}

/** Who acts on a room, and why: kept in its history. A name of the operators' own choice, never personal data. */
export interface Operator {
  by: string;
  why: string;
  /** The same id again does nothing again. Left out, the update's own id stands for it. */
  actionId?: string;
}

/** One action of an operator, for the room's page. */
export interface RoomAction extends Operator {
  /** Epoch milliseconds. */
  at: number;
  /** e.g. "rate 5/s" */
  what: string;
}

/** A room at one moment, for the operators. */
export interface RoomFigures {
  /** Epoch milliseconds. */
  at: number;
  state: WaitingRoomState;
  /** Fans in the line who are there. */
  waiting: number;
  /** Fans who wait and have not been heard of lately: passed over, their places kept for a while. */
  silent: number;
  /** Sessions that take up a slot. */
  admitted: number;
  capacity: number;
  admissionsPerSecond: number;
  paused: boolean;
  admissionsLastMinute: number;
  seats: { available: number; held: number; sold: number };
}

/** The waiting-room workflow's input. Durations in milliseconds, so that a test and a replay see the same ones. */
export interface WaitingRoomInput {
  concertId: string;
  /** How long one run of the admission activity lasts at most; after each the room's page shows new figures. */
  shiftMs: number;
  /** The workflow continues as new once its history has so many events. */
  continueAfterEvents: number;
  /** What a run hands to the next. */
  carried?: RoomStatus;
}

/** The result of a room that was closed and that everybody has left. */
export interface WaitingRoomResult {
  outcome: 'CLOSED';
  figures: RoomFigures | null;
}

/** What the workflow tells operators and tests. */
export interface RoomStatus {
  /** Whether somebody has to be admitted or looked after. */
  awake: boolean;
  figures: RoomFigures | null;
  /** Since when the room has been seen in the state it is in. Epoch milliseconds. */
  since: number | null;
  /** The last ten, newest first. */
  actions: RoomAction[];
}

export interface AdmitFansInput {
  concertId: string;
  shiftMs: number;
}

export interface AdmissionShift {
  /** RESTED: nobody waits any more; whoever comes next wakes the room. */
  outcome: 'RESTED' | 'SHIFT_OVER';
  figures: RoomFigures;
}

/** Cancels one confirmed reservation of the concert. */
export interface CancelForFanMessage extends Omit<OperatorMessage, 'sessionId'> {
  reservationId: string;
  /** Also after the cut-off, and after the start. */
  beyondCutOff?: boolean;
}

/** What `cancelReservation` answers. UNDER_WAY: it goes on in the workflow named. */
export interface CancelForFanAnswer {
  outcome: 'CANCELED' | 'UNDER_WAY';
  actionId: string;
  reservationId: string;
  /** Minor units; null while it is under way. */
  refunded: number | null;
  workflowId: string;
}

/** A reservation that an operator wants cancelled. */
export interface ReservationOfRoom {
  userId: string;
  scheduleId: string;
  /** How long before the start fans may cancel. */
  cutOffMs: number;
}

export interface WaitingRoomActivities {
  /**
   * Admits the next fans, tick by tick, until nobody waits or the shift is over. Heartbeats. One at a time: a second
   * one waits until the first has not been heard of for a few seconds.
   */
  admitFans(input: AdmitFansInput): Promise<AdmissionShift>;
  /**
   * Stores a change and makes it take effect.
   * @throws CONCERT_NOT_FOUND (non-retryable)
   */
  changeRoom(input: { concertId: string; change: RoomChange; action?: OperatorAction }): Promise<RoomFigures>;
  /**
   * Admits one waiting fan out of turn, whatever the rate and also while the room is paused; never beyond the capacity.
   * Repeated, it answers the same.
   * @throws INVALID_TRANSITION (no open session of this fan, or no slot is free; non-retryable)
   */
  admitOne(input: { concertId: string; userId: string; action?: OperatorAction }): Promise<RoomFigures>;
  /**
   * Ends one fan's session as REMOVED, waiting or admitted; what they hold goes back on sale.
   * @throws INVALID_TRANSITION (no open session of this fan; non-retryable)
   */
  removeOne(input: { concertId: string; userId: string; action?: OperatorAction }): Promise<RoomFigures>;
  /**
   * Whose a reservation of this concert is.
   * @throws RESERVATION_NOT_FOUND (non-retryable; it is put on record)
   */
  reservationOfRoom(input: {
    concertId: string;
    reservationId: string;
    action: OperatorAction;
  }): Promise<ReservationOfRoom>;
  /** Puts on record that an action was refused. */
  noteRefusal(input: {
    concertId: string;
    reservationId: string;
    action: OperatorAction;
    refusal: OperatorRefusal;
  }): Promise<void>;
}
