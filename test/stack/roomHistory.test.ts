import '../support/quietRuntime';
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  admitOneUpdate,
  closeRoomUpdate,
  pauseUpdate,
  removeOneUpdate,
  wakeSignal,
} from '../../src/contracts/roomMessages';
import { CONCERT_ID } from '../../src/contracts/searchAttributes';
import { realServerEnvironment } from '../support/realServer';
import { fakeRoomActivities, ROOM_CLOCK, type FakeRoomActivities } from '../support/fakeRoomActivities';
import {
  atRest,
  createGate,
  createRoomWorker,
  startRoom,
  statusOf,
  until,
  withRoom,
  type RoomHandle,
  FAN_ID,
} from '../support/runningRoom';

/**
 * What a room costs on the real server, and how it continues as new there: the time-skipping server counts otherwise and
 * does not hand signals and updates over as this one does. A change that adds events has to change these numbers on
 * purpose, and say why.
 */
type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const OPERATOR = { by: 'box office', why: 'a test' };

let environment: TestWorkflowEnvironment;
let activities: FakeRoomActivities;

beforeAll(async () => {
  environment = await realServerEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeRoomActivities();
});

const shifts = () => activities.steps.filter((step) => step === 'admitFans').length;
/** The room whichever run it is in. */
const anyRun = (room: RoomHandle): WorkflowHandle => environment.client.workflow.getHandle(room.workflowId);
const latestRunOf = async (room: RoomHandle) => (await anyRun(room).describe()).runId;
const firstRunOf = (room: RoomHandle): WorkflowHandle =>
  environment.client.workflow.getHandle(room.workflowId, room.firstRunId);

async function eventsOf(room: WorkflowHandle): Promise<number> {
  return (await room.fetchHistory()).events?.length ?? 0;
}

/**
 * Until the workflow has such an event before it. A local activity keeps its workflow task, and new events wait behind
 * that, until the worker asks for more time, after 8 s; the workflow gets them in the task that follows.
 */
async function seenBy(room: RoomHandle, is: (event: HistoryEvent) => boolean): Promise<void> {
  await until(async () => {
    const { events } = await firstRunOf(room).fetchHistory();
    const at = events?.findIndex(is) ?? -1;
    return at >= 0 && !!events?.slice(at).some((event) => event.workflowTaskStartedEventAttributes);
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
}

describe('events', () => {
  test('a room that is woken at its start has 5, and 6 more for each shift', async () => {
    activities.busyFor(3);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      expect(shifts()).toBe(4);
      expect(await eventsOf(room)).toBe(5 + 4 * 6);
    });
  });

  test('a room at rest that is woken: 4 for the wake-up', async () => {
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      await room.signal(wakeSignal);
      await until(() => shifts() === 2);
      await atRest(room);
      expect(await eventsOf(room)).toBe(5 + 6 + 4 + 6);
    });
  });

  test("an operator's action: 6; a refusal by an activity: 6; a message that is not valid: 0", async () => {
    await withRoom(environment, activities, {}, async (room) => {
      await statusOf(room);
      const idle = await eventsOf(room);
      await room.executeUpdate(pauseUpdate, { args: [OPERATOR] });
      expect(await eventsOf(room)).toBe(idle + 6);
      activities.refuseNext('admitOne', 'INVALID_TRANSITION');
      await expect(
        room.executeUpdate(admitOneUpdate, { args: [{ ...OPERATOR, userId: FAN_ID }] }),
      ).rejects.toThrow();
      expect(await eventsOf(room)).toBe(idle + 12);
      await expect(
        room.executeUpdate(removeOneUpdate, { args: [{ ...OPERATOR, userId: '' }] }),
      ).rejects.toThrow();
      expect(await eventsOf(room)).toBe(idle + 12);
    });
  });

  test('a shift that fails and is tried again: 6', async () => {
    activities.failShifts(2);
    await withRoom(environment, activities, { woken: true }, async (room) => {
      await atRest(room);
      expect(shifts()).toBe(3);
      expect(await eventsOf(room)).toBe(5 + 6);
    });
  });

  test('a shift whose worker dies is taken over by another worker within the heartbeat timeout: 6', async () => {
    const gate = createGate();
    activities.shiftsDieUntil(gate.opened);
    const taskQueue = randomUUID();
    const dying = await createRoomWorker(environment, taskQueue, activities);
    const dead = dying.run();
    const room = await startRoom(environment, taskQueue, { woken: true });
    await until(() => shifts() === 1);
    dying.shutdown();
    const other = fakeRoomActivities();
    const successor = await createRoomWorker(environment, taskQueue, other);
    await successor.runUntil(async () => {
      await until(() => other.steps.length === 1);
      await atRest(room);
      expect(await eventsOf(room)).toBe(5 + 6);
      await room.terminate();
    });
    gate.open();
    await dead;
  });
});

