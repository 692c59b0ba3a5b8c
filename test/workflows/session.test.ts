import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { admitSignal, closeSignal, payUpdate } from '../../src/contracts/messages';
import { fakeSessionActivities, type FakeSessionActivities } from '../support/fakeSessionActivities';
import { timeSkippingEnvironment, withSession } from '../support/timeSkipping';
import { codeOf, hold, leave, pay, refusalOf, release, view } from './sessionMessages';

let environment: TestWorkflowEnvironment;
let activities: FakeSessionActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeSessionActivities();
});

describe('an admitted session', () => {
  test('a hold lasts 299 s and is released when 300 s are over, back to ADMITTED', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(299_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(2_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', hold: null, lastHoldEnd: 'EXPIRED' });
      expect(activities.steps).toEqual(['holdSeats 1', 'releaseHold 1 EXPIRED']);
      expect(await codeOf(pay(session))).toBe('HOLD_EXPIRED');
    });
  });

  test('a payment at 299 s confirms and ends the session', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(299_000);
      expect(await pay(session)).toMatchObject({ paymentId: 'payment', reservationId: 'reservation-1' });
      expect(await session.handle.result()).toEqual({
        outcome: 'CONFIRMED',
        reason: 'PAID',
        reservationId: 'reservation-1',
        paymentId: 'payment',
        seats: ['1'],
        amount: 1000,
      });
      expect(activities.steps).toEqual(['holdSeats 1', 'pay 1']);
    });
  });

  test('without a hold it expires when its admission window of 600 s is over', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await environment.sleep(599_000);
      expect((await view(session)).state).toBe('ADMITTED');
      expect(await session.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'ADMISSION_WINDOW' });
      expect(activities.steps).toEqual(['endSession ADMISSION_WINDOW']);
    });
  });

  test('a hold keeps it open beyond the window, but cannot be swapped then; when it runs out the session ends', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await environment.sleep(590_000);
      await hold(session);
      await environment.sleep(60_000);
      expect((await view(session)).state).toBe('HOLDING');
      expect(await codeOf(hold(session))).toBe('NOT_ADMITTED');
      expect(await session.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'ADMISSION_WINDOW' });
      expect(activities.steps).toEqual([
        'holdSeats 1',
        'releaseHold 1 EXPIRED',
        'endSession ADMISSION_WINDOW',
      ]);
    });
  });

  test('swapping starts the 300 s anew, and the first timer releases nothing', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(200_000);
      await hold(session);
      await environment.sleep(299_000);
      expect((await view(session)).hold?.reservationId).toBe('reservation-2');
      await environment.sleep(2_000);
      expect(activities.steps).toEqual(['holdSeats 1', 'holdSeats 2', 'releaseHold 2 EXPIRED']);
    });
  });

  test('a refused swap leaves the hold and its timer as they were', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(200_000);
      activities.refuseNext('holdSeats', 'SEAT_HELD');
      expect(await codeOf(hold(session))).toBe('SEAT_HELD');
      expect((await view(session)).hold?.reservationId).toBe('reservation-1');
      await environment.sleep(101_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
    });
  });

  test('a refused swap leaves the earlier hold payable', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      activities.refuseNext('holdSeats', 'SEAT_HELD');
      expect(await codeOf(hold(session))).toBe('SEAT_HELD');
      await pay(session);
      expect(activities.steps).toEqual(['holdSeats 1', 'pay 1']);
    });
  });

  test('too little balance leaves the hold and its timer, and a later payment succeeds', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      activities.refuseNext('pay', 'INSUFFICIENT_BALANCE');
      expect(await codeOf(pay(session, 'first'))).toBe('INSUFFICIENT_BALANCE');
      expect((await view(session)).state).toBe('HOLDING');
      await pay(session, 'second');
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
    });
  });

  test('a refusal that is about the deadline names it, beside what the activity says', async () => {
    await withSession(environment, activities, {}, async (session) => {
      const { expiresAt } = await hold(session);
      for (const code of ['INSUFFICIENT_BALANCE', 'HOLD_EXPIRED', 'INVALID_TRANSITION'] as const) {
        activities.refuseNext('pay', code, { balance: 5 });
        const { type, details } = await refusalOf(pay(session, code));
        const deadline = { expiresAt: new Date(expiresAt).toISOString() };
        const named = code === 'INVALID_TRANSITION' ? {} : deadline;
        expect({ type, details }).toEqual({ type: code, details: [{ balance: 5, ...named }] });
      }
    });
  });

  test('letting a hold go returns the seats; paying then is INVALID_TRANSITION; doing it again changes nothing', async () => {
    await withSession(environment, activities, {}, async (session) => {
      expect(await codeOf(pay(session))).toBe('INVALID_TRANSITION');
      await hold(session);
      await release(session);
      await release(session);
      expect(await codeOf(pay(session))).toBe('INVALID_TRANSITION');
      expect(activities.steps).toEqual(['holdSeats 1', 'releaseHold 1 RELEASED']);
    });
  });

  test('a payment that is under way when the hold runs out is finished, and nothing is released', async () => {
    await withSession(environment, activities, { limits: { holdMs: 2_000 } }, async (session) => {
      await hold(session);
      activities.payAfter(new Promise((resolve) => setTimeout(resolve, 4_000)));
      await pay(session);
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
      expect(activities.steps).not.toContain('releaseHold 1 EXPIRED');
    });
  });

  test.each([
    ['admitted', ['endSession FAN_LEFT']],
    ['holding', ['holdSeats 1', 'endSession FAN_LEFT']],
  ])('leaving while %s ends it as LEFT', async (state, steps) => {
    await withSession(environment, activities, {}, async (session) => {
      if (state === 'holding') await hold(session);
      await leave(session);
      expect(await session.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'FAN_LEFT' });
      expect(activities.steps).toEqual(steps);
    });
  });

  test('the same message id twice is one payment', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      const { handle, sessionId } = session;
      const once = () =>
        handle.executeUpdate(payUpdate, { args: [{ sessionId, paymentKey: 'k' }], updateId: 'pay:k' });
      const [first, second] = await Promise.all([once(), once()]);
      expect(second).toEqual(first);
      expect(activities.steps).toEqual(['holdSeats 1', 'pay 1']);
    });
  });

  test('a message for an earlier session of the fan is refused as QUEUE_TOKEN_EXPIRED', async () => {
    await withSession(environment, activities, {}, async ({ handle }) => {
      const stale = { handle, sessionId: 'another' };
      expect(await codeOf(hold(stale))).toBe('QUEUE_TOKEN_EXPIRED');
      expect(await codeOf(leave(stale))).toBe('QUEUE_TOKEN_EXPIRED');
      expect((await view(stale)).state).toBe('ADMITTED');
    });
  });

  test('a view that missed Redis is written again, and the session closes only after that', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      activities.loseViews(1);
      await pay(session);
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
      expect(activities.steps).toEqual(['holdSeats 1', 'pay 1', 'publishView CONFIRMED']);
    });
  });

  test('cancelling the workflow lets the seats go and ends it as LEFT, reason REMOVED', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await session.handle.cancel();
      expect(await session.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'REMOVED' });
      expect(activities.steps).toEqual(['holdSeats 1', 'endSession REMOVED']);
    });
  });
});

