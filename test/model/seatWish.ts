import type { HoldSeatsRequest } from '../../src/contracts/messages';
import { seatsOf, type SaleModel } from './saleModel';

/** Which seats a fan asks for, by numbers: of the schedule and of the places in its plan. */
export type SeatWish =
  | { schedule: number; places: number[]; stray?: 'unknown' | 'other schedule' }
  | { schedule: number; best: number; grade?: string };

/** No concert has it. */
const NO_SCHEDULE = '0';
const NO_SEAT = '999999999999999';

export function requestOf(sale: SaleModel, wish: SeatWish): HoldSeatsRequest {
  const scheduleId = sale.scheduleIds[wish.schedule] ?? NO_SCHEDULE;
  if ('best' in wish) {
    const { best: count, grade } = wish;
    return { scheduleId, bestAvailable: grade === undefined ? { count } : { count, grade } };
  }
  const seats = seatsOf(sale, scheduleId);
  const seatIds = wish.places.flatMap((place) => seats[place % seats.length]?.id ?? []);
  if (wish.stray === 'unknown') seatIds.push(NO_SEAT);
  const elsewhere = sale.seats.find((seat) => seat.scheduleId !== scheduleId);
  if (wish.stray === 'other schedule' && elsewhere) seatIds.push(elsewhere.id);
  return { scheduleId, seatIds };
}
