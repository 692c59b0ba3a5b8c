import { upsertSearchAttributes } from '@temporalio/workflow';
import { END_REASON, RESERVATION_ID, SCHEDULE_ID, SESSION_STATE } from '../contracts/searchAttributes';
import type { SessionView } from '../contracts/session';

/** Whether operators would find the session under something else than before. Each write costs an event. */
export function movesInVisibility(from: SessionView, to: SessionView): boolean {
  return from.state !== to.state || from.hold?.reservationId !== to.hold?.reservationId;
}

/** Writes what operators filter sessions by. */
export function writeVisibility({ state, hold, endReason }: SessionView): void {
  upsertSearchAttributes([
    { key: SESSION_STATE, value: state },
    ...(hold
      ? [
          { key: SCHEDULE_ID, value: hold.scheduleId },
          { key: RESERVATION_ID, value: hold.reservationId },
        ]
      : []),
    ...(endReason ? [{ key: END_REASON, value: endReason }] : []),
  ]);
}
