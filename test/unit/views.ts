import type { SessionContext } from '../../src/contracts/activities';
import type { Hold, SessionIdentity, SessionView } from '../../src/contracts/session';
import { idleView } from '../../src/domain/sessionView';

/** 2026-01-02 03:04:05 UTC. */
export const ARRIVAL = Date.UTC(2026, 0, 2, 3, 4, 5);

export const IDENTITY: SessionIdentity = {
  sessionId: '0190a1b2-0000-7000-8000-000000000001',
  concertId: '42',
  userId: '0190a1b2-0000-7000-8000-000000000002',
  place: ARRIVAL,
  positionAtEntry: 3,
  joinedAt: ARRIVAL,
};

export const WAITING_CONTEXT: SessionContext = {
  identity: IDENTITY,
  revision: 1,
  admittedAt: null,
  admittedUntil: null,
  expiresAt: ARRIVAL + 3_600_000,
};

export const ADMITTED_CONTEXT: SessionContext = {
  identity: IDENTITY,
  revision: 2,
  admittedAt: ARRIVAL + 60_000,
  admittedUntil: ARRIVAL + 660_000,
  expiresAt: ARRIVAL + 660_000,
};

export const HOLD: Hold = {
  reservationId: '6f1d5e0a-0000-4000-8000-000000000003',
  scheduleId: '7',
  seats: [
    { id: '1', seatNumber: 'A1', area: 'Floor', grade: 'R', price: 90_000 },
    { id: '2', seatNumber: 'A2', area: 'Floor', grade: 'R', price: 90_000 },
  ],
  amount: 180_000,
  expiresAt: ARRIVAL + 400_000,
};

export const waitingView: SessionView = idleView(WAITING_CONTEXT);
export const admittedView: SessionView = idleView(ADMITTED_CONTEXT);
