import { setHandler } from '@temporalio/workflow';
import type { Published, SessionActivities, SessionContext } from '../contracts/activities';
import {
  extendHoldUpdate,
  holdSeatsUpdate,
  releaseHoldUpdate,
  releaseSeatsUpdate,
  type Addressed,
} from '../contracts/messages';
import type { Hold, SessionLimits, SessionView } from '../contracts/session';
import {
  NO_HOLD,
  refusalToExtend,
  refusalToHold,
  refusalToRelease,
  refusalToReleaseSeats,
  type Refusal,
  type SessionMoment,
} from '../domain/sessionRules';
import { holdingView } from '../domain/sessionView';
import { leftUntil, startDeadline, type Deadline } from './deadline';
import { refuse, rethrowRefusal } from './refusal';

/** The cap of sessions that began before there was one. */
const HOLD_CAP_MS = 900_000;

const NOT_HELD: Refusal = {
  code: 'SEAT_NOT_FOUND',
  detail: 'The hold has no such seat. Ask for the session to see what it holds.',
};
const NONE_LEFT: Refusal = {
  code: 'INVALID_TRANSITION',
  detail: 'That would let every seat go. Use DELETE /v1/session/hold for it.',
};

/** What of its session the handlers of holds use. */
export interface SessionOfHolds {
  now: { view: SessionView; holdNumber: number; holdDeadline: Deadline | null };
  limits: SessionLimits;
  activities: Pick<SessionActivities, 'holdSeats' | 'extendHold'>;
  inTurn<T>(step: () => Promise<T>): Promise<T>;
  /** In its turn. */
  permit(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void;
  permitOnArrival(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void;
  nextContext(cause: Addressed): SessionContext;
  nextAttempt(): number;
  become(view: SessionView, published: Published): void;
  /** Lets the whole hold go. */
  letGo(cause: Addressed): Promise<void>;
}

/** What the handlers of holds have in common with those of operators. */
export interface Holds {
  /** The longest a hold may last in all. Milliseconds. */
  capMs: number;
  /** Starts the timer of the hold anew where it runs for another deadline. @param leftMs by PostgreSQL's clock */
  time(leftMs: number, hold: Hold): void;
}

/** Lets the fan hold seats, swap them, put the deadline off, and let some or all of them go. */
export function handleHolds(session: SessionOfHolds): Holds {
  const { now, limits, activities, inTurn, permit, permitOnArrival } = session;
  const { nextContext, nextAttempt, become, letGo } = session;
  const capMs = limits.holdCapMs ?? HOLD_CAP_MS;

  /**
   * The deadline that the timer runs for, epoch milliseconds. The view can know of a later one, of an extension that a crash
   * took from the workflow's memory: whatever names a deadline to the fan starts the timer anew where it runs for another.
   */
  let timedUntil: number | null = null;

  function startHoldDeadline(ms: number, { expiresAt }: Hold): void {
    now.holdDeadline?.cancel();
    now.holdDeadline = startDeadline(ms, 'The hold runs out: the seats go back on sale');
    timedUntil = expiresAt;
  }

  function holdInForce(): Hold {
    return now.view.hold ?? refuse(NO_HOLD);
  }

  setHandler(
    holdSeatsUpdate,
    ({ sessionId, requestId, ...request }) =>
      inTurn(async () => {
        permit({ sessionId }, refusalToHold);
        const { holdMs, maxSeats } = limits;
        const step = nextContext({ sessionId, requestId });
        const attempt = { ...step, holdNumber: nextAttempt(), holdMs, maxSeats, request };
        const { hold, ...published } = await activities.holdSeats(attempt).catch(rethrowRefusal);
        now.holdNumber = attempt.holdNumber;
        startHoldDeadline(holdMs, hold);
        become(holdingView(step, hold), published);
        return hold;
      }),
    {
      validator: (message: Addressed) => permitOnArrival(message, refusalToHold),
      description: 'Holds seats, or swaps the ones held',
    },
  );

  setHandler(
    extendHoldUpdate,
    (message) =>
      inTurn(async () => {
        permit(message, refusalToExtend);
        const step = nextContext(message);
        const { holdNumber } = now;
        const { hold, leftMs, ...published } = await activities
          .extendHold({ ...step, holdNumber, holdCapMs: capMs })
          .catch((error: unknown) => rethrowRefusal(error, now.view.hold));
        // Extended before: the timer runs already.
        if (hold.expiresAt !== timedUntil) startHoldDeadline(leftMs, hold);
        become(holdingView(step, hold), published);
        return hold;
      }),
    {
      validator: (message: Addressed) => permitOnArrival(message, refusalToExtend),
      description: 'Puts off the deadline of the hold, once',
    },
  );

  setHandler(
    releaseSeatsUpdate,
    ({ releaseSeatIds, ...message }) =>
      inTurn(async () => {
        permit(message, refusalToReleaseSeats);
        const { scheduleId, seats } = holdInForce();
        const held = seats.map(({ id }) => id);
        const strange = releaseSeatIds.filter((id) => !held.includes(id));
        if (strange.length > 0) refuse(NOT_HELD, { seatIds: strange });
        const seatIds = held.filter((id) => !releaseSeatIds.includes(id));
        if (seatIds.length === 0) refuse(NONE_LEFT);
        const { maxSeats } = limits;
        const step = nextContext(message);
        const request = { scheduleId, seatIds };
        const attempt = { ...step, holdNumber: nextAttempt(), holdMs: null, maxSeats, request };
        const { hold, ...published } = await activities
          .holdSeats(attempt)
          .catch((error: unknown) => rethrowRefusal(error, now.view.hold));
        now.holdNumber = attempt.holdNumber;
        if (hold.expiresAt !== timedUntil) startHoldDeadline(leftUntil(hold.expiresAt), hold);
        become(holdingView(step, hold), published);
        return hold;
      }),
    {
      validator: (message: Addressed) => permitOnArrival(message, refusalToReleaseSeats),
      description: 'Lets single seats of the hold go; its deadline stays',
    },
  );

  setHandler(
    releaseHoldUpdate,
    (message) =>
      inTurn(async () => {
        permit(message, refusalToRelease);
        if (now.view.hold) await letGo(message);
      }),
    {
      validator: (message: Addressed) => permitOnArrival(message, refusalToRelease),
      description: 'Lets the held seats go',
    },
  );

  return {
    capMs,
    time(leftMs, hold) {
      if (hold.expiresAt !== timedUntil) startHoldDeadline(leftMs, hold);
    },
  };
}
