import { condition, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Published, SessionActivities, SessionContext } from '../contracts/activities';
import {
  admitSignal,
  admitUpdate,
  closeSignal,
  closeUpdate,
  type Addressed,
  type CloseRequest,
} from '../contracts/messages';
import type { SessionIdentity, SessionInput, SessionResult, SessionView } from '../contracts/session';
import type { EndReason } from '../contracts/states';
import { idleView } from '../domain/sessionView';
import { startDeadline } from './deadline';

/** A fan who was silent and is admitted was heard of meanwhile. The first recorded histories end such a session. */
const INACTIVE_ONLY_WAITING = 'inactive-only-waiting';

/** What of its session the waiting room has to do with. */
export interface SessionOfLine {
  identity: SessionIdentity;
  firstTask: SessionInput['firstTask'];
  now: {
    view: SessionView;
    admitted: boolean;
    closing: CloseRequest['reason'] | null;
    result: SessionResult | null;
  };
  activities: Pick<SessionActivities, 'openSession' | 'admitSession'>;
  inTurn<T>(step: () => Promise<T>): Promise<T>;
  nextContext(cause?: Partial<Addressed>, admission?: number | null): SessionContext;
  become(view: SessionView, published: Published): void;
  endAs(reason: Exclude<EndReason, 'PAID'>): Promise<void>;
}

/** Lets the waiting room admit the fan, and close a session for which nothing is left. */
export function handleLine({
  identity,
  firstTask,
  now,
  activities,
  inTurn,
  nextContext,
  become,
  endAs,
}: SessionOfLine): {
  /** Until the waiting room admits the fan, the wait gets too long, or the fan or the room ends it. */
  waitInLine(): Promise<void>;
} {
  /** The room names the session it means; an operator who signals by hand means whichever is open. */
  function isForThisSession(message?: Partial<Addressed>): boolean {
    return !message?.sessionId || message.sessionId === identity.sessionId;
  }

  function admit(message?: Partial<Addressed>): void {
    if (isForThisSession(message)) now.admitted = true;
  }

  function closeUnlessHolding({ reason, ...message }: CloseRequest & Partial<Addressed>): void {
    const heardOf = reason === 'INACTIVE' && now.admitted && patched(INACTIVE_ONLY_WAITING);
    if (isForThisSession(message) && !now.view.hold && !heardOf) now.closing = reason;
  }

  const admission = { description: 'Lets a waiting fan in' };
  setHandler(admitSignal, admit, admission);
  setHandler(admitUpdate, admit, admission);
  const closing = {
    description: 'Ends a session that has no hold, as SOLD_OUT, INACTIVE (only while it waits) or REMOVED',
  };
  setHandler(closeSignal, closeUnlessHolding, closing);
  setHandler(closeUpdate, closeUnlessHolding, closing);

  const decided = (): boolean => now.admitted || now.closing !== null || now.result !== null;
  const isPutOff = firstTask === 'PUT_OFF';

  /** What it was put off for can have been its end: then there is nothing left to wait for. */
  async function decision(): Promise<void> {
    if (isPutOff && (decided() || Date.now() >= now.view.expiresAt)) return;
    const limit = startDeadline(now.view.expiresAt - Date.now(), 'Queue wait limit: the session expires');
    await condition(() => decided() || limit.passed);
    limit.cancel();
  }

  return {
    async waitInLine() {
      await inTurn(async () => {
        // A message that came with the first workflow task has its turn before: the fan may have left already.
        if (now.result || isPutOff) return;
        const step = nextContext(workflowInfo().memo);
        become(idleView(step), await activities.openSession(step));
      });
      if (now.result) return;
      await decision();
      await inTurn(async () => {
        if (now.result) return;
        if (!now.admitted) return await endAs(now.closing ?? 'QUEUE_WAIT_LIMIT');
        if (now.closing === 'INACTIVE' && patched(INACTIVE_ONLY_WAITING)) now.closing = null;
        const step = nextContext({}, Date.now());
        become(idleView(step), await activities.admitSession(step));
      });
    },
  };
}
