import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  admitOneUpdate,
  changeRoomUpdate,
  pauseUpdate,
  removeOneUpdate,
  reopenRoomUpdate,
  resumeUpdate,
  setCapacityUpdate,
  setRateUpdate,
  wakeSignal,
} from '../../src/contracts/roomMessages';
import { fakeRoomActivities, ROOM_CLOCK, type FakeRoomActivities } from '../support/fakeRoomActivities';
import {
  atRest,
  createGate,
  FAN_ID,
  statusOf,
  until,
  withRoom,
  type RoomHandle,
} from '../support/runningRoom';
import { timeSkippingEnvironment } from '../support/timeSkipping';

const OPERATOR = { by: 'box office', why: 'a test' };

let environment: TestWorkflowEnvironment;
let activities: FakeRoomActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeRoomActivities();
});

const shifts = () => activities.steps.filter((step) => step === 'admitFans').length;
const send = (room: RoomHandle, name: string, message: object = {}) =>
  room.executeUpdate(name, { args: [{ ...OPERATOR, ...message }] });

async function detailsOf(room: RoomHandle): Promise<string> {
  const { currentDetails } = await room.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return currentDetails;
}

async function timersOf(room: RoomHandle): Promise<number> {
  const { events } = await room.fetchHistory();
  return events?.filter((event) => event.timerStartedEventAttributes).length ?? 0;
}

/** What a refused update ends with; fails when it is not refused. */
async function refusalOf(update: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await update.then(
    () => new Error('the update was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
    return error.cause;
  throw error;
}

async function expectCancelled(room: RoomHandle): Promise<void> {
  const error: unknown = await room.result().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
}

describe('admission', () => {
  test('a room that nobody has woken runs no activity and has no timer', async () => {
    await withRoom(environment, activities, {}, async (room) => {
      expect(await statusOf(room)).toEqual({ awake: false, figures: null, since: null, actions: [] });
      await environment.sleep(3_600_000);
      expect(activities.steps).toEqual([]);
      expect(await timersOf(room)).toBe(0);
    });
  });

  test('a room started by a wake-up works at once, shift after shift, and rests when nobody waits', async () => {
    activities.busyFor(2);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      expect(activities.steps).toEqual(['admitFans', 'admitFans', 'admitFans']);
      await environment.sleep(3_600_000);
      expect(shifts()).toBe(3);
      expect(await timersOf(room)).toBe(0);
    });
  });

  test('a room at rest that is woken works again', async () => {
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      await room.signal(wakeSignal);
      await until(() => shifts() === 2);
      await atRest(room);
    });
  });

  test('many wake-ups never run two activities at once, and are answered by one more shift', async () => {
    const gate = createGate();
    activities.shiftsWaitFor(gate.opened);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await until(() => shifts() === 1);
      for (let times = 0; times < 5; times++) await room.signal(wakeSignal);
      expect(await statusOf(room)).toMatchObject({ awake: true });
      gate.open();
      await until(() => shifts() === 2);
      await atRest(room);
      expect(shifts()).toBe(2);
      expect(activities.mostAtOnce.shifts).toBe(1);
    });
  });

  test('a wake-up around the end of a shift that came to rest always leads to another', async () => {
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      for (let round = 1; round <= 20; round++) {
        const gate = createGate();
        activities.shiftsWaitFor(gate.opened);
        const before = shifts();
        await room.signal(wakeSignal);
        await until(() => shifts() === before + 1);
        gate.open();
        await room.signal(wakeSignal);
        await until(() => shifts() >= before + 2);
        await atRest(room);
      }
    });
  });

  test('a shift that fails is tried again and fails nothing', async () => {
    activities.failShifts(3);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      expect(shifts()).toBe(4);
      expect((await statusOf(room)).figures?.state).toBe('OPEN');
    });
  });

  test('a shift shows its figures, and since when the room is in its state', async () => {
    activities.room.waiting = 7;
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      await room.signal(wakeSignal);
      await until(() => shifts() === 2);
      await atRest(room);
      expect(await statusOf(room)).toMatchObject({
        figures: { at: ROOM_CLOCK + 2_000, waiting: 7 },
        since: ROOM_CLOCK + 1_000,
      });
      const details = await detailsOf(room);
      expect(details).toContain('**OPEN** since 2026-01-02 03:04:06 UTC');
      expect(details).toContain('7 waiting');
    });
  });

  test('figures read before an action of an operator do not replace those read after it', async () => {
    const gate = createGate();
    activities.shiftsWaitFor(gate.opened);
    activities.nextShiftIsLate(10_000);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await until(() => shifts() === 1);
      const paused = await room.executeUpdate(pauseUpdate, { args: [OPERATOR] });
      gate.open();
      await atRest(room);
      expect((await statusOf(room)).figures).toEqual(paused);
    });
  });

  test('a clock that was set back by an hour does not keep the page from moving on', async () => {
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      activities.nextShiftIsLate(3_600_000);
      await room.signal(wakeSignal);
      await until(async () => ((await statusOf(room)).figures?.at ?? ROOM_CLOCK) < ROOM_CLOCK);
    });
  });
});