describe('continuing as new', () => {
  const pause = (room: RoomHandle, why = 'a test') =>
    anyRun(room).executeUpdate(pauseUpdate, { args: [{ ...OPERATOR, why }] });

  test('keeps each history short however many shifts there are, and loses neither figures nor actions', async () => {
    await withRoom(environment, activities, { continueAfterEvents: 40 }, async (room) => {
      await pause(room);
      activities.busyFor(40);
      await room.signal(wakeSignal);
      await until(() => shifts() === 41);
      await atRest(anyRun(room));
      expect(await latestRunOf(room)).not.toBe(room.firstRunId);
      // A run exceeds the bound by the step that reaches it and the one that finds it reached, at most.
      expect(await eventsOf(firstRunOf(room))).toBeLessThanOrEqual(40 + 2 * 6);
      expect(await eventsOf(anyRun(room))).toBeLessThanOrEqual(40 + 2 * 6);
      expect(await statusOf(anyRun(room))).toMatchObject({
        figures: { at: ROOM_CLOCK + 42_000 },
        since: ROOM_CLOCK + 1_000,
        actions: [{ what: 'paused' }],
      });
      expect(activities.mostAtOnce.shifts).toBe(1);
    });
  });

  test('keeps what operators find the room by', async () => {
    await withRoom(environment, activities, { woken: true, continueAfterEvents: 8 }, async (room) => {
      await until(async () => (await latestRunOf(room)) !== room.firstRunId);
      const { typedSearchAttributes } = await anyRun(room).describe();
      expect(room.workflowId).toBe(`waiting-room:${typedSearchAttributes.get(CONCERT_ID)}`);
    });
  });

  test('loses no wake-up that came during the last shift of a run', async () => {
    const gate = createGate();
    activities.shiftsWaitFor(gate.opened);
    await withRoom(environment, activities, { woken: true, continueAfterEvents: 8 }, async (room) => {
      await until(() => shifts() === 1);
      await room.signal(wakeSignal);
      gate.open();
      await until(() => shifts() === 2);
      expect(await latestRunOf(room)).not.toBe(room.firstRunId);
    });
  });

  test('loses no wake-up that comes while one run hands over to the next', async () => {
    await withRoom(environment, activities, { continueAfterEvents: 8 }, async (room) => {
      for (let round = 1; round <= 4; round++) {
        const gate = createGate();
        activities.shiftsWaitFor(gate.opened);
        const before = shifts();
        await anyRun(room).signal(wakeSignal);
        await until(() => shifts() > before);
        // This one meets the end of a shift, and of the run.
        gate.open();
        await anyRun(room).signal(wakeSignal);
        await until(() => shifts() >= before + 2);
        await atRest(anyRun(room));
      }
      expect(await latestRunOf(room)).not.toBe(room.firstRunId);
    });
  });

  test('also happens to a room at rest that gets many updates, each of which is answered', async () => {
    await withRoom(environment, activities, { continueAfterEvents: 20 }, async (room) => {
      for (let times = 1; times <= 12; times++) await pause(room, `time ${times}`);
      expect(shifts()).toBe(0);
      expect(await latestRunOf(room)).not.toBe(room.firstRunId);
      expect(await eventsOf(firstRunOf(room))).toBeLessThanOrEqual(20 + 2 * 6);
      expect((await statusOf(anyRun(room))).actions.map(({ why }) => why)).toEqual(
        [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((times) => `time ${times}`),
      );
    });
  });

  test('waits for an action that is under way, which the next run knows', async () => {
    const gate = createGate();
    activities.operationsWaitFor(gate.opened);
    await withRoom(environment, activities, { woken: true, continueAfterEvents: 8 }, async (room) => {
      const update = pause(room);
      await until(() => activities.mostAtOnce.operations === 1);
      await seenBy(
        room,
        ({ activityTaskCompletedEventAttributes }) => !!activityTaskCompletedEventAttributes,
      );
      gate.open();
      expect(await update).toMatchObject({ state: 'PAUSED' });
      await until(async () => (await latestRunOf(room)) !== room.firstRunId);
      expect((await statusOf(anyRun(room))).actions).toMatchObject([{ what: 'paused' }]);
    });
  });

  test('under a bound that no run can keep happens once per shift, not for ever', async () => {
    await withRoom(environment, activities, { woken: true, continueAfterEvents: 1 }, async (room) => {
      await until(async () => (await latestRunOf(room)) !== room.firstRunId);
      const second = await latestRunOf(room);
      await atRest(anyRun(room));
      await statusOf(anyRun(room));
      expect(await latestRunOf(room)).toBe(second);
      expect(shifts()).toBe(1);
    });
  });

  test('does not hasten the minutes of a closed room, which ends in a later run', async () => {
    activities.room.admitted = 1;
    await withRoom(environment, activities, { continueAfterEvents: 12 }, async (room) => {
      await anyRun(room).executeUpdate(closeRoomUpdate, { args: [OPERATOR] });
      await until(async () => (await latestRunOf(room)) !== room.firstRunId);
      await atRest(anyRun(room));
      expect(shifts()).toBe(1);
      activities.room.admitted = 1;
      await anyRun(room).executeUpdate(removeOneUpdate, { args: [{ ...OPERATOR, userId: FAN_ID }] });
      expect(await anyRun(room).result()).toMatchObject({ outcome: 'CLOSED' });
    });
  });
});

test('a cancelled room lets an action that is under way finish and answer', async () => {
  const gate = createGate();
  activities.operationsWaitFor(gate.opened);
  await withRoom(environment, activities, {}, async (room) => {
    const update = room.executeUpdate(pauseUpdate, { args: [OPERATOR] });
    await until(() => activities.mostAtOnce.operations === 1);
    await room.cancel();
    await seenBy(room, (event) => !!event.workflowExecutionCancelRequestedEventAttributes);
    gate.open();
    expect(await update).toMatchObject({ state: 'PAUSED' });
    await expect(room.result()).rejects.toThrow();
    expect((await room.describe()).status.name).toBe('CANCELLED');
  });
});