describe('a waiting session', () => {
  test('expires when the queue wait limit of an hour is over', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await environment.sleep(3_590_000);
      expect((await view(session)).state).toBe('WAITING');
      expect(await session.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'QUEUE_WAIT_LIMIT' });
      expect(activities.steps).toEqual(['openSession', 'endSession QUEUE_WAIT_LIMIT']);
    });
  });

  test('may not hold or pay; once admitted it may, and its window counts from then', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      expect(await codeOf(hold(session))).toBe('NOT_ADMITTED');
      expect(await codeOf(pay(session))).toBe('NOT_ADMITTED');
      await environment.sleep(3_000_000);
      await session.handle.signal(admitSignal);
      await session.handle.signal(admitSignal);
      await environment.sleep(599_000);
      expect((await view(session)).state).toBe('ADMITTED');
      await hold(session);
      await pay(session);
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
      expect(activities.steps).toEqual(['openSession', 'admitSession', 'holdSeats 1', 'pay 1']);
    });
  });

  test('leaving while waiting ends it as LEFT', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await leave(session);
      expect(await session.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'FAN_LEFT' });
    });
  });

  test('the room closes it as SOLD_OUT', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await session.handle.signal(closeSignal, { reason: 'SOLD_OUT' });
      expect(await session.handle.result()).toMatchObject({ outcome: 'SOLD_OUT', reason: 'SOLD_OUT' });
    });
  });

  test('once admitted it is not closed as INACTIVE: the fan was heard of meanwhile', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await session.handle.signal(admitSignal);
      await session.handle.signal(closeSignal, { reason: 'INACTIVE' });
      await environment.sleep(1_000);
      expect((await view(session)).state).toBe('ADMITTED');
      await hold(session);
      await pay(session);
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
    });
  });

  test('a wait that was given an end lasts until then, however long ago the fan joined', async () => {
    const limits = { queueWaitMs: 1_000 };
    await withSession(
      environment,
      activities,
      { waiting: true, limits, waitsMs: 60_000 },
      async (session) => {
        await environment.sleep(50_000);
        expect((await view(session)).state).toBe('WAITING');
        expect(await session.handle.result()).toMatchObject({ reason: 'QUEUE_WAIT_LIMIT' });
      },
    );
  });

  test('the room cannot close a session that holds seats', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await session.handle.signal(closeSignal, { reason: 'SOLD_OUT' });
      await pay(session);
      expect((await session.handle.result()).outcome).toBe('CONFIRMED');
    });
  });
});
