import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { HoldInForce } from '../../src/contracts/activities';
import { closeSignal } from '../../src/contracts/messages';
import { fakeSessionActivities, type FakeSessionActivities } from '../support/fakeSessionActivities';
import { timeSkippingEnvironment, withSession, type RunningSession } from '../support/timeSkipping';
import { codeOf, extend, hold, leave, pay, release, signalHold, view } from './sessionMessages';

/** The hold that the API makes before the session has had a workflow task. */
let environment: TestWorkflowEnvironment;
let activities: FakeSessionActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeSessionActivities();
});

/**
 * A session that ends with the scenario. One that is terminated while a signal is being taken leaves the test server with a workflow task
 * that nobody completes, and then it skips no time any more.
 */
async function visit(
  start: Parameters<typeof withSession>[2],
  scenario: (session: RunningSession) => Promise<void>,
): Promise<void> {
  await withSession(environment, activities, start, async (session) => {
    await scenario(session);
    if ((await session.handle.describe()).status.name === 'RUNNING') await leave(session);
    await session.handle.result();
  });
}

/** Some seconds pass until the session has begun. */
async function firstHold(ms = 300_000): Promise<HoldInForce> {
  const expiresAt = (await environment.currentTimeMs()) + ms;
  const seats = [{ id: '9', seatNumber: 'A9', area: 'A', grade: 'R', price: 500 }];
  return {
    holdNumber: 1,
    hold: { reservationId: 'reservation-1', scheduleId: '7', seats, amount: 500, expiresAt },
  };
}

/** PostgreSQL has the hold, and the workflow has been told of it. */
async function signaled(scenario: (session: RunningSession, made: HoldInForce) => Promise<void>) {
  const made = await firstHold();
  activities.holdBefore(made);
  await visit({ firstHold: 'SIGNALED', signaled: made }, (session) => scenario(session, made));
}

describe('a hold that is signaled', () => {
  test('is the hold of the session: nobody looks for it, and it is released when its time is over', async () => {
    await signaled(async (session, { hold: made }) => {
      expect(await view(session)).toMatchObject({ state: 'HOLDING', hold: made, revision: 1 });
      await environment.sleep(280_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(25_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
      expect(activities.steps).toEqual(['releaseHold 1 EXPIRED']);
    });
  });

  test('is paid, with its number', async () => {
    await signaled(async (session) => {
      await pay(session);
      expect(await session.handle.result()).toMatchObject({
        outcome: 'CONFIRMED',
        seats: ['A9'],
        amount: 500,
      });
      expect(activities.steps).toEqual(['pay 1']);
    });
  });

  test('outlives a refused payment, and still runs out', async () => {
    await signaled(async (session) => {
      activities.refuseNext('pay', 'INSUFFICIENT_BALANCE');
      expect(await codeOf(pay(session))).toBe('INSUFFICIENT_BALANCE');
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(301_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
    });
  });

  test('is swapped, extended and let go as any other', async () => {
    await signaled(async (session, { hold: made }) => {
      Object.assign(activities.extension, { byMs: 100_000, leftMs: 400_000 });
      expect(await extend(session)).toMatchObject({ expiresAt: made.expiresAt + 100_000 });
      await environment.sleep(301_000);
      expect((await view(session)).state).toBe('HOLDING');
      await hold(session);
      await release(session);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'RELEASED' });
      expect(activities.steps).toEqual([
        'extendHold 1 up to 900000',
        'holdSeats 2',
        'releaseHold 2 RELEASED',
      ]);
    });
  });

  test('keeps the session open when all is sold out', async () => {
    await signaled(async (session) => {
      await session.handle.signal(closeSignal, { reason: 'SOLD_OUT', sessionId: session.sessionId });
      expect((await view(session)).state).toBe('HOLDING');
    });
  });

  test('is let go by a fan who leaves', async () => {
    await signaled(async (session) => {
      await leave(session);
      expect(await session.handle.result()).toMatchObject({ outcome: 'LEFT' });
      expect(activities.steps).toEqual(['endSession FAN_LEFT']);
    });
  });

  test('twice is one hold', async () => {
    await signaled(async (session, made) => {
      await signalHold(session, { ...made, hold: { ...made.hold, amount: 1 } });
      expect((await view(session)).hold).toEqual(made.hold);
    });
  });
});

describe('a signal counts no more', () => {
  test('when the session has held seats by itself since', async () => {
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      const own = await hold(session);
      await signalHold(session, await firstHold());
      expect((await view(session)).hold).toEqual(own);
    });
  });

  test('when it has let go since what was held', async () => {
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      await hold(session);
      await release(session);
      await signalHold(session, await firstHold());
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', hold: null });
    });
  });

  test("when it is for another visit of the fan's", async () => {
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      await signalHold(session, await firstHold(), 'another');
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', hold: null });
    });
  });
});

