import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Published, RecordedEnd, SessionContext } from '../contracts/activities';
import {
  leaveUpdate,
  sessionViewQuery,
  wakeUpdate,
  type Addressed,
  type CloseRequest,
} from '../contracts/messages';
import type { SessionInput, SessionResult, SessionView } from '../contracts/session';
import type { RoomAction } from '../contracts/waitingRoom';
import { END_STATE_OF, type EndReason } from '../contracts/states';
import { describeSession } from '../domain/sessionDetails';
import { FIRST_HOLD_NUMBER } from '../domain/firstHold';
import { SESSION_ENDED, type Refusal, type SessionMoment } from '../domain/sessionRules';
import { endedView, holdingView, idleView, settled } from '../domain/sessionView';
import type { Deadline } from './deadline';
import { handleFirstHold } from './firstHold';
import { createPublication } from './publication';
import { refuse } from './refusal';
import { handleHolds } from './sessionHolds';
import { handleLine } from './sessionLine';
import { handleSessionOperators } from './sessionOperators';
import { handlePayment } from './sessionPayment';
import { sessionSteps as activities } from './sessionSteps';
import { createTurns } from './turns';
import { createVisibility } from './visibility';
import { createVisit } from './visit';

/**
 * One fan's visit to one concert: waits in the line, is admitted, holds seats, pays and is confirmed, or lets them go.
 * Expiry and leaving are results, not failures; a cancelled workflow ends as REMOVED.
 */
