import { ApplicationFailure } from '@temporalio/common';
import type { SessionActivities } from '../../src/contracts/activities';
import type { ErrorCode } from '../../src/contracts/errors';
import type { Hold } from '../../src/contracts/session';

export interface FakeSessionActivities extends SessionActivities {
  /** Names of the steps taken, in order, with what tells them apart: `holdSeats 1`, `endSession FAN_LEFT`. */
  steps: string[];
  /** The next call of this step is refused with this code. */
  refuseNext(step: 'holdSeats' | 'pay', code: ErrorCode): void;
  /** The next so many views do not reach Redis. */
  loseViews(count: number): void;
  /** `pay` waits for this before it answers. */
  payAfter(gate: Promise<void>): void;
}

/** Activities without engines, for the workflow's timing rules. The real ones are tested against the real engines. */
export function fakeSessionActivities(): FakeSessionActivities {
  const steps: string[] = [];
  /** The hold numbers as they came: attempt 1, 2, … */
  const numbers: number[] = [];
  const refusals = new Map<string, ErrorCode>();
  let lostViews = 0;
  let gate: Promise<void> = Promise.resolve();

  function published(): { viewPublished: boolean } {
    return { viewPublished: lostViews-- <= 0 };
  }
  function refuseIfAsked(step: string): void {
    const code = refusals.get(step);
    refusals.delete(step);
    if (code) throw ApplicationFailure.nonRetryable('refused by the test', code);
  }
  function holdOf(holdNumber: number, holdMs: number): Hold {
    const seats = [{ id: '1', seatNumber: '1', area: 'A', grade: 'R', price: 1000 }];
    return {
      reservationId: `reservation-${holdNumber}`,
      scheduleId: '7',
      seats,
      amount: 1000,
      expiresAt: Date.now() + holdMs,
    };
  }

  return {
    steps,
    refuseNext: (step, code) => void refusals.set(step, code),
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
    async holdSeats({ holdNumber, holdMs }) {
      numbers.push(holdNumber);
      refuseIfAsked('holdSeats');
      steps.push(`holdSeats ${numbers.length}`);
      return { hold: holdOf(numbers.length, holdMs), ...published() };
    },
    async releaseHold({ holdNumber, lastHoldEnd }) {
      steps.push(`releaseHold ${numbers.indexOf(holdNumber) + 1} ${lastHoldEnd}`);
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
    async publishView(view) {
      steps.push(`publishView ${view.state}`);
    },
  };
}
