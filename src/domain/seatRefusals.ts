import type { ErrorCode } from '../contracts/errors';
import { HOLD_EXPIRED } from './sessionRules';

/** What a fan is told of a seat that is another's, whoever finds out first. */
export const TAKEN_SEAT_DETAILS = {
  SEAT_HELD: 'Another fan is buying a seat you asked for. Choose other seats, or try again in a few minutes.',
  SEAT_RESERVED: 'A seat you asked for is sold. Choose other seats.',
} as const;
export type TakenSeatCode = keyof typeof TAKEN_SEAT_DETAILS;

/** Why PostgreSQL did not let a session hold seats. */
export type HoldRefusal =
  | TakenSeatCode
  | 'SEAT_NOT_FOUND'
  | 'SCHEDULE_NOT_FOUND'
  | 'SCHEDULE_CANCELED'
  | 'SEAT_LIMIT_EXCEEDED'
  | 'SOLD_OUT'
  | 'HOLD_EXPIRED'
  | 'INVALID_TRANSITION';

/** What becomes of any step for a date that does not take place. */
export const DATE_CANCELED =
  'This date was cancelled. Choose another one from the list of schedules, and hold seats of it.';

const HOLD_REFUSALS: Record<Exclude<HoldRefusal, 'SEAT_LIMIT_EXCEEDED'>, string> = {
  ...TAKEN_SEAT_DETAILS,
  SEAT_NOT_FOUND: 'A seat you asked for is not one of this schedule. Take seat ids from its seat map.',
  SCHEDULE_NOT_FOUND:
    'The concert of this session has no such schedule. Take the id from its list of schedules.',
  SCHEDULE_CANCELED: DATE_CANCELED,
  SOLD_OUT:
    'No seat of this schedule is left. Choose another date, or try again later: what is cancelled comes back.',
  HOLD_EXPIRED: HOLD_EXPIRED.detail,
  INVALID_TRANSITION: 'This hold was let go before it was made. Hold the seats again.',
};

/**
 * What a fan is told whose seats PostgreSQL did not give.
 * @param seatIds those that are in the way, where single seats are
 * @param maxSeats that a fan may have for the concert
 */
export function explainHoldRefusal(
  { outcome, seatIds }: { outcome: HoldRefusal; seatIds: string[] },
  maxSeats: number,
): { code: ErrorCode; detail: string; facts: Record<string, unknown> } {
  if (outcome === 'SEAT_LIMIT_EXCEEDED') {
    const detail = `A fan may have ${maxSeats} seats for this concert, those already bought included. Ask for fewer.`;
    return { code: outcome, detail, facts: { maxSeats } };
  }
  const code = outcome === 'SCHEDULE_CANCELED' ? 'INVALID_TRANSITION' : outcome;
  return { code, detail: HOLD_REFUSALS[outcome], facts: { seatIds } };
}