export async function session({
  identity,
  limits,
  admittedAt,
  waitsUntil,
  windowTimer,
  firstTask,
  firstHold,
}: SessionInput): Promise<SessionResult> {
  const turns = createTurns();
  const { inTurn, idle } = turns;
  const visibility = createVisibility();
  const publication = createPublication(() => settled(now.view));
  const now = {
    view: idleView({ ...contextOf(admittedAt), revision: 0 }),
    /** The number of the last attempt to hold, refused or not, or of the last release. */
    holdAttempt: 0,
    /** The number of the hold in force; with the session's id it fences its seats and its reservation. */
    holdNumber: 0,
    /** Holds up to this number are let go, whoever made them. */
    releasedThrough: 0,
    holdDeadline: null as Deadline | null,
    admitted: admittedAt !== null,
    closing: null as CloseRequest['reason'] | null,
    /** What operators did to it, newest first. */
    operators: [] as RoomAction[],
    result: null as SessionResult | null,
  };

  function contextOf(admission: number | null): Omit<SessionContext, 'revision'> {
    const admittedUntil = admission === null ? null : admission + limits.admissionWindowMs;
    return {
      identity,
      admittedAt: admission,
      admittedUntil,
      expiresAt: admittedUntil ?? waitsUntil ?? identity.joinedAt + limits.queueWaitMs,
    };
  }

  /**
   * The next number after this one: at least the milliseconds since the start. A crash can take an attempt from the
   * workflow's memory, and PostgreSQL and Redis have seen its numbers: the attempt after it must not get them again. And more
   * than that of the API's first hold.
   */
  function beyond(last: number): number {
    return Math.max(last + 1, FIRST_HOLD_NUMBER + 1, Date.now() - workflowInfo().startTime.getTime());
  }

  /** The number of the next attempt to hold. A release takes one too: so it also ends attempts that a crash made forget. */
  function nextAttempt(): number {
    return (now.holdAttempt = beyond(now.holdAttempt));
  }

  /** What the next step's activity gets to know. @param cause the message that asks for it, if one does */
  function nextContext(cause: Partial<Addressed> = {}, admission = now.view.admittedAt): SessionContext {
    const { requestId } = cause;
    const requested = requestId === undefined ? {} : { requestId };
    return { ...contextOf(admission), ...requested, revision: beyond(now.view.revision) };
  }

  function show(view: SessionView): void {
    now.view = view;
    setCurrentDetails(describeSession(view, now.operators));
  }

  /** Takes over what a step has made of the session. */
  function become(view: SessionView, { viewPublished }: Published): void {
    visibility.move(now.view, view);
    show(view);
    if (!viewPublished) publication.start();
  }

  function permitThisSession({ sessionId }: Addressed): void {
    if (sessionId !== identity.sessionId) refuse(SESSION_ENDED);
  }

  /** Refuses what the session does not allow. */
  function permit(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void {
    permitThisSession(message);
    const { state, lastHoldEnd } = now.view;
    const refusal = refusalTo({ state, lastHoldEnd, windowOver: visit.windowOver() });
    if (refusal) refuse(refusal);
  }

  /** When it arrives. Whether seats are held may have to be found out first: then its turn decides. */
  function permitOnArrival(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void {
    if (firstHolds.isUnheard()) permitThisSession(message);
    else permit(message, refusalTo);
  }

  function close(step: SessionContext, end: RecordedEnd, published: Published): void {
    const { hold } = now.view;
    const bought =
      end.reason === 'PAID' && hold?.reservationId === end.reservationId
        ? { seats: hold.seats.map(({ seatNumber }) => seatNumber), amount: hold.amount }
        : {};
    become(endedView(step, end.reason, Date.now(), end.reservationId), published);
    now.result = { outcome: END_STATE_OF[end.reason], ...end, ...bought };
  }

  async function releaseHold(lastHoldEnd: 'EXPIRED' | 'RELEASED', cause?: Addressed): Promise<void> {
    const step = nextContext(cause);
    const holdNumber = nextAttempt();
    const { end, ...published } = await activities.releaseHold({ ...step, holdNumber, lastHoldEnd });
    now.releasedThrough = holdNumber;
    now.holdDeadline?.cancel();
    now.holdDeadline = null;
    if (end) close(step, end, published);
    else become(idleView(step, lastHoldEnd), published);
  }

  async function endAs(reason: Exclude<EndReason, 'PAID'>, cause?: Addressed): Promise<void> {
    const step = nextContext(cause);
    const { end, ...published } = await activities.endSession({
      ...step,
      holdNumber: now.holdAttempt,
      reason,
    });
    close(step, end, published);
  }

  const visit = createVisit({
    ...{ windowTimer, now, turns, releaseHold, endAs },
    firstHold: () => firstHolds,
  });

  setHandler(wakeUpdate, () => undefined, {
    validator: permitThisSession,
    description: 'Brings about a workflow task that was put off, and does nothing besides',
  });
  setHandler(sessionViewQuery, () => now.view, { description: 'The session as the fan sees it' });

  // Before all that takes updates: one that comes with the first workflow task is looked at as soon as its handler is there.
  const firstHolds = handleFirstHold({
    ...{ identity, firstHold, now, activities, inTurn, idle, nextContext, visibility, show, become },
    time: (leftMs, hold) => holds.time(leftMs, hold),
  });

  const { waitInLine } = handleLine({
    ...{ identity, firstTask, now, activities, inTurn, nextContext, become, endAs },
  });

  const holds = handleHolds({
    now,
    limits,
    activities,
    inTurn: firstHolds.inTurn,
    permit,
    permitOnArrival,
    nextContext,
    nextAttempt,
    become,
    letGo: (cause) => releaseHold('RELEASED', cause),
  });

  handleSessionOperators({
    ...{ identity, now, activities, nextContext, nextAttempt, become, close },
    inTurn: firstHolds.inTurn,
    holdCapMs: holds.capMs,
    showHold(step, hold, leftMs, published) {
      holds.time(leftMs, hold);
      become(holdingView(step, hold), published);
    },
    showRelease(step, published) {
      now.releasedThrough = now.holdAttempt;
      now.holdDeadline?.cancel();
      now.holdDeadline = null;
      become(idleView(step, 'RELEASED'), published);
    },
    show: () => show(now.view),
  });

  handlePayment({
    ...{ now, activities, permit, permitOnArrival, nextContext, show, close },
    inTurn: firstHolds.inTurn,
  });

  setHandler(
    leaveUpdate,
    ({ reason, ...message }) =>
      inTurn(async () => {
        if (!now.result) await endAs(reason, message);
      }),
    { validator: permitThisSession, description: 'Ends the session and lets its seats go' },
  );

  show(now.view);
  try {
    // Not `now.admitted`: the signal can come with the first workflow task, before anything ran.
    if (now.view.admittedAt === null) await waitInLine();
    if (!now.result) await visit.run();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await inTurn(async () => {
      if (!now.result) await endAs('REMOVED');
    });
  }
  await CancellationScope.nonCancellable(() => condition(() => publication.done() && allHandlersFinished()));
  if (!now.result) throw new Error('A session must not close without a result');
  return now.result;
}
