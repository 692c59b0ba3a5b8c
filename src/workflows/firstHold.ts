import { setHandler } from '@temporalio/workflow';
import type { HoldInForce, Published, SessionActivities, SessionContext } from '../contracts/activities';
import { seatsHeldSignal, type CloseRequest } from '../contracts/messages';
import type { Hold, SessionIdentity, SessionInput, SessionResult, SessionView } from '../contracts/session';
import { firstHoldView } from '../domain/firstHold';
import { holdingView, idleView } from '../domain/sessionView';
import { leftUntil } from './deadline';
import type { Turns } from './turns';
import type { Visibility } from './visibility';

/** What of its session the first hold has to do with, where the API makes it. */
export interface SessionOfFirstHold {
  identity: SessionIdentity;
  firstHold: SessionInput['firstHold'];
  now: {
    view: SessionView;
    holdAttempt: number;
    holdNumber: number;
    releasedThrough: number;
    closing: CloseRequest['reason'] | null;
    result: SessionResult | null;
  };
  activities: Pick<SessionActivities, 'findHold'>;
  visibility: Visibility;
  inTurn: Turns['inTurn'];
  idle: Turns['idle'];
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
  const { identity, firstHold, now, activities, visibility, inTurn, idle } = session;
  const { nextContext, show, become, time } = session;
  let isLookedFor = firstHold !== 'SIGNALED';

  /** Holds up to this number are swapped, or let go. An attempt that was refused has decided nothing. */
  const decidedThrough = (): number => Math.max(now.holdNumber, now.releasedThrough);
  const isUnheard = (): boolean => !isLookedFor && decidedThrough() === 0 && now.result === null;

  function isInForce(holdNumber: number): void {
    now.holdAttempt = Math.max(now.holdAttempt, holdNumber);
    now.holdNumber = holdNumber;
    // The room closes only who holds nothing, which was not known then.
    now.closing = null;
  }

  const isLate = (holdNumber: number): boolean => now.result !== null || holdNumber <= decidedThrough();

  /** It has woken, so that Redis may have a view that is newer than the API's. */
  async function takeUpAwake({ holdNumber, hold }: HoldInForce): Promise<void> {
    await inTurn(() => {
      if (isLate(holdNumber)) return Promise.resolve();
      isInForce(holdNumber);
      time(leftUntil(hold.expiresAt), hold);
      become(holdingView(nextContext(), hold), { viewPublished: false });
      return Promise.resolve();
    });
  }

  setHandler(
    seatsHeldSignal,
    ({ sessionId, holdNumber, hold }) => {
      if (sessionId !== identity.sessionId || isLate(holdNumber)) return;
      if (now.view.revision > 0 || !idle()) return void takeUpAwake({ holdNumber, hold });
      isInForce(holdNumber);
      visibility.putOff(hold);
      show(firstHoldView(now.view, hold));
    },
    { description: 'Tells of the hold that the API has made before the first workflow task' },
  );

  async function look(): Promise<void> {
    const step = nextContext();
    const { found, ...published } = await activities.findHold(step);
    isLookedFor = true;
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
      if (view.hold) time(leftUntil(view.hold.expiresAt), view.hold);
    },
  };
}
