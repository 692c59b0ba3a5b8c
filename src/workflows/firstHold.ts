import { setHandler } from '@temporalio/workflow';
import type { Published, SessionActivities, SessionContext } from '../contracts/activities';
import { seatsHeldSignal } from '../contracts/messages';
import type { Hold, SessionIdentity, SessionInput, SessionResult, SessionView } from '../contracts/session';
import { firstHoldView } from '../domain/firstHold';
import { holdingView, idleView } from '../domain/sessionView';
import type { Turns } from './turns';
import type { Visibility } from './visibility';

/**
 * The deadline is by PostgreSQL's clock, and the time here by that of Temporal's server: no other clock may end a hold before. A
 * payment that comes later than the deadline is refused by PostgreSQL.
 */
const CLOCKS_APART_MS = 1_000;

/** What of its session the first hold has to do with, where the API makes it. */
export interface SessionOfFirstHold {
  identity: SessionIdentity;
  firstHold: SessionInput['firstHold'];
  now: {
    view: SessionView;
    holdAttempt: number;
    holdNumber: number;
    releasedThrough: number;
    result: SessionResult | null;
  };
  activities: Pick<SessionActivities, 'findHold'>;
  visibility: Visibility;
  inTurn: Turns['inTurn'];
  nextContext(): SessionContext;
  show(view: SessionView): void;
  become(view: SessionView, published: Published): void;
  /** Starts the timer of the hold. @param leftMs until its deadline */
  time(leftMs: number, hold: Hold): void;
}

export interface FirstHold {
  /**
   * Nothing tells whether the API has held seats: no signal came, and the session has not held any by itself, or let any go. The
   * API can have come to an end before it could signal.
   */
  isUnheard(): boolean;
  /** A turn before which that is found out: of steps for which it matters whether seats are held. */
  inTurn: Turns['inTurn'];
  /** Something is left to do: as above, or no timer runs for the hold that was signaled, and operators do not find it. */
  isOpen(): boolean;
  /** Does it. Not at once: a payment often comes with the same workflow task, and what ends a session needs none of it. */
  settle(): Promise<void>;
}

/** Takes over the hold that the API has made before the session had a workflow task. */
export function handleFirstHold(session: SessionOfFirstHold): FirstHold {
  const { identity, firstHold, now, activities, visibility, inTurn, nextContext, show, become, time } =
    session;
  let isLookedFor = firstHold !== 'SIGNALED';

  /** Holds up to this number are swapped, or let go. An attempt that was refused has decided nothing. */
  const decidedThrough = (): number => Math.max(now.holdNumber, now.releasedThrough);
  const isUnheard = (): boolean => !isLookedFor && decidedThrough() === 0 && now.result === null;

  function isInForce(holdNumber: number): void {
    now.holdAttempt = Math.max(now.holdAttempt, holdNumber);
    now.holdNumber = holdNumber;
  }

  function timeSignaled(hold: Hold): void {
    time(hold.expiresAt - Date.now() + CLOCKS_APART_MS, hold);
  }

  setHandler(
    seatsHeldSignal,
    ({ sessionId, holdNumber, hold }) => {
      const isLate = now.result !== null || holdNumber <= decidedThrough();
      if (sessionId !== identity.sessionId || isLate) return;
      isInForce(holdNumber);
      if (now.view.revision === 0) {
        visibility.putOff(hold);
        show(firstHoldView(now.view, hold));
      } else {
        // It has woken meanwhile, and Redis has a view that is newer than the API's.
        timeSignaled(hold);
        become(holdingView(nextContext(), hold), { viewPublished: false });
      }
    },
    { description: 'Tells of the hold that the API has made before the first workflow task' },
  );

  async function look(): Promise<void> {
    const step = nextContext();
    const { found, ...published } = await activities.findHold(step);
    isLookedFor = true;
    // The signal may have come while it looked.
    if (now.view.hold) return;
    if (!found) return become(idleView(step), published);
    isInForce(found.holdNumber);
    time(found.leftMs, found.hold);
    become(holdingView(step, found.hold), published);
  }

  const heardTurn: Turns['inTurn'] = (step) => inTurn(() => (isUnheard() ? look().then(step) : step()));

  return {
    isUnheard,
    inTurn: heardTurn,
    isOpen: () => visibility.isPutOff() || isUnheard(),

    async settle() {
      if (!visibility.isPutOff()) return await heardTurn(() => Promise.resolve());
      const { view } = now;
      visibility.catchUp(view);
      if (view.hold) timeSignaled(view.hold);
    },
  };
}
