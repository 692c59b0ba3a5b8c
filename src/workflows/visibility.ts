import { upsertSearchAttributes } from '@temporalio/workflow';
import { END_REASON, RESERVATION_ID, SCHEDULE_ID, SEATS, SESSION_STATE } from '../contracts/searchAttributes';
import type { Hold, SessionView } from '../contracts/session';

/** What operators filter sessions by. */
export interface Visibility {
  /** Writes where the session is found now, if that is somewhere else than before. Each write costs an event. */
  move(from: SessionView, to: SessionView): void;
  /** The session has this hold, which is written with its next move or by `catchUp`. */
  putOff(hold: Hold): void;
  /** Something is put off, and was not written since. */
  isPutOff(): boolean;
  catchUp(view: SessionView): void;
}

/**
 * Seats are those that the session holds or has bought: who has a seat is found by it, and nobody who had it before. The
 * reservation stays, so that the visit in which a hold was lost is found by it.
 */
export function createVisibility(): Visibility {
  let unwritten: Hold | null = null;

  function write(from: SessionView, { state, hold, endReason }: SessionView): void {
    const named = hold ?? unwritten;
    const lost = from.hold !== null && !hold && endReason !== 'PAID';
    unwritten = null;
    upsertSearchAttributes([
      { key: SESSION_STATE, value: state },
      ...(named
        ? [
            { key: SCHEDULE_ID, value: named.scheduleId },
            { key: RESERVATION_ID, value: named.reservationId },
          ]
        : []),
      ...(named && !lost ? [{ key: SEATS, value: named.seats.map(({ seatNumber }) => seatNumber) }] : []),
      ...(lost ? [{ key: SEATS, value: null }] : []),
      ...(endReason ? [{ key: END_REASON, value: endReason }] : []),
    ]);
  }

  return {
    move(from, to) {
      if (from.state !== to.state || from.hold?.reservationId !== to.hold?.reservationId) write(from, to);
    },
    putOff(hold) {
      unwritten = hold;
    },
    isPutOff: () => unwritten !== null,
    catchUp: (view) => write(view, view),
  };
}
