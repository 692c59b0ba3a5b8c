import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { OperationMessage, SessionOperation } from '../../src/contracts/operatorActions';
import { operatorSignals, operatorUpdates } from '../../src/contracts/operatorMessages';
import { fakeSessionActivities, type FakeSessionActivities } from '../support/fakeSessionActivities';
import { createGate } from '../support/runningRoom';
import { timeSkippingEnvironment, withSession, type RunningSession } from '../support/timeSkipping';
import { codeOf, hold, pay, refusalOf, view } from './sessionMessages';

let environment: TestWorkflowEnvironment;
let activities: FakeSessionActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeSessionActivities();
});

const OPERATOR = { by: 'ops-1', why: 'a test' };
const update = (
  { handle }: RunningSession,
  what: SessionOperation,
  message: Partial<OperationMessage> = {},
) => handle.executeUpdate(operatorUpdates[what], { args: [{ ...OPERATOR, ...message }] });
const signal = (
  { handle }: RunningSession,
  what: SessionOperation,
  message: Partial<OperationMessage> = {},
) => handle.signal(operatorSignals[what], { ...OPERATOR, ...message });

describe("an operator's extension", () => {
  test('at 200 s by 300 s lets a hold last 599 s, and it is released when 600 s are over', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(200_000);
      await update(session, 'operatorExtendHold', { seconds: 300 });
      await environment.sleep(399_000);
      expect((await view(session)).state).toBe('HOLDING');
      await environment.sleep(2_000);
      expect(await session.handle.result()).toMatchObject({ reason: 'ADMISSION_WINDOW' });
      expect(activities.steps).toEqual([
        'holdSeats 1',
        'operatorExtendHold ops-1',
        'releaseHold 1 EXPIRED',
        'endSession ADMISSION_WINDOW',
      ]);
    });
  });

  test('leaves the fan the extension of their own', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await update(session, 'operatorExtendHold', { seconds: 10 });
      Object.assign(activities.extension, { byMs: 100_000, leftMs: 410_000 });
      await session.handle.executeUpdate('extendHold', { args: [{ sessionId: session.sessionId }] });
      await environment.sleep(409_000);
      expect((await view(session)).state).toBe('HOLDING');
    });
  });
});

describe("an operator's release", () => {
  test('takes the timer with it: the next hold has its whole time', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await environment.sleep(200_000);
      await update(session, 'operatorReleaseHold');
      expect(await view(session)).toMatchObject({ state: 'ADMITTED', hold: null, lastHoldEnd: 'RELEASED' });
      await hold(session);
      await environment.sleep(150_000);
      expect((await view(session)).state).toBe('HOLDING');
    });
  });

  test('after the admission window ends the visit', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await environment.sleep(590_000);
      await hold(session);
      await environment.sleep(60_000);
      await update(session, 'operatorReleaseHold');
      expect(await session.handle.result()).toMatchObject({ reason: 'ADMISSION_WINDOW' });
    });
  });

  test('that comes with a payment, after it, waits for its turn and is refused', async () => {
    const [begun, gate] = [createGate(), createGate()];
    activities.extendAfter(gate.opened);
    Object.assign(activities.extension, { byMs: 0, leftMs: 300_000 });
    const { extendHold } = activities;
    activities.extendHold = (step) => {
      begun.open();
      return extendHold(step);
    };
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      const extending = session.handle.executeUpdate('extendHold', {
        args: [{ sessionId: session.sessionId }],
      });
      await begun.opened;
      const paying = pay(session);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const releasing = update(session, 'operatorReleaseHold').catch(() => 'refused');
      await new Promise((resolve) => setTimeout(resolve, 300));
      activities.payAfter(new Promise((resolve) => setTimeout(resolve, 1_000)));
      gate.open();
      await extending;
      expect(await paying).toMatchObject({ paymentId: 'payment' });
      expect(await releasing).toBe('refused');
      const taken = activities.steps.map((step) => step.replace(/ up to.*/, ''));
      expect(taken.slice(0, 3)).toEqual(['holdSeats 1', 'extendHold 1', 'pay 1']);
      expect(taken).not.toContain('operatorReleaseHold ops-1');
    });
  });

  test('that comes during a payment which is refused is done after it', async () => {
    const [begun, gate] = [createGate(), createGate()];
    activities.payAfter(gate.opened);
    activities.refuseNext('pay', 'INSUFFICIENT_BALANCE');
    const { pay: taken } = activities;
    activities.pay = (input) => {
      begun.open();
      return taken(input);
    };
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      const paying = codeOf(pay(session));
      await begun.opened;
      const releasing = update(session, 'operatorReleaseHold');
      gate.open();
      expect(await paying).toBe('INSUFFICIENT_BALANCE');
      await releasing;
      expect((await view(session)).state).toBe('ADMITTED');
    });
  });
});

