import type { SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';

/** How long the final state of an ended session can be read. Milliseconds. */
export const KEEP_ENDED_MS = 24 * 3_600_000;

/** A session that is put back. OFFERED: it was taken in, and its workflow does not know yet. */
export interface Restored {
  view: SessionView;
  offered: boolean;
}

/** What `publish.lua` takes. @param restored where the session is put back, also if Redis has just this view */
export function publishValues(view: SessionView, restored?: Restored): (string | number)[] {
  const { sessionId, userId, place } = view.identity;
  const ended = isEnded(view.state);
  const keepMs = ended ? KEEP_ENDED_MS : Math.max(view.expiresAt - Date.now(), 0) + KEEP_ENDED_MS;
  const phase = ended
    ? 'ENDED'
    : view.state !== 'WAITING'
      ? 'INSIDE'
      : restored?.offered
        ? 'OFFERED'
        : 'WAITING';
  return [JSON.stringify(view), sessionId, userId, view.revision, place, phase, keepMs, restored ? 1 : 0];
}
