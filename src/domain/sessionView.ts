import type { SessionContext } from '../contracts/activities';
import type { Hold, LastHoldEnd, SessionView } from '../contracts/session';
import { END_STATE_OF, type EndReason } from '../contracts/states';

/** The views a session takes, one function per state, so that the workflow and the activities write the same thing. */

function base({ identity, revision, admittedAt, admittedUntil, expiresAt }: SessionContext): SessionView {
  return {
    revision,
    identity,
    state: admittedAt === null ? 'WAITING' : 'ADMITTED',
    admittedAt,
    admittedUntil,
    expiresAt,
    hold: null,
    lastHoldEnd: null,
    reservationId: null,
    endReason: null,
  };
}

/** WAITING or ADMITTED, without a hold. */
export function idleView(context: SessionContext, lastHoldEnd: LastHoldEnd = null): SessionView {
  return { ...base(context), lastHoldEnd };
}

/** A hold may reach beyond the admission window: the fan can still pay, so the session lasts as long as the hold. */
export function holdingView(context: SessionContext, hold: Hold): SessionView {
  return { ...base(context), state: 'HOLDING', hold, expiresAt: Math.max(context.expiresAt, hold.expiresAt) };
}

/** @param endedAt epoch milliseconds */
export function endedView(
  context: SessionContext,
  reason: EndReason,
  endedAt: number,
  reservationId: string | null = null,
): SessionView {
  return {
    ...base(context),
    state: END_STATE_OF[reason],
    endReason: reason,
    expiresAt: endedAt,
    reservationId,
  };
}

/**
 * The view to write while a payment is under way: one that is refused changes nothing and writes nothing, so PAYING would
 * stay.
 */
export function settled(view: SessionView): SessionView {
  return view.state === 'PAYING' ? { ...view, state: 'HOLDING' } : view;
}