describe("an operator's admission", () => {
  test('opens the admission window, and the queue wait limit is over', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await update(session, 'operatorAdmit');
      const { state, admittedAt, admittedUntil } = await view(session);
      expect([state, (admittedUntil ?? 0) - (admittedAt ?? 0)]).toEqual(['ADMITTED', 600_000]);
      expect(activities.steps).toEqual(['openSession', 'operatorAdmit ops-1', 'admitSession']);
      expect(await session.handle.result()).toMatchObject({ reason: 'ADMISSION_WINDOW' });
    });
  });
});

describe("an operator's message", () => {
  test('that expires or removes ends a visit in any state before its end', async () => {
    await withSession(environment, activities, { waiting: true }, async (session) => {
      await signal(session, 'operatorExpire');
      expect(await session.handle.result()).toMatchObject({
        outcome: 'EXPIRED',
        reason: 'EXPIRED_BY_OPERATOR',
      });
    });
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      await update(session, 'operatorRemove');
      expect(await session.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'REMOVED' });
    });
  });

  test('with an action id that was used does nothing again, in both forms; for another action it is refused', async () => {
    await withSession(environment, activities, {}, async (session) => {
      await hold(session);
      const actionId = 'batch-7';
      const first = await update(session, 'operatorExtendHold', { seconds: 10, actionId });
      expect(await update(session, 'operatorExtendHold', { seconds: 10, actionId })).toEqual(first);
      await signal(session, 'operatorExtendHold', { seconds: 10, actionId });
      const reused = await refusalOf(update(session, 'operatorRemove', { actionId }));
      expect(reused).toMatchObject({ type: 'VALIDATION_FAILED' });
      expect(activities.steps).toEqual(['holdSeats 1', 'operatorExtendHold ops-1']);
    });
  });

  test('that is refused at once leaves no step; as a signal it is put on record where it names its operator', async () => {
    await withSession(environment, activities, {}, async (session) => {
      expect(await codeOf(update(session, 'operatorReleaseHold'))).toBe('INVALID_TRANSITION');
      expect(await codeOf(update(session, 'operatorRemove', { by: '' }))).toBe('VALIDATION_FAILED');
      expect(activities.steps).toEqual([]);
      await signal(session, 'operatorReleaseHold');
      await signal(session, 'operatorRemove', { by: '' });
      await signal(session, 'operatorExtendHold', { seconds: -1 });
      expect((await view(session)).state).toBe('ADMITTED');
      expect(activities.steps).toEqual([
        'operatorReleaseHold ops-1 INVALID_TRANSITION',
        'operatorExtendHold ops-1 VALIDATION_FAILED',
      ]);
    });
  });

  test('is done before a workflow that is cancelled with it ends as REMOVED', async () => {
    const [begun, gate] = [createGate(), createGate()];
    const { openSession } = activities;
    activities.openSession = async (step) => {
      begun.open();
      await gate.opened;
      return await openSession(step);
    };
    await withSession(environment, activities, { waiting: true }, async (session) => {
      // Both come in the task after the one under way.
      await begun.opened;
      await signal(session, 'operatorAdmit');
      await session.handle.cancel();
      gate.open();
      expect(await session.handle.result()).toMatchObject({ reason: 'REMOVED' });
      expect(activities.steps).toEqual(['openSession', 'operatorAdmit ops-1', 'endSession REMOVED']);
    });
  });
});
