import type { SessionView } from '../contracts/session';
import { roomStateOf } from '../domain/roomState';
import type { RoomSnapshot } from '../queue/waitingRoom';
import { pollAfter, pollBeforeSale } from './pollTimes';
import type { SessionSnapshot } from './sessionGateway';

const ADMITTED_POLL_SECONDS = 5;
/** Rebuilding a line takes about as long, and everybody asks meanwhile. */
const REBUILT_WITHIN_SECONDS = 50;
/** A wait that nobody can know is taken for this long at least. */
const UNKNOWN_WAIT_SECONDS = 20;

/**
 * A session with its place. Before the sale the place is a lot that nobody may know, and while the line is being rebuilt
 * it is incomplete: no position then.
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
      waitingRoomState: null,
    };
  }
  const waitingRoomState = room && roomStateOf(room);
  if (!room?.ready || waitingRoomState === 'PRE_SALE') {
    const untilOpening = room ? (room.opensAt - room.now) / 1000 : 0;
    return {
      view,
      ahead: 0,
      position: null,
      estimatedWaitSeconds: null,
      pollAfterSeconds:
        waitingRoomState === 'PRE_SALE'
          ? pollBeforeSale(untilOpening, room?.waiting ?? 0)
          : pollAfter(REBUILT_WITHIN_SECONDS),
      waitingRoomState,
    };
  }
  const estimatedWaitSeconds = waitingRoomState === 'OPEN' ? estimateWait(ahead, room) : null;
  return {
    view,
    ahead,
    position: ahead + 1,
    estimatedWaitSeconds,
    pollAfterSeconds: pollAfter(estimatedWaitSeconds ?? leastWait(ahead, room)),
    waitingRoomState,
  };
}

/** By what was measured. Until there is enough of that, by the rate the room is set to, if it is not full. */
function estimateWait(ahead: number, room: RoomSnapshot): number | null {
  const { measuredPerSecond, admissionsPerSecond, admitted, capacity } = room;
  const unmeasured = admitted < capacity ? admissionsPerSecond : 0;
  const perSecond = measuredPerSecond ?? unmeasured;
  return perSecond > 0 ? Math.ceil((ahead + 1) / perSecond) : null;
}

/** However soon admission goes on, it does not go faster than the rate: those far back need not ask as often. */
function leastWait(ahead: number, { admissionsPerSecond }: RoomSnapshot): number {
  return Math.max((ahead + 1) / admissionsPerSecond, UNKNOWN_WAIT_SECONDS);
}
