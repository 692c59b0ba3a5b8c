import './quietRuntime';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { roomStatusQuery, wakeSignal } from '../../src/contracts/roomMessages';
import { CONCERT_ID } from '../../src/contracts/searchAttributes';
import type {
  RoomStatus,
  WaitingRoomActivities,
  WaitingRoomInput,
  WaitingRoomResult,
} from '../../src/contracts/waitingRoom';
import { WORKFLOW_BUNDLE } from './globalSetup';

type WaitingRoom = (input: WaitingRoomInput) => Promise<WaitingRoomResult>;

export type RoomHandle = WorkflowHandle<WaitingRoom> & { firstRunId: string };

/** Whom operators name. */
export const FAN_ID = '00000000-0000-4000-8000-000000000001';

export interface RoomStart extends Partial<WaitingRoomInput> {
  /** Started by the first fan who waits, as the API does; otherwise nobody has woken it yet. */
  woken?: boolean;
}

/** A worker for a room's workflow. Cancellation reaches its activities within 100 ms instead of seconds. */
export async function createRoomWorker(
  environment: TestWorkflowEnvironment,
  taskQueue: string,
  activities: WaitingRoomActivities,
): Promise<Worker> {
  return await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') },
    activities: { ...activities },
    maxHeartbeatThrottleInterval: 100,
  });
}

export async function startRoom(
  environment: TestWorkflowEnvironment,
  taskQueue: string,
  { woken, ...input }: RoomStart,
): Promise<RoomHandle> {
  const concertId = randomUUID();
  const options = {
    workflowId: waitingRoomWorkflowId(concertId),
    taskQueue,
    args: [{ concertId, shiftMs: 30_000, continueAfterEvents: 2_000, ...input }] as [WaitingRoomInput],
    typedSearchAttributes: [{ key: CONCERT_ID, value: concertId }],
    staticSummary: 'The waiting room of a test',
  };
  const { workflow } = environment.client;
  if (woken) {
    const signalled = await workflow.signalWithStart<WaitingRoom>('waitingRoom', {
      ...options,
      signal: wakeSignal,
    });
    return Object.assign(signalled, { firstRunId: signalled.signaledRunId });
  }
  const started = await workflow.start<WaitingRoom>('waitingRoom', options);
  return Object.assign(started, { firstRunId: started.firstExecutionRunId });
}

/** Starts a room on a worker of its own, lets `scenario` talk to it, and stops the worker. */
export async function withRoom<T>(
  environment: TestWorkflowEnvironment,
  activities: WaitingRoomActivities,
  start: RoomStart,
  scenario: (room: RoomHandle) => Promise<T>,
): Promise<T> {
  const taskQueue = randomUUID();
  const worker = await createRoomWorker(environment, taskQueue, activities);
  return await worker.runUntil(async () => {
    const room = await startRoom(environment, taskQueue, start);
    try {
      return await scenario(room);
    } finally {
      // An open workflow without a worker would keep the time-skipping clock from skipping. Whichever run is the latest.
      const latest = environment.client.workflow.getHandle(room.workflowId);
      await latest.terminate().catch(() => undefined);
    }
  });
}

/** A promise that a test fulfils. */
export function createGate(): { opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Looks again every 20 ms of real time, for 45 s: before the test's own limit, so that a failure names its line. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 45_000;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('what the test waits for did not come to be within 45 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function statusOf(room: WorkflowHandle): Promise<RoomStatus> {
  return await room.query(roomStatusQuery);
}

/** Until a room has nothing to do. A test that waits for a shift first makes sure that it has begun. */
export async function atRest(room: WorkflowHandle): Promise<void> {
  await until(async () => !(await statusOf(room)).awake);
}
