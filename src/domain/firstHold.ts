import type { HoldSeatsRequest } from '../contracts/messages';
import type { Hold, SessionView } from '../contracts/session';
import { holdingView } from './sessionView';

/**
 * The first hold of a session that has had no workflow task is made by the API. Its number fences it, and is the revision
 * of its view: the workflow's own numbers count the milliseconds since the session began, and are greater.
 */
export const FIRST_HOLD_NUMBER = 1;

/**
 * Whether the API may make the hold: the session's workflow sleeps, and holds still last as long as when the fan joined, so that
 * it wakes before this one can run out.
 * @param now epoch milliseconds
 * @param holdMs how long the hold would last
 */
export function isFirstHold(
  { state, firstTaskAt, admittedAt, admittedUntil }: SessionView,
  now: number,
  holdMs: number,
): boolean {
  if (state !== 'ADMITTED' || firstTaskAt === undefined || admittedAt === null) return false;
  return now < firstTaskAt && firstTaskAt === Math.min(admittedAt + holdMs, admittedUntil ?? Infinity);
}

export function firstHoldView(view: SessionView, hold: Hold): SessionView {
  return holdingView({ ...view, revision: FIRST_HOLD_NUMBER }, hold);
}

/** Whether the session has this hold and, as far as its view tells, no workflow task since. */
export function isFirstHoldOpen({ state, revision }: SessionView): boolean {
  return state === 'HOLDING' && revision === FIRST_HOLD_NUMBER;
}

/** Whether these seats are what was asked for: a session's first hold stays as it is when another request comes second. */
export function isWhatWasAskedFor(
  { scheduleId, seats }: Hold,
  { scheduleId: wanted, seatIds, bestAvailable }: HoldSeatsRequest,
): boolean {
  if (scheduleId !== wanted) return false;
  if (bestAvailable) {
    const { count, grade } = bestAvailable;
    return seats.length === count && seats.every((seat) => grade === undefined || seat.grade === grade);
  }
  const ids = new Set(seatIds);
  return seats.length === ids.size && seats.every(({ id }) => ids.has(id));
}
