import type { Hold } from '../contracts/session';
import type { SessionSnapshot } from './sessionGateway';

/** A hold as clients see it: what it holds, and until when. */
export function holdJson({ reservationId, scheduleId, seats, amount, expiresAt }: Hold) {
  return {
    reservationId,
    scheduleId,
    seats: seats.map(({ id, seatNumber, area, grade, price }) => ({
      ...{ id, seatNumber, area, grade, price },
      status: 'HELD',
    })),
    amount,
    expiresAt: rfc3339(expiresAt),
  };
}

/** A session as clients see it. */
export function sessionJson(snapshot: SessionSnapshot) {
  const { view, position, ahead, estimatedWaitSeconds, pollAfterSeconds, waitingRoomState } = snapshot;
  return {
    sessionId: view.identity.sessionId,
    state: view.state,
    concertId: view.identity.concertId,
    position,
    ahead,
    estimatedWaitSeconds,
    pollAfterSeconds,
    waitingRoomState,
    admittedUntil: view.admittedUntil === null ? null : rfc3339(view.admittedUntil),
    expiresAt: rfc3339(view.expiresAt),
    hold: view.hold && holdJson(view.hold),
    reservationId: view.reservationId,
  };
}

function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
