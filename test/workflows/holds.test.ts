import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { fakeSessionActivities, type FakeSessionActivities } from '../support/fakeSessionActivities';
import { timeSkippingEnvironment, withSession } from '../support/timeSkipping';
import { codeOf, extend, hold, pay, refusalOf, release, releaseSeats, view } from './sessionMessages';

let environment: TestWorkflowEnvironment;
let activities: FakeSessionActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeSessionActivities();
});

describe('extending a hold', () => {
  test('at 200 s by 300 s lets it last 599 s, and it is released when 600 s are over', async () => {
    await withSession(environment, activities, {}, async (session) => {
      const before = await hold(session);
      await environment.sleep(200_000);
      Object.assign(activities.extension, { byMs: 300_000, leftMs: 400_000 });
      const after = await extend(session);
      expect(after).toEqual({ ...before, expiresAt: before.expiresAt + 300_000 });
      expect(await view(session)).toMatchObject({ state: 'HOLDING', hold: after });
      await environment.sleep(399_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(2_000);
      // The admission window is over too.
      expect(await session.handle.result()).toMatchObject({ reason: 'ADMISSION_WINDOW' });
      expect(activities.steps).toEqual([
        'holdSeats 1',
        'extendHold 1 up to 900000',
        'releaseHold 1 EXPIRED',
        'endSession ADMISSION_WINDOW',
      ]);
    });
  });

  test('the timer runs for what is left by PostgreSQL’s clock, whatever the deadline is by another', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      Object.assign(activities.extension, { byMs: 1_000, leftMs: 500_000 });
      await extend(session);
      await environment.sleep(499_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(2_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
    });
  });

  test('twice is extending once: the second answer is the first, and the timer is not started anew', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      Object.assign(activities.extension, { byMs: 100_000, leftMs: 400_000 });
      const first = await extend(session);
      await environment.sleep(200_000);
      activities.extension.byMs = 0;
      expect(await extend(session)).toEqual(first);
      await environment.sleep(201_000);
      expect((await view(session)).state).toBe('ADMITTED');
    });
  });

  test('that PostgreSQL refuses leaves the hold and its timer as they were', async () => {
    await withSession(environment, activities, {}, async (session) => {
      const before = await hold(session);
      await environment.sleep(200_000);
      activities.refuseNext('extendHold', 'INVALID_TRANSITION');
      expect(await codeOf(extend(session))).toBe('INVALID_TRANSITION');
      expect((await view(session)).hold).toEqual(before);
      await environment.sleep(101_000);
      expect((await view(session)).state).toBe('ADMITTED');
    });
  });

  test('that is under way when the hold runs out and is refused ends in its release', async () => {
    await withSession(environment, activities, { limits: { holdMs: 2_000 } }, async (session) => {
      await hold(session);
      activities.extendAfter(new Promise((resolve) => setTimeout(resolve, 4_000)));
      activities.refuseNext('extendHold', 'HOLD_EXPIRED');
      expect(await codeOf(extend(session))).toBe('HOLD_EXPIRED');
      // Its turn comes before this one's.
      expect(await codeOf(pay(session))).toBe('HOLD_EXPIRED');
      expect(activities.steps).toEqual(['holdSeats 1', 'releaseHold 1 EXPIRED']);
    });
  });

  test('is refused while waiting, without a hold, and after it ran out; no step is taken', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      expect(await codeOf(extend(session))).toBe('NOT_ADMITTED');
    });
    activities = fakeSessionActivities();
    await withSession(environment, activities, {}, async (session) => {
      expect(await codeOf(extend(session))).toBe('INVALID_TRANSITION');
      await hold(session);
      await environment.sleep(301_000);
      expect(await codeOf(extend(session))).toBe('HOLD_EXPIRED');
      expect(activities.steps).toEqual(['holdSeats 1', 'releaseHold 1 EXPIRED']);
    });
  });

  test('of a session from before there was a cap goes up to 900 s', async () => {
    await withSession(environment, activities, { limits: { holdCapMs: undefined } }, async (session) => {
      await hold(session);
      await extend(session);
      expect(activities.steps).toEqual(['holdSeats 1', 'extendHold 1 up to 900000']);
    });
  });
});

describe('letting single seats go', () => {
  test('keeps the others until the same moment, as a hold of its own that can be paid', async () => {
    await withSession(environment, activities, {}, async (session) => {
      const { expiresAt } = await hold(session, ['1', '2', '3']);
      await environment.sleep(200_000);
      const rest = await releaseSeats(session, '2');
      expect(rest).toMatchObject({
        reservationId: 'reservation-2',
        seats: [{ id: '1' }, { id: '3' }],
        expiresAt,
      });
      expect((await view(session)).hold).toEqual(rest);
      await environment.sleep(99_000);
      await pay(session);
      expect(activities.steps).toEqual(['holdSeats 1', 'keepSeats 2', 'pay 2']);
    });
  });

  test('leaves the timer as it was: what is left is released when the first 300 s are over', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session, ['1', '2']);
      await environment.sleep(200_000);
      await releaseSeats(session, '2');
      await environment.sleep(101_000);
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', lastHoldEnd: 'EXPIRED' });
      expect(activities.steps).toEqual(['holdSeats 1', 'keepSeats 2', 'releaseHold 2 EXPIRED']);
    });
  });

  test('is possible after the admission window: nothing new is chosen', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await environment.sleep(590_000);
      await hold(session, ['1', '2']);
      await environment.sleep(60_000);
      expect((await releaseSeats(session, '1')).seats).toMatchObject([{ id: '2' }]);
    });
  });

  test('that are not held is SEAT_NOT_FOUND with their ids, and nothing is let go', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session, ['1', '2']);
      const refusal = await refusalOf(releaseSeats(session, '1', '9'));
      expect([refusal.type, refusal.details]).toEqual(['SEAT_NOT_FOUND', [{ seatIds: ['9'] }]]);
      await releaseSeats(session, '1');
      expect(await codeOf(releaseSeats(session, '1'))).toBe('SEAT_NOT_FOUND');
      expect(activities.steps).toEqual(['holdSeats 1', 'keepSeats 2']);
    });
  });

  test('so that none is left is INVALID_TRANSITION, which names the call for it', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session, ['1', '2']);
      const refusal = await refusalOf(releaseSeats(session, '2', '1'));
      expect([refusal.type, refusal.message]).toEqual([
        'INVALID_TRANSITION',
        expect.stringContaining('DELETE /v1/session/hold'),
      ]);
      expect(activities.steps).toEqual(['holdSeats 1']);
    });
  });

  test('without a hold is INVALID_TRANSITION', async () => {
    await withSession(environment, activities, {}, async (session) => {
      expect(await codeOf(releaseSeats(session, '1'))).toBe('INVALID_TRANSITION');
    });
  });

  test('of an extended hold keeps the new deadline', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session, ['1', '2']);
      Object.assign(activities.extension, { byMs: 100_000, leftMs: 400_000 });
      const { expiresAt } = await extend(session);
      expect((await releaseSeats(session, '1')).expiresAt).toBe(expiresAt);
      await environment.sleep(399_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(2_000);
      expect((await view(session)).state).toBe('ADMITTED');
    });
  });
});

test('a release ends refused attempts too, and the next hold has a number after it', async () => {
  await withSession(environment, activities, {}, async (session) => {
    await hold(session);
    activities.refuseNext('holdSeats', 'SEAT_HELD');
    await codeOf(hold(session));
    await release(session);
    await hold(session);
    expect(activities.steps).toEqual(['holdSeats 1', 'releaseHold 2 RELEASED', 'holdSeats 3']);
  });
});
