import type { HoldSeatsInput } from '../../src/contracts/activities';
import { isSold, seatsOf, type Answer, type SaleModel, type SeatModel } from './saleModel';

export type SeatChoice = { seats: SeatModel[] } | { refusal: string; recorded: boolean };

const refusal = (code: string, recorded = false): SeatChoice => ({ refusal: code, recorded });

/** The seats that a new hold gets, or why it gets none. */
export function seatsFor(sale: SaleModel, step: HoldSeatsInput, found: Answer): SeatChoice {
  const { scheduleId, seatIds, bestAvailable } = step.request;
  if (!sale.scheduleIds.includes(scheduleId)) return refusal('SCHEDULE_NOT_FOUND');
  return bestAvailable
    ? bestSeats(sale, step, bestAvailable, found)
    : namedSeats(sale, step, [...new Set(seatIds)]);
}

function namedSeats(sale: SaleModel, step: HoldSeatsInput, wanted: string[]): SeatChoice {
  const offered = seatsOf(sale, step.request.scheduleId);
  const seats = offered.filter(({ id }) => wanted.includes(id));
  if (wanted.length === 0 || seats.length < wanted.length) return refusal('SEAT_NOT_FOUND');
  if (seats.some(isSold)) return refusal('SEAT_RESERVED');
  if (seats.some((seat) => !isFreeFor(seat, step))) return refusal('SEAT_HELD');
  return exceedsLimit(sale, step, seats.length) ? refusal('SEAT_LIMIT_EXCEEDED') : { seats };
}

/** Which seats are the best is for the database to say; that they are free, enough and of the grade is promised. */
function bestSeats(
  sale: SaleModel,
  step: HoldSeatsInput,
  { count, grade }: { count: number; grade?: string },
  found: Answer,
): SeatChoice {
  const offered = seatsOf(sale, step.request.scheduleId);
  const fitting = offered.filter((seat) => grade === undefined || seat.grade === grade);
  if (offered.every(isSold)) return refusal('SOLD_OUT');
  if (exceedsLimit(sale, step, count)) return refusal('SEAT_LIMIT_EXCEEDED');
  const free = fitting.filter((seat) => isFreeFor(seat, step));
  if (free.length >= count) {
    const chosen = free.filter(({ id }) => (found.seatIds as string[] | undefined)?.includes(id));
    // A choice that breaks the promise is answered with seats that keep it: the comparison then shows both.
    return { seats: chosen.length === count ? chosen : free.slice(0, count) };
  }
  if (fitting.length === 0) return refusal('SEAT_NOT_FOUND', true);
  const unsold = fitting.filter((seat) => !isSold(seat));
  return refusal(unsold.length >= count ? 'SEAT_HELD' : 'SEAT_RESERVED', true);
}

function isFreeFor({ owner }: SeatModel, { identity }: HoldSeatsInput): boolean {
  return owner === null || (owner.status === 'HELD' && owner.session.id === identity.sessionId);
}

/** What the fan owns counts; what the fan holds does not, for it is swapped. */
function exceedsLimit(sale: SaleModel, { identity, maxSeats }: HoldSeatsInput, wanted: number): boolean {
  const owned = sale.seats.filter((seat) => isSold(seat) && seat.owner?.session.userId === identity.userId);
  return owned.length + wanted > maxSeats;
}
