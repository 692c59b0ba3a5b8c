import type { AdmissionShift, RoomAction, RoomFigures, RoomStatus } from '../contracts/waitingRoom';
import { describeRoom } from '../domain/roomDetails';

const KEPT_ACTIONS = 10;

/**
 * Figures older than those shown by up to this much were read before them and came later. By more than that, the clock
 * has been set back, and the page must not stand still until it has caught up.
 */
const LATE_MS = 60_000;

/** What a waiting room's workflow knows of its room. Every change is shown. */
export interface RoomMemory {
  /** Somebody has to be admitted or looked after. */
  readonly awake: boolean;
  wake(): void;
  beginShift(): void;
  endShift(shift: AdmissionShift): void;
  /** Takes over what an operator's action has made of the room. */
  acted(action: RoomAction, figures: RoomFigures): void;
  isClosed(): boolean;
  /** Closed, and everybody has left. */
  isOver(): boolean;
  status(): RoomStatus;
  show(): void;
}

/**
 * @param carried what the run before has handed over
 * @param display takes the room in Markdown
 */
export function createRoomMemory(
  concertId: string,
  carried: RoomStatus | undefined,
  display: (details: string) => void,
): RoomMemory {
  let { awake, figures, since, actions } = carried ?? {
    awake: false,
    figures: null,
    since: null,
    actions: [],
  };
  let working = false;

  function status(): RoomStatus {
    return { awake: awake || working, figures, since, actions };
  }

  function show(): void {
    display(describeRoom(concertId, status()));
  }

  function wake(): void {
    awake = true;
    show();
  }

  function take(latest: RoomFigures): void {
    const lateBy = figures ? figures.at - latest.at : 0;
    if (lateBy > 0 && lateBy < LATE_MS) return;
    if (latest.state !== figures?.state) since = latest.at;
    figures = latest;
  }

  const isClosed = (): boolean => figures?.state === 'CLOSED';

  return {
    get awake() {
      return awake;
    },
    wake,
    beginShift() {
      awake = false;
      working = true;
      show();
    },
    endShift(shift) {
      working = false;
      if (shift.outcome === 'SHIFT_OVER') awake = true;
      take(shift.figures);
      show();
    },
    acted(action, latest) {
      const { actionId } = action;
      const known = actionId !== undefined && actions.some((earlier) => earlier.actionId === actionId);
      if (!known) actions = [action, ...actions].slice(0, KEPT_ACTIONS);
      take(latest);
      show();
    },
    isClosed,
    isOver() {
      if (awake || working || !figures || !isClosed()) return false;
      return figures.waiting + figures.silent + figures.admitted === 0;
    },
    status,
    show,
  };
}