describe('a hold that was never signaled', () => {
  test('is found in the first workflow task, and runs out when its time is over', async () => {
    const made = await firstHold(100_000);
    activities.holdBefore(made, 100_000);
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      await environment.sleep(1_000);
      expect(await view(session)).toMatchObject({ state: 'HOLDING', hold: made.hold });
      await environment.sleep(100_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
      expect(activities.steps).toEqual(['findHold', 'releaseHold 1 EXPIRED']);
    });
  });

  test('is looked for once: without one the session expires with its window', async () => {
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      expect(await session.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'ADMISSION_WINDOW' });
      expect(activities.steps).toEqual(['findHold', 'endSession ADMISSION_WINDOW']);
    });
  });

  test('is not looked for in sessions whose holds are all updates', async () => {
    await visit({}, async (session) => {
      await session.handle.result();
      expect(activities.steps).toEqual(['endSession ADMISSION_WINDOW']);
    });
  });
});

test('signaled to a session that has woken and found nothing, it is held all the same', async () => {
  await visit({ firstHold: 'SIGNALED' }, async (session) => {
    await environment.sleep(1_000);
    expect((await view(session)).state).toBe('ADMITTED');
    const made = await firstHold();
    activities.holdBefore(made);
    await signalHold(session, made);
    const { revision, ...holding } = await view(session);
    expect(holding).toMatchObject({ state: 'HOLDING', hold: made.hold });
    expect(revision).toBeGreaterThan(made.holdNumber);
    await environment.sleep(302_000);
    expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
    // The API's view was older than the one that the session has written.
    expect(activities.steps).toEqual(['findHold', 'publishView HOLDING', 'releaseHold 1 EXPIRED']);
  });
});

describe('what was refused has decided nothing:', () => {
  test('a hold that is signaled after a refused one is in force, and is paid', async () => {
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      activities.refuseNext('holdSeats', 'SEAT_LIMIT_EXCEEDED');
      expect(await codeOf(hold(session))).toBe('SEAT_LIMIT_EXCEEDED');
      const made = await firstHold();
      await signalHold(session, made);
      expect(await view(session)).toMatchObject({ state: 'HOLDING', hold: made.hold });
      expect(await pay(session)).toMatchObject({ paymentId: 'payment' });
    });
  });

  test('a hold that was not signaled is found before a refused one', async () => {
    const made = await firstHold();
    activities.holdBefore(made);
    await visit({ firstHold: 'SIGNALED' }, async (session) => {
      activities.refuseNext('holdSeats', 'SEAT_LIMIT_EXCEEDED');
      expect(await codeOf(hold(session))).toBe('SEAT_LIMIT_EXCEEDED');
      expect(await view(session)).toMatchObject({ state: 'HOLDING', hold: made.hold });
    });
  });
});

describe('a hold that was not signaled is found before', () => {
  let made: HoldInForce;
  beforeEach(async () => {
    made = await firstHold();
    activities.holdBefore(made);
  });
  const asleep = (scenario: (session: RunningSession) => Promise<void>) =>
    visit({ firstHold: 'SIGNALED' }, scenario);

  test('it is paid', async () => {
    await asleep(async (session) => {
      expect(await pay(session)).toMatchObject({ paymentId: 'payment' });
      await session.handle.result();
      expect(activities.steps).toEqual(['findHold', 'pay 1']);
    });
  });

  test('it is let go', async () => {
    await asleep(async (session) => {
      await release(session);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'RELEASED' });
      expect(activities.steps).toEqual(['findHold', 'releaseHold 1 RELEASED']);
    });
  });

  test('it is extended', async () => {
    await asleep(async (session) => {
      Object.assign(activities.extension, { byMs: 100_000, leftMs: 400_000 });
      expect(await extend(session)).toMatchObject({ expiresAt: made.hold.expiresAt + 100_000 });
    });
  });
});

test('a payment where nothing is held is refused in its turn as on arrival', async () => {
  await visit({ firstHold: 'SIGNALED' }, async (session) => {
    expect(await codeOf(pay(session))).toBe('INVALID_TRANSITION');
    expect(await codeOf(pay(session))).toBe('INVALID_TRANSITION');
    expect(activities.steps).toEqual(['findHold']);
  });
});
