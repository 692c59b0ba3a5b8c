import type { ScheduleCancellationMemo } from '../contracts/scheduleCancellation';
import type { Operator } from '../contracts/waitingRoom';

/** What is known of the workflow that cancels a date. It can be read while every worker is away. */
export interface ScheduleCancellationRun extends ScheduleCancellationMemo {
  /** false: it is done, or somebody has stopped its workflow for good. */
  open: boolean;
}

/**
 * Cancellations of whole dates, through their workflows, which keep who did what and why. All throw a Problem:
 * DEPENDENCY_UNAVAILABLE (Temporal or the worker did not answer in time; ask again), OVERLOADED.
 */
export interface ScheduleCancellations {
  /**
   * Cancels the date, or finds it being cancelled, and answers once nothing of it can be held or paid for any more. Whether
   * there is such a schedule is for the caller to check before.
   */
  begin(schedule: { scheduleId: string; concertId: string }, operator: Operator): Promise<void>;
  /** Stops or resumes it. @returns false: no workflow is at work on this date */
  change(scheduleId: string, change: { paused: boolean } & Operator): Promise<boolean>;
  /** The latest run. null: nobody has cancelled the date, or so long ago that Temporal has forgotten. */
  find(scheduleId: string): Promise<ScheduleCancellationRun | null>;
}