describe('an operator', () => {
  test.each([
    [pauseUpdate.name, {}, 'changeRoom {"paused":true}', 'paused', false],
    [resumeUpdate.name, {}, 'changeRoom {"paused":false}', 'resumed', true],
    [
      setRateUpdate.name,
      { admissionsPerSecond: 0.5 },
      'changeRoom {"admissionsPerSecond":0.5}',
      'rate 0.5/s',
      true,
    ],
    [setCapacityUpdate.name, { capacity: 0 }, 'changeRoom {"capacity":0}', 'capacity 0', true],
    [reopenRoomUpdate.name, {}, 'changeRoom {"closed":false}', 'reopened', true],
    [
      changeRoomUpdate.name,
      { paused: true, capacity: 5 },
      'changeRoom {"paused":true,"capacity":5}',
      'paused, capacity 5',
      true,
    ],
    [changeRoomUpdate.name, { paused: true }, 'changeRoom {"paused":true}', 'paused', false],
    [admitOneUpdate.name, { userId: FAN_ID }, `admitOne ${FAN_ID}`, `admitted ${FAN_ID}`, true],
    [removeOneUpdate.name, { userId: FAN_ID }, `removeOne ${FAN_ID}`, `removed ${FAN_ID}`, false],
  ])(
    'sends %s %p: it takes effect once, is recorded, answers with the room; it looks after it: %p',
    async (name, message, step, what, wakes) => {
      await withRoom(environment, activities, {}, async (room) => {
        const figures = await send(room, name, message);
        if (wakes) await until(() => shifts() === 1);
        await atRest(room);
        expect(activities.steps).toEqual(wakes ? [step, 'admitFans'] : [step]);
        expect(figures).toMatchObject({ at: ROOM_CLOCK + 1_000 });
        const { actions } = await statusOf(room);
        expect(actions).toEqual([{ ...OPERATOR, what, at: expect.any(Number) }]);
        expect(await detailsOf(room)).toContain(`UTC box office: ${what} (a test)`);
      });
    },
  );

  test('gets the refusal of an activity; nothing is recorded, and the next action works', async () => {
    await withRoom(environment, activities, {}, async (room) => {
      activities.refuseNext('admitOne', 'INVALID_TRANSITION');
      const refusal = await refusalOf(send(room, 'admitOne', { userId: FAN_ID }));
      expect(refusal).toMatchObject({ type: 'INVALID_TRANSITION', message: 'Refused by the test.' });
      expect((await statusOf(room)).actions).toEqual([]);
      await send(room, 'removeOne', { userId: FAN_ID });
      expect(activities.steps).toEqual([`removeOne ${FAN_ID}`]);
    });
  });

  test.each([
    ['pause', { by: '' }, '"by"'],
    ['resume', { why: undefined }, '"why"'],
    ['setRate', { admissionsPerSecond: 0 }, '"admissionsPerSecond"'],
    ['setRate', {}, '"admissionsPerSecond"'],
    ['setCapacity', { capacity: 1.5 }, '"capacity"'],
    ['close', { by: 'x'.repeat(65) }, '"by"'],
    ['reopen', { why: 'x'.repeat(201) }, '"why"'],
    ['admitOne', { userId: '' }, '"userId"'],
    ['removeOne', {}, '"userId"'],
    ['changeRoom', {}, 'at least one of'],
    ['changeRoom', { paused: 'yes' }, '"paused"'],
  ])(
    'who sends %s %p is refused with VALIDATION_FAILED, and nothing is recorded',
    async (name, message, named) => {
      await withRoom(environment, activities, {}, async (room) => {
        const refusal = await refusalOf(send(room, name, message));
        expect(refusal).toMatchObject({ type: 'VALIDATION_FAILED' });
        expect(refusal.message).toContain(named);
        const { events } = await room.fetchHistory();
        expect(events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes)).toEqual([]);
        expect(activities.steps).toEqual([]);
      });
    },
  );

  test('who sends no message at all is refused with VALIDATION_FAILED', async () => {
    await withRoom(environment, activities, {}, async (room) => {
      expect(await refusalOf(room.executeUpdate('pause', { args: [] }))).toMatchObject({
        type: 'VALIDATION_FAILED',
      });
    });
  });

  test('sees actions taken one after another, in the order they came, and the last ten of them', async () => {
    const gate = createGate();
    activities.operationsWaitFor(gate.opened);
    await withRoom(environment, activities, {}, async (room) => {
      const first = Array.from({ length: 6 }, (_, capacity) => send(room, 'setCapacity', { capacity }));
      await until(() => activities.mostAtOnce.operations === 1);
      gate.open();
      await Promise.all(first);
      for (let capacity = 6; capacity < 12; capacity++) await send(room, 'setCapacity', { capacity });
      const { actions } = await statusOf(room);
      const taken = activities.steps.filter((step) => step.startsWith('changeRoom'));
      expect(taken).toHaveLength(12);
      expect(actions.map(({ what }) => `changeRoom {"capacity":${what.split(' ')[1]}}`)).toEqual(
        taken.slice(-10).reverse(),
      );
      expect(activities.mostAtOnce.operations).toBe(1);
    });
  });

  test('can act while a shift is under way', async () => {
    const gate = createGate();
    activities.shiftsWaitFor(gate.opened);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await until(() => shifts() === 1);
      expect(await send(room, 'pause')).toMatchObject({ state: 'PAUSED' });
      expect(shifts()).toBe(1);
      gate.open();
      await atRest(room);
    });
  });
});

describe('cancelling the workflow', () => {
  test('ends a room at rest', async () => {
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      await room.cancel();
      await expectCancelled(room);
    });
  });

  test('stops the runner first', async () => {
    activities.shiftsWaitFor(createGate().opened);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await until(() => shifts() === 1);
      await room.cancel();
      await expectCancelled(room);
      expect(activities.steps).toEqual(['admitFans', 'admitFans stopped']);
    });
  });
});
