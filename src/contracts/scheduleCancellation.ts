import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { OperatorAction } from './operatorActions';
import type { Operator, RoomAction } from './waitingRoom';

/** How far the cancellation of a date is, by PostgreSQL: the truth, whatever the workflow remembers. */
export interface ScheduleCancellationFigures {
  /** Reservations cancelled since the date was, by whomever. */
  canceled: number;
  /** What they had cost, minor units: it is back in the wallets. */
  refunded: number;
  /** Confirmed reservations still to be cancelled. */
  left: number;
  /** Holds that have yet to run out. */
  held: number;
  /** Until the last of them does. Milliseconds. */
  heldForMs: number;
}

export interface ReservationToCancel {
  reservationId: string;
  userId: string;
}

export const SCHEDULE_CANCELLATION_STATES = [
  /** The date is about to be closed. */
  'CLOSING',
  'CANCELING',
  /** Nothing is left to refund; holds have yet to run out. */
  'WAITING_FOR_HOLDS',
  'PAUSED',
  'DONE',
] as const;
export type ScheduleCancellationState = (typeof SCHEDULE_CANCELLATION_STATES)[number];

/** What is kept beside the workflow, so that it can be read while every worker is away. */
export interface ScheduleCancellationMemo {
  state: ScheduleCancellationState;
  /** Since when it is in that state. Epoch milliseconds. */
  since: number;
  /** The last ten, newest first. */
  lastActions: RoomAction[];
}

export interface ScheduleCancellationProgress extends ScheduleCancellationMemo {
  scheduleId: string;
  /** `canceled` and `left` together. */
  total: number;
  canceled: number;
  /** Minor units. */
  refunded: number;
  left: number;
  held: number;
  /** Cancellations that this workflow has begun and not seen the end of. */
  underWay: number;
}

/** The workflow's input: who cancels which date and why, and how. */
export interface ScheduleCancellationInput extends Operator {
  scheduleId: string;
  /** Reservations read at once. */
  pageSize: number;
  /** Reservations cancelled at once. */
  atOnce: number;
  /** One that has not ended after so long, because it is damaged say, holds the others up no longer. Milliseconds. */
  patienceMs: number;
  /** The workflow continues as new once its history has so many events. */
  continueAfterEvents: number;
  /** What a run hands to the next. */
  carried?: {
    concertId: string;
    progress: ScheduleCancellationProgress;
    paused: boolean;
    /** The last reservation of this round that was begun with. */
    after: string | null;
  };
}

export type ScheduleCancellationResult =
  | ({ outcome: 'CANCELED' } & Pick<ScheduleCancellationProgress, 'canceled' | 'refunded'>)
  | { outcome: 'SCHEDULE_NOT_FOUND' };

export interface ScheduleCancellationActivities {
  /** From its success on, nothing of the date can be held or paid for. Repeated, it changes nothing. */
  closeSchedule(input: {
    scheduleId: string;
    /** Put on record with it. */
    action?: OperatorAction;
  }): Promise<{ outcome: 'CLOSED'; concertId: string } | { outcome: 'SCHEDULE_NOT_FOUND' }>;
  /** The next reservations to be cancelled, by id, and how far it is. The figures are read first. */
  reservationsToCancel(input: {
    scheduleId: string;
    /** The last one already seen; null: from the beginning. */
    after: string | null;
    limit: number;
  }): Promise<{ reservations: ReservationToCancel[]; figures: ScheduleCancellationFigures }>;
  /** Tells the concert's waiting room at once what seats there are now; by itself it looks every few seconds. */
  tellRoom(input: { concertId: string }): Promise<void>;
}

/** Answers once the date is closed. */
export const dateClosedUpdate = defineUpdate<ScheduleCancellationProgress, []>('dateClosed');
/** Answers once the cancellations under way have ended, or after five seconds. */
export const pauseCancellationUpdate = defineUpdate<ScheduleCancellationProgress, [Operator]>('pause');
export const resumeCancellationUpdate = defineUpdate<ScheduleCancellationProgress, [Operator]>('resume');
export const scheduleCancellationProgressQuery = defineQuery<ScheduleCancellationProgress, []>(
  'scheduleCancellationProgress',
);
