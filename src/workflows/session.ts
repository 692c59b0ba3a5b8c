import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Published, SessionActivities, SessionContext } from '../contracts/activities';
import {
  admitSignal,
  closeSignal,
  holdSeatsUpdate,
  leaveUpdate,
  payUpdate,
  releaseHoldUpdate,
  sessionViewQuery,
  type Addressed,
  type CloseRequest,
} from '../contracts/messages';
import type { SessionInput, SessionResult, SessionView } from '../contracts/session';
import type { EndReason } from '../contracts/states';
import { describeSession } from '../domain/sessionDetails';
import {
  refusalToHold,
  refusalToPay,
  refusalToRelease,
  SESSION_ENDED,
  type Refusal,
  type SessionMoment,
} from '../domain/sessionRules';
import { endedView, holdingView, idleView } from '../domain/sessionView';
import { startDeadline, type Deadline } from './deadline';
import { createPublication } from './publication';
import { refuse, rethrowRefusal } from './refusal';
import { createTurns } from './turns';
import { movesInVisibility, writeVisibility } from './visibility';

/**
 * Each step is one local activity: it runs within the workflow task that an update brings anyway (one event instead
 * of six). All are idempotent and retried until PostgreSQL gives a definite answer: a hold or a charge is never
 * guessed. Waits of over 5 s between tries become durable timers and free the worker.
 */
const activities = proxyLocalActivities<SessionActivities>({
  startToCloseTimeout: 10_000,
  localRetryThreshold: 5_000,
  retry: { initialInterval: 100, backoffCoefficient: 2, maximumInterval: 10_000 },
});

/**
 * One fan's visit to one concert: waits in the line, is admitted, holds seats, pays and is confirmed, or lets them go.
 * Expiry and leaving are results, not failures; a cancelled workflow ends as REMOVED.
 */
