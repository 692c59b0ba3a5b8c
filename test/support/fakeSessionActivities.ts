import { ApplicationFailure } from '@temporalio/common';
import type {
  FoundHold,
  HoldInForce,
  HoldSeatsInput,
  SessionActivities,
} from '../../src/contracts/activities';
import type { ErrorCode } from '../../src/contracts/errors';
import type { OperatedSession, SessionOperations } from '../../src/contracts/operatorActions';
import type { Hold } from '../../src/contracts/session';

export interface FakeSessionActivities extends SessionActivities, SessionOperations {
  /**
   * Names of the steps taken, in order, with what tells them apart: `holdSeats 1`, `endSession FAN_LEFT`; `keepSeats 2` for a
   * hold with the deadline of the one before, `releaseHold 2` when it ends the attempts 1 and 2.
   */
  steps: string[];
  /** The next call of this step is refused with this code, and says this besides. */
  refuseNext(step: 'holdSeats' | 'extendHold' | 'pay', code: ErrorCode, ...facts: object[]): void;
  /** The next so many views do not reach Redis. */
  loseViews(count: number): void;
  /** `pay` waits for this before it answers. */
  payAfter(gate: Promise<void>): void;
  /** So too `extendHold`. */
  extendAfter(gate: Promise<void>): void;
  /** How far an extension puts the deadline off, and what is left of it by PostgreSQL's clock then. */
  extension: { byMs: number; leftMs: number };
  /** PostgreSQL has this hold, whether it is signaled or not. @param leftMs until its deadline by PostgreSQL's clock */
  holdBefore(hold: HoldInForce, leftMs?: number): void;
}

const CHANGES = {
  operatorReleaseHold: 'RELEASED',
  operatorExtendHold: 'EXTENDED',
  operatorExpire: 'ENDED',
  operatorRemove: 'ENDED',
  operatorAdmit: 'ADMITTED',
} as const;

/** Activities without engines, for the workflow's timing rules. The real ones are tested against the real engines. */
export function fakeSessionActivities(): FakeSessionActivities {
  const steps: string[] = [];
  /** The hold numbers as they came: attempt 1, 2, … */
  const numbers: number[] = [];
  const refusals = new Map<string, [ErrorCode, ...object[]]>();
  let lostViews = 0;
  let gate: Promise<void> = Promise.resolve();
  let extensionGate: Promise<void> = Promise.resolve();
  const extension = { byMs: 0, leftMs: 0 };
  let held: Hold | null = null;
  let barredThrough = 0;
  let before: FoundHold | null = null;

  function published(): { viewPublished: boolean } {
    return { viewPublished: lostViews-- <= 0 };
  }
  function refuseIfAsked(step: string): void {
    const refusal = refusals.get(step);
    refusals.delete(step);
    if (refusal) throw ApplicationFailure.nonRetryable('refused by the test', ...refusal);
  }
  function holdOf(holdNumber: number, { holdMs, request: { seatIds = ['1'] } }: HoldSeatsInput): Hold {
    return {
      reservationId: `reservation-${holdNumber}`,
      scheduleId: '7',
      seats: seatIds.map((id) => ({ id, seatNumber: id, area: 'A', grade: 'R', price: 1000 })),
      amount: 1000 * seatIds.length,
      expiresAt: holdMs === null ? (held?.expiresAt ?? 0) : Date.now() + holdMs,
    };
  }

  return {
    steps,
    extension,
    holdBefore(hold, leftMs = 300_000) {
      before = { ...hold, leftMs };
      held = hold.hold;
      numbers.push(hold.holdNumber);
    },
    extendAfter: (promise) => void (extensionGate = promise),
    refuseNext: (step, code, ...facts) => void refusals.set(step, [code, ...facts]),
    loseViews: (count) => void (lostViews = count),
    payAfter: (promise) => void (gate = promise),
    async openSession() {
      steps.push('openSession');
      return published();
    },
    async admitSession() {
      steps.push('admitSession');
      return published();
    },
    async holdSeats(input) {
      numbers.push(input.holdNumber);
      refuseIfAsked('holdSeats');
      if (input.holdNumber <= barredThrough) throw new Error('A hold needs a number that was never released');
      const what = input.holdMs === null ? 'keepSeats' : 'holdSeats';
      steps.push(`${what} ${numbers.length}`);
      held = holdOf(numbers.length, input);
      return { hold: held, ...published() };
    },
    async findHold() {
      steps.push('findHold');
      return { found: before, ...published() };
    },
    async extendHold({ holdNumber, holdCapMs }) {
      await extensionGate;
      refuseIfAsked('extendHold');
      steps.push(`extendHold ${numbers.indexOf(holdNumber) + 1} up to ${holdCapMs}`);
      if (!held) throw new Error('There is no hold to extend');
      held = { ...held, expiresAt: held.expiresAt + extension.byMs };
      return { hold: held, leftMs: extension.leftMs, ...published() };
    },
    async releaseHold({ holdNumber, lastHoldEnd }) {
      barredThrough = holdNumber;
      steps.push(`releaseHold ${numbers.filter((number) => number < holdNumber).length} ${lastHoldEnd}`);
      return { end: null, ...published() };
    },
    async pay({ holdNumber }) {
      await gate;
      refuseIfAsked('pay');
      const attempt = numbers.indexOf(holdNumber) + 1;
      steps.push(`pay ${attempt}`);
      return {
        paymentId: 'payment',
        reservationId: `reservation-${attempt}`,
        amount: 1000,
        balance: 0,
        ...published(),
      };
    },
    async endSession({ reason }) {
      steps.push(`endSession ${reason}`);
      return { end: { reason, reservationId: null, paymentId: null }, ...published() };
    },
    async operateSession({ action, refusal, seconds = 0 }) {
      steps.push([action.what, action.by, ...(refusal ? [refusal.code] : [])].join(' '));
      const reason = action.what === 'operatorExpire' ? 'EXPIRED_BY_OPERATOR' : 'REMOVED';
      const change: OperatedSession['change'] = refusal ? 'NONE' : CHANGES[action.what];
      if (change === 'EXTENDED' && held) held = { ...held, expiresAt: held.expiresAt + 1_000 * seconds };
      return {
        ...{ change, refusal },
        answer: refusal ? null : { outcome: 'DONE', actionId: action.actionId, at: new Date().toISOString() },
        end: change === 'ENDED' ? { reason, reservationId: null, paymentId: null } : null,
        hold: change === 'EXTENDED' ? held : null,
        leftMs: change === 'EXTENDED' && held ? held.expiresAt - Date.now() : null,
        ...published(),
      };
    },
    async publishView(view) {
      steps.push(`publishView ${view.state}`);
    },
  };
}
