import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { cancellationWorkflowId } from '../../src/contracts/identifiers';
import { wakeSignal } from '../../src/contracts/roomMessages';
import { fakeRoomActivities } from '../support/fakeRoomActivities';
import {
  atRest,
  createGate,
  createRoomWorker,
  startRoom,
  until,
  withRoom,
  type RoomHandle,
} from '../support/runningRoom';

/** What a scenario leaves to be recorded: one workflow run. */
export type Keep = (scenario: string, run: WorkflowHandle) => Promise<void>;

/** One way a waiting room can go, from start to end, on the real server with activities of the tests. */
export interface RoomScenario {
  /** The recordings it makes: one for each run worth keeping. */
  records: string[];
  play(environment: TestWorkflowEnvironment, keep: Keep): Promise<void>;
}

/** A room has no end of its own while it is open. */
async function endByCancelling(room: WorkflowHandle): Promise<void> {
  await room.cancel();
  await room.result().catch(() => undefined);
}

const ONE_FAN = '00000000-0000-4000-8000-000000000001';
const ANOTHER_FAN = '00000000-0000-4000-8000-000000000002';

const shiftsOf = ({ steps }: { steps: string[] }) => steps.filter((step) => step === 'admitFans').length;

async function act(room: WorkflowHandle, name: string, message: object = {}): Promise<void> {
  await room.executeUpdate(name, { args: [{ by: 'box office', why: 'recording', ...message }] });
}

async function actRefused(...action: Parameters<typeof act>): Promise<void> {
  const error: unknown = await act(...action).catch((reason: unknown) => reason);
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error('expected a refusal');
}

export const ROOM_SCENARIOS: RoomScenario[] = [
  {
    records: ['room-rested-and-woken'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await atRest(room);
        await room.signal(wakeSignal);
        await until(() => shiftsOf(activities) === 2);
        await atRest(room);
        await endByCancelling(room);
        await keep('room-rested-and-woken', room);
      });
    },
  },
  {
    records: ['room-several-shifts'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      const gate = createGate();
      activities.busyFor(3);
      activities.failShifts(1);
      activities.shiftsWaitFor(gate.opened);
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await until(() => shiftsOf(activities) === 1);
        await room.signal(wakeSignal);
        gate.open();
        await until(() => shiftsOf(activities) >= 5);
        await atRest(room);
        await endByCancelling(room);
        await keep('room-several-shifts', room);
      });
    },
  },
  {
    records: ['room-operated'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      activities.room.admitted = 1;
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await atRest(room);
        await act(room, 'pause');
        await act(room, 'resume');
        await act(room, 'setRate', { admissionsPerSecond: 0.5 });
        await act(room, 'setCapacity', { capacity: 7 });
        await act(room, 'changeRoom', { paused: true, admissionsPerSecond: 3 });
        activities.refuseNext('admitOne', 'INVALID_TRANSITION');
        await actRefused(room, 'admitOne', { userId: ONE_FAN });
        await act(room, 'admitOne', { userId: ANOTHER_FAN });
        await act(room, 'removeOne', { userId: ANOTHER_FAN });
        await actRefused(room, 'pause', { by: '' });
        await act(room, 'close');
        await act(room, 'reopen');
        await atRest(room);
        await endByCancelling(room);
        await keep('room-operated', room);
      });
    },
  },
  {
    records: ['room-operated-during-a-shift'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await atRest(room);
        activities.shiftsWaitFor(createGate().opened);
        await room.signal(wakeSignal);
        await until(() => shiftsOf(activities) === 2);
        await Promise.all([act(room, 'pause'), act(room, 'setCapacity', { capacity: 7 })]);
        // The runner is stopped: the history ends with the cancellation of a shift.
        await endByCancelling(room);
        await keep('room-operated-during-a-shift', room);
      });
    },
  },
  {
    records: ['room-continued-first-run', 'room-continued-second-run'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      await withRoom(environment, activities, { continueAfterEvents: 24 }, async (room) => {
        const { client } = environment;
        const anyRun = client.workflow.getHandle(room.workflowId);
        await act(anyRun, 'pause');
        activities.busyFor(4);
        await anyRun.signal(wakeSignal);
        await until(() => shiftsOf(activities) === 5);
        await atRest(anyRun);
        const { runId } = await anyRun.describe();
        if (runId === room.firstRunId) throw new Error('expected a second run');
        await endByCancelling(anyRun);
        const first = client.workflow.getHandle(room.workflowId, room.firstRunId);
        await keep('room-continued-first-run', first);
        await keep('room-continued-second-run', client.workflow.getHandle(room.workflowId, runId));
      });
    },
  },
  {
    records: ['room-closed'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      activities.room.admitted = 1;
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await atRest(room);
        await act(room, 'close');
        await until(() => shiftsOf(activities) === 2);
        await atRest(room);
        // The look after a minute finds nobody.
        activities.room.admitted = 0;
        await room.result();
        await keep('room-closed', room);
      });
    },
  },
  {
    records: ['room-canceled-reservations'],
    async play(environment, keep) {
      const activities = fakeRoomActivities();
      await withRoom(environment, activities, { woken: true }, async (room) => {
        await atRest(room);
        const one = randomUUID();
        await act(room, 'cancelReservation', { reservationId: one });
        activities.cancellation.result = { outcome: 'INVALID_TRANSITION' };
        await actRefused(room, 'cancelReservation', { reservationId: randomUUID() });
        await act(room, 'pause', { actionId: 'recording-1' });
        activities.refuseNext('reservationOfRoom', 'RESERVATION_NOT_FOUND');
        await actRefused(room, 'cancelReservation', { reservationId: one, beyondCutOff: true });
        await environment.client.workflow.start('cancellation', {
          workflowId: cancellationWorkflowId(one),
          // Nobody takes it: it runs for as long as it is looked at.
          taskQueue: randomUUID(),
          args: [{}],
        });
        await actRefused(room, 'cancelReservation', { reservationId: one });
        await environment.client.workflow.getHandle(cancellationWorkflowId(one)).terminate();
        await endByCancelling(room);
        await keep('room-canceled-reservations', room);
      });
    },
  },
  {
    records: ['room-taken-over'],
    async play(environment, keep) {
      const taskQueue = randomUUID();
      const gate = createGate();
      const before = fakeRoomActivities();
      before.shiftsDieUntil(gate.opened);
      const dying = await createRoomWorker(environment, taskQueue, before);
      const dead = dying.run();
      const room: RoomHandle = await startRoom(environment, taskQueue, { woken: true });
      await until(() => shiftsOf(before) === 1);
      await act(room, 'setCapacity', { capacity: 7 });
      dying.shutdown();
      const after = fakeRoomActivities();
      const successor = await createRoomWorker(environment, taskQueue, after);
      await successor.runUntil(async () => {
        await until(() => shiftsOf(after) === 2);
        await atRest(room);
        await act(room, 'pause');
        await endByCancelling(room);
        await keep('room-taken-over', room);
      });
      gate.open();
      await dead;
    },
  },
];
