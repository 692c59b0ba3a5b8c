import type { ErrorCode } from '../contracts/errors';
import type { LastHoldEnd } from '../contracts/session';
import { isEnded, type SessionState } from '../contracts/states';

/** What the rules need to know of a session at one moment. */
export interface SessionMoment {
  state: SessionState;
  lastHoldEnd: LastHoldEnd;
  /** The admission window has run out, and only a hold keeps the session open. */
  windowOver: boolean;
}

export interface Refusal {
  code: ErrorCode;
  /** Says what the client can do next. */
  detail: string;
}

export const SESSION_ENDED: Refusal = {
  code: 'QUEUE_TOKEN_EXPIRED',
  detail: 'This session has ended. Join the concert again.',
};
const WAITING: Refusal = {
  code: 'NOT_ADMITTED',
  detail: 'Wait until the session is admitted, then try again.',
};
const PAYING: Refusal = {
  code: 'INVALID_TRANSITION',
  detail: 'A payment is in progress. Ask for the session to see its end.',
};
export const NO_HOLD: Refusal = { code: 'INVALID_TRANSITION', detail: 'There is no hold. Hold seats first.' };
const WINDOW_OVER: Refusal = {
  code: 'NOT_ADMITTED',
  detail: 'The admission window has run out: pay for the seats you hold, or join the concert again.',
};
export const HOLD_EXPIRED: Refusal = {
  code: 'HOLD_EXPIRED',
  detail: 'The hold ran out and nothing was charged. Hold seats again.',
};

/** Why seats can't be held now; null when they can. Holding again while holding is a swap. */
export function refusalToHold({ state, windowOver }: SessionMoment): Refusal | null {
  if (isEnded(state)) return SESSION_ENDED;
  if (state === 'WAITING') return WAITING;
  if (state === 'PAYING') return PAYING;
  return windowOver ? WINDOW_OVER : null;
}

/** Why a hold can't be let go; null when it can, also where there is none: letting go twice is letting go once. */
export function refusalToRelease({ state }: SessionMoment): Refusal | null {
  if (isEnded(state)) return SESSION_ENDED;
  if (state === 'WAITING') return WAITING;
  return state === 'PAYING' ? PAYING : null;
}

/** Why the hold can't be paid; null when it can. Whether its time is over, PostgreSQL decides. */
export function refusalToPay(moment: SessionMoment): Refusal | null {
  return refusalWithoutHold(moment);
}

/**
 * Why the hold's deadline can't be put off; null when it can. What the concert allows, and whether it was done before,
 * PostgreSQL decides.
 */
export function refusalToExtend(moment: SessionMoment): Refusal | null {
  return refusalWithoutHold(moment);
}

/** Why single seats of the hold can't be let go; null when they can, also after the admission window: nothing is chosen. */
export function refusalToReleaseSeats(moment: SessionMoment): Refusal | null {
  return refusalWithoutHold(moment);
}

function refusalWithoutHold({ state, lastHoldEnd }: SessionMoment): Refusal | null {
  if (isEnded(state)) return SESSION_ENDED;
  if (state === 'WAITING') return WAITING;
  if (state === 'PAYING') return PAYING;
  if (state === 'HOLDING') return null;
  return lastHoldEnd === 'EXPIRED' ? HOLD_EXPIRED : NO_HOLD;
}