export async function session({ identity, limits, admittedAt }: SessionInput): Promise<SessionResult> {
  const inTurn = createTurns();
  const publication = createPublication(() => now.view);
  const now = {
    view: idleView({ ...contextOf(admittedAt), revision: 0 }),
    /** Attempts to hold so far, also refused ones: each gets a number of its own, so that none is taken for another. */
    holdAttempts: 0,
    /** The number of the hold in force; with the session's id it fences its seats and its reservation. */
    holdNumber: 0,
    holdDeadline: null as Deadline | null,
    window: null as Deadline | null,
    admitted: admittedAt !== null,
    closing: null as CloseRequest['reason'] | null,
    result: null as SessionResult | null,
  };

  function contextOf(admission: number | null): Omit<SessionContext, 'revision'> {
    const admittedUntil = admission === null ? null : admission + limits.admissionWindowMs;
    return {
      identity,
      admittedAt: admission,
      admittedUntil,
      expiresAt: admittedUntil ?? identity.joinedAt + limits.queueWaitMs,
    };
  }

  /** What the next step's activity gets to know. */
  function nextContext(admission = now.view.admittedAt): SessionContext {
    return { ...contextOf(admission), revision: now.view.revision + 1 };
  }

  function show(view: SessionView): void {
    now.view = view;
    setCurrentDetails(describeSession(view));
  }

  /** Takes over what a step has made of the session. */
  function become(view: SessionView, { viewPublished }: Published): void {
    if (movesInVisibility(now.view, view)) writeVisibility(view);
    show(view);
    if (!viewPublished) publication.start();
  }

  function permitThisSession({ sessionId }: Addressed): void {
    if (sessionId !== identity.sessionId) refuse(SESSION_ENDED);
  }

  /** Refuses what the session does not allow: asked when a message arrives, and again when its turn has come. */
  function permit(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void {
    permitThisSession(message);
    const { state, lastHoldEnd } = now.view;
    const refusal = refusalTo({ state, lastHoldEnd, windowOver: now.window?.passed ?? false });
    if (refusal) refuse(refusal);
  }

  const isIdle = (): boolean => now.view.state === 'ADMITTED';

  async function releaseHold(lastHoldEnd: 'EXPIRED' | 'RELEASED'): Promise<void> {
    const step = nextContext();
    const published = await activities.releaseHold({ ...step, holdNumber: now.holdAttempts, lastHoldEnd });
    now.holdDeadline?.cancel();
    now.holdDeadline = null;
    become(idleView(step, lastHoldEnd), published);
  }

  async function end(reason: Exclude<EndReason, 'PAID'>): Promise<void> {
    const step = nextContext();
    const published = await activities.endSession({ ...step, holdNumber: now.holdAttempts, reason });
    become(endedView(step, reason, Date.now()), published);
    now.result = { outcome: now.view.state, reason, reservationId: null, paymentId: null };
  }

  setHandler(sessionViewQuery, () => now.view, { description: 'The session as the fan sees it' });

  setHandler(admitSignal, () => void (now.admitted = true), { description: 'Lets a waiting fan in' });

  setHandler(
    closeSignal,
    ({ reason }) => {
      if (!now.view.hold) now.closing = reason;
    },
    { description: 'Ends a session that has no hold, as SOLD_OUT or INACTIVE' },
  );

  setHandler(
    holdSeatsUpdate,
    ({ sessionId, ...request }) =>
      inTurn(async () => {
        permit({ sessionId }, refusalToHold);
        const step = nextContext();
        const attempt = {
          ...step,
          holdNumber: ++now.holdAttempts,
          holdMs: limits.holdMs,
          maxSeats: limits.maxSeats,
          request,
        };
        const { hold, ...published } = await activities.holdSeats(attempt).catch(rethrowRefusal);
        now.holdNumber = attempt.holdNumber;
        now.holdDeadline?.cancel();
        now.holdDeadline = startDeadline(
          limits.holdMs,
          `Hold ${attempt.holdNumber} runs out: the seats go back on sale`,
        );
        become(holdingView(step, hold), published);
        return hold;
      }),
    {
      validator: (message: Addressed) => permit(message, refusalToHold),
      description: 'Holds seats, or swaps the ones held',
    },
  );

  setHandler(
    releaseHoldUpdate,
    (message) =>
      inTurn(async () => {
        permit(message, refusalToRelease);
        if (now.view.hold) await releaseHold('RELEASED');
      }),
    {
      validator: (message: Addressed) => permit(message, refusalToRelease),
      description: 'Lets the held seats go',
    },
  );

  setHandler(
    payUpdate,
    ({ sessionId, paymentKey }) =>
      inTurn(async () => {
        permit({ sessionId }, refusalToPay);
        const holding = now.view;
        show({ ...holding, state: 'PAYING' });
        const step = nextContext();
        const { viewPublished, ...payment } = await activities
          .pay({ ...step, holdNumber: now.holdNumber, paymentKey })
          .catch((error: unknown) => {
            show(holding);
            return rethrowRefusal(error);
          });
        const { reservationId, paymentId } = payment;
        become(endedView(step, 'PAID', Date.now(), reservationId), { viewPublished });
        now.result = { outcome: 'CONFIRMED', reason: 'PAID', reservationId, paymentId };
        return payment;
      }),
    {
      validator: (message: Addressed) => permit(message, refusalToPay),
      description: 'Pays for the held seats',
    },
  );

  setHandler(
    leaveUpdate,
    ({ reason }) =>
      inTurn(async () => {
        if (!now.result) await end(reason);
      }),
    { validator: permitThisSession, description: 'Ends the session and lets its seats go' },
  );

  /** Until the waiting room admits the fan, the wait gets too long, or the fan or the room ends it. */
  async function waitInLine(): Promise<void> {
    await inTurn(async () => {
      // A message that came with the first workflow task has its turn before: the fan may have left already.
      if (now.result) return;
      const step = nextContext();
      become(idleView(step), await activities.openSession(step));
    });
    if (now.result) return;
    const limit = startDeadline(now.view.expiresAt - Date.now(), 'Queue wait limit: the session expires');
    await condition(() => now.admitted || now.closing !== null || limit.passed || now.result !== null);
    limit.cancel();
    await inTurn(async () => {
      if (now.result) return;
      if (!now.admitted) return await end(now.closing ?? 'QUEUE_WAIT_LIMIT');
      const step = nextContext(Date.now());
      become(idleView(step), await activities.admitSession(step));
    });
  }

  /** Until the fan has paid or left, or the admission window is over and no seat is held. */
  async function visit(): Promise<void> {
    const window = startDeadline(
      now.view.expiresAt - Date.now(),
      'Admission window ends: without a hold the session expires',
    );
    now.window = window;
    const holdRanOut = (): boolean => now.view.hold !== null && now.holdDeadline?.passed === true;
    const visitIsOver = (): boolean => isIdle() && (window.passed || now.closing !== null);
    while (!now.result) {
      await condition(() => now.result !== null || holdRanOut() || visitIsOver());
      await inTurn(async () => {
        if (now.result) return;
        if (holdRanOut()) await releaseHold('EXPIRED');
        else if (visitIsOver()) await end(now.closing ?? 'ADMISSION_WINDOW');
      });
    }
  }

  show(now.view);
  try {
    if (!now.admitted) await waitInLine();
    if (!now.result) await visit();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await inTurn(async () => {
      if (!now.result) await end('REMOVED');
    });
  }
  await CancellationScope.nonCancellable(() => condition(() => publication.done() && allHandlersFinished()));
  if (!now.result) throw new Error('A session must not close without a result');
  return now.result;
}
