import { setHandler } from '@temporalio/workflow';
import type { Published, SessionActivities, SessionContext } from '../contracts/activities';
import { seatsHeldSignal } from '../contracts/messages';
import type { Hold, SessionIdentity, SessionInput, SessionResult, SessionView } from '../contracts/session';
import { firstHoldView } from '../domain/firstHold';
import { holdingView, idleView } from '../domain/sessionView';
import type { Visibility } from './visibility';

/** What of its session the first hold has to do with, where the API makes it. */
export interface SessionOfFirstHold {
  identity: SessionIdentity;
  firstHold: SessionInput['firstHold'];
  now: { view: SessionView; holdAttempt: number; holdNumber: number; result: SessionResult | null };
  activities: Pick<SessionActivities, 'findHold'>;
  visibility: Visibility;
  inTurn<T>(step: () => Promise<T>): Promise<T>;
  nextContext(): SessionContext;
  show(view: SessionView): void;
  become(view: SessionView, published: Published): void;
  /** Starts the timer of the hold. @param leftMs until its deadline */
  time(leftMs: number, hold: Hold): void;
}

export interface FirstHold {
  /**
   * Something is left to do for it: no timer runs for the hold that was signaled, and operators do not find the session under
   * it; or nothing was signaled, and the API may have held seats and come to an end before it could.
   */
  isOpen(): boolean;
  /** Does it. Not at once: a payment often comes with the same workflow task, and what ends a session needs none of it. */
  settle(): Promise<void>;
}

/** Takes over the hold that the API has made before the session had a workflow task. */
export function handleFirstHold(session: SessionOfFirstHold): FirstHold {
  const { identity, firstHold, now, activities, visibility, inTurn, nextContext, show, become, time } =
    session;

  let isLookedFor = firstHold !== 'SIGNALED';
  const isUnheardOf = (): boolean => !isLookedFor && now.holdAttempt === 0 && now.result === null;

  function isInForce(holdNumber: number): void {
    now.holdAttempt = holdNumber;
    now.holdNumber = holdNumber;
  }

  setHandler(
    seatsHeldSignal,
    ({ sessionId, holdNumber, hold }) => {
      // A higher number has decided meanwhile what becomes of these seats: it has swapped them, or let them go.
      const isLate = now.result !== null || holdNumber <= now.holdAttempt;
      if (sessionId !== identity.sessionId || isLate) return;
      isInForce(holdNumber);
      visibility.putOff(hold);
      show(firstHoldView(now.view, hold));
    },
    { description: 'Tells of the hold that the API has made before the first workflow task' },
  );

  async function lookForUnheard(): Promise<void> {
    await inTurn(async () => {
      if (!isUnheardOf()) return;
      const step = nextContext();
      const { found, ...published } = await activities.findHold(step);
      isLookedFor = true;
      if (!found) return become(idleView(step), published);
      isInForce(found.holdNumber);
      time(found.hold.expiresAt - Date.now(), found.hold);
      become(holdingView(step, found.hold), published);
    });
  }

  return {
    isOpen: () => visibility.isPutOff() || isUnheardOf(),

    async settle() {
      if (!visibility.isPutOff()) return await lookForUnheard();
      const { view } = now;
      visibility.catchUp(view);
      if (view.hold) time(view.hold.expiresAt - Date.now(), view.hold);
    },
  };
}
