import { randomUUID } from 'node:crypto';
import type { PayResult } from '../../src/contracts/messages';
import type { Hold } from '../../src/contracts/session';
import { isEnded, type SessionState } from '../../src/contracts/states';
import { Problem } from '../../src/api/problem';
import type { SessionGateway, SessionReference, SessionSnapshot } from '../../src/api/sessionGateway';

/** 2030-01-01T00:00:00Z. */
export const LATER = Date.UTC(2030, 0, 1);

export function exampleHold(scheduleId = '1'): Hold {
  const seat = { id: '7', seatNumber: 'A7', area: 'A', grade: 'VIP', price: 2000 };
  return { reservationId: randomUUID(), scheduleId, seats: [seat], amount: 2000, expiresAt: LATER };
}

/** Sessions without Temporal and Redis, for what is the API's own: routing, tokens, keys, JSON. It decides nothing. */
export class FakeSessions implements SessionGateway {
  readonly calls: string[] = [];
  /** What the next calls do; replaced by tests. */
  onPay: (paymentKey: string) => Promise<PayResult> = () =>
    Promise.reject(new Error('no payment was expected'));
  onHold: () => Promise<Hold> = () => Promise.resolve(exampleHold());
  onJoin: () => void = () => undefined;
  onCancel: (reservationId: string) => Promise<void> = () => Promise.resolve();
  private readonly snapshots = new Map<string, SessionSnapshot>();

  join(userId: string, concertId: string): Promise<{ created: boolean; snapshot: SessionSnapshot }> {
    this.onJoin();
    const known = [...this.snapshots.values()].find(
      ({ view }) =>
        view.identity.userId === userId && view.identity.concertId === concertId && !isEnded(view.state),
    );
    if (known) return Promise.resolve({ created: false, snapshot: known });
    const sessionId = randomUUID();
    const identity = { sessionId, concertId, userId, place: 1, positionAtEntry: 0, joinedAt: Date.now() };
    const snapshot: SessionSnapshot = {
      view: {
        revision: 0,
        identity,
        state: 'WAITING',
        admittedAt: null,
        admittedUntil: null,
        expiresAt: LATER,
        hold: null,
        lastHoldEnd: null,
        reservationId: null,
        endReason: null,
      },
      position: 3,
      ahead: 2,
      estimatedWaitSeconds: 1,
      pollAfterSeconds: 1,
      waitingRoomState: 'OPEN',
    };
    this.snapshots.set(sessionId, snapshot);
    return Promise.resolve({ created: true, snapshot });
  }

  /** Puts a session into a state, as if the workflow had. */
  put(sessionId: string, state: SessionState, hold: Hold | null = null): void {
    const { view } = this.of(sessionId);
    const admitted = state !== 'WAITING';
    const changed = { ...view, state, hold, admittedUntil: admitted ? LATER : null };
    const place: Partial<SessionSnapshot> = admitted
      ? { position: null, ahead: 0, waitingRoomState: null }
      : { position: 3, ahead: 2, waitingRoomState: 'OPEN' };
    this.snapshots.set(sessionId, { ...this.of(sessionId), ...place, view: changed });
  }

  read({ sessionId }: SessionReference): Promise<SessionSnapshot> {
    return Promise.resolve().then(() => this.of(sessionId));
  }

  async readAdmitted(session: SessionReference): Promise<SessionSnapshot> {
    const snapshot = await this.read(session);
    if (isEnded(snapshot.view.state)) throw new Problem('QUEUE_TOKEN_EXPIRED', 'Join again.');
    if (snapshot.view.state === 'WAITING') throw new Problem('NOT_ADMITTED', 'Wait.');
    return snapshot;
  }

  async hold(session: SessionReference): Promise<Hold> {
    this.calls.push('hold');
    await this.readAdmitted(session);
    return await this.onHold();
  }

  async extendHold(session: SessionReference): Promise<Hold> {
    this.calls.push('extendHold');
    await this.readAdmitted(session);
    return await this.onHold();
  }

  async releaseSeats(session: SessionReference, seatIds: string[]): Promise<Hold> {
    this.calls.push(`releaseSeats ${seatIds.join(' ')}`);
    await this.readAdmitted(session);
    return await this.onHold();
  }

  async releaseHold(session: SessionReference): Promise<void> {
    this.calls.push('releaseHold');
    await this.readAdmitted(session);
  }

  async pay(session: SessionReference, paymentKey: string): Promise<PayResult> {
    this.calls.push('pay');
    await this.readAdmitted(session);
    return await this.onPay(paymentKey);
  }

  leave(): Promise<void> {
    this.calls.push('leave');
    return Promise.resolve();
  }

  cancelReservation({ reservationId }: { reservationId: string }): Promise<void> {
    this.calls.push('cancelReservation');
    return this.onCancel(reservationId);
  }

  private of(sessionId: string): SessionSnapshot {
    const snapshot = this.snapshots.get(sessionId);
    if (!snapshot) throw new Problem('QUEUE_TOKEN_EXPIRED', 'Join again.');
    return snapshot;
  }
}
