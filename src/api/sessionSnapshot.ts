import type { SessionView } from '../contracts/session';
import type { RoomSnapshot } from '../queue/waitingRoom';
import type { SessionSnapshot } from './sessionGateway';

const ADMITTED_POLL_SECONDS = 5;
const MOST_POLL_SECONDS = 30;

/**
 * A session with its place. The wait is estimated from the rate that the room is set to, and only where it can be
 * known: not while the room is paused, full or not yet open.
 */
export function sessionSnapshot(
  view: SessionView,
  ahead: number,
  room: RoomSnapshot | null,
): SessionSnapshot {
  if (view.state !== 'WAITING') {
    return {
      view,
      ahead: 0,
      position: null,
      estimatedWaitSeconds: 0,
      pollAfterSeconds: ADMITTED_POLL_SECONDS,
    };
  }
  const estimatedWaitSeconds = room && estimateWait(ahead, room);
  return {
    view,
    ahead,
    position: ahead + 1,
    estimatedWaitSeconds,
    pollAfterSeconds: pollAfter(estimatedWaitSeconds),
  };
}

function estimateWait(ahead: number, room: RoomSnapshot): number | null {
  if (room.paused || room.closed || room.soldOut || room.admitted >= room.capacity) return null;
  const untilOpening = Math.max(room.opensAt - room.now, 0) / 1000;
  return Math.ceil(untilOpening + (ahead + 1) / room.admissionsPerSecond);
}

/** A tenth of the wait, within 1 and 30 s, and up to a third more by chance, so that a crowd does not ask in step. */
function pollAfter(estimatedWaitSeconds: number | null): number {
  const calm = Math.min(Math.max((estimatedWaitSeconds ?? 20) / 10, 1), MOST_POLL_SECONDS);
  return Math.ceil(calm) + Math.floor(Math.random() * (1 + calm / 3));
}
