import { upsertSearchAttributes } from '@temporalio/workflow';
import { END_REASON, RESERVATION_ID, SCHEDULE_ID, SEATS, SESSION_STATE } from '../contracts/searchAttributes';
import type { SessionView } from '../contracts/session';

/** Whether operators would find the session under something else than before. Each write costs an event. */
export function movesInVisibility(from: SessionView, to: SessionView): boolean {
  return from.state !== to.state || from.hold?.reservationId !== to.hold?.reservationId;
}

/**
 * Writes what operators filter sessions by. Seats are those that it holds or has bought: who has a seat is found by it, and
 * nobody who had it before. The reservation stays, so that the visit in which a hold was lost is found by it.
 */
export function writeVisibility(from: SessionView, { state, hold, endReason }: SessionView): void {
  upsertSearchAttributes([
    { key: SESSION_STATE, value: state },
    ...(hold
      ? [
          { key: SCHEDULE_ID, value: hold.scheduleId },
          { key: RESERVATION_ID, value: hold.reservationId },
          { key: SEATS, value: hold.seats.map(({ seatNumber }) => seatNumber) },
        ]
      : []),
    ...(from.hold && !hold && endReason !== 'PAID' ? [{ key: SEATS, value: null }] : []),
    ...(endReason ? [{ key: END_REASON, value: endReason }] : []),
  ]);
}
