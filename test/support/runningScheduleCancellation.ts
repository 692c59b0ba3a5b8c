import './quietRuntime';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { scheduleCancellationWorkflowId } from '../../src/contracts/identifiers';
import type {
  ScheduleCancellationInput,
  ScheduleCancellationResult,
} from '../../src/contracts/scheduleCancellation';
import { CONCERT_ID, SCHEDULE_ID } from '../../src/contracts/searchAttributes';
import type { FakeDate } from './fakeScheduleCancellation';
import { WORKFLOW_BUNDLE } from './globalSetup';
import { endOpenWorkflows } from './openWorkflows';

type ScheduleCancellation = (input: ScheduleCancellationInput) => Promise<ScheduleCancellationResult>;
export type ScheduleCancellationHandle = WorkflowHandle<ScheduleCancellation>;

export async function createDateWorker(
  environment: TestWorkflowEnvironment,
  taskQueue: string,
  date: FakeDate,
  edit: (code: string) => string = (code) => code,
): Promise<Worker> {
  const { closeSchedule, reservationsToCancel, tellRoom, cancelReservation } = date;
  return await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { code: edit(readFileSync(WORKFLOW_BUNDLE, 'utf8')) },
    activities: { closeSchedule, reservationsToCancel, tellRoom, cancelReservation },
  });
}

export async function startScheduleCancellation(
  environment: TestWorkflowEnvironment,
  taskQueue: string,
  changes: Partial<ScheduleCancellationInput> = {},
): Promise<ScheduleCancellationHandle> {
  const input = {
    ...{ scheduleId: randomUUID(), by: 'box office', why: 'the singer is ill' },
    ...{ pageSize: 10, atOnce: 4, patienceMs: 60_000, continueAfterEvents: 10_000 },
    ...changes,
  };
  const { workflowId } = await environment.client.workflow.start<ScheduleCancellation>(
    'scheduleCancellation',
    {
      workflowId: scheduleCancellationWorkflowId(input.scheduleId),
      taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: CONCERT_ID, value: '7' },
        { key: SCHEDULE_ID, value: input.scheduleId },
      ],
    },
  );
  // Whichever run is the latest.
  return environment.client.workflow.getHandle<ScheduleCancellation>(workflowId);
}

/**
 * Starts the cancellation of a date on a worker of its own, lets `scenario` talk to it, and stops the worker.
 * @param edit takes a guard out of the workflows' code, for the twin of a test
 */
export async function withScheduleCancellation<T>(
  environment: TestWorkflowEnvironment,
  date: FakeDate,
  changes: Partial<ScheduleCancellationInput>,
  scenario: (handle: ScheduleCancellationHandle) => Promise<T>,
  edit?: (code: string) => string,
): Promise<T> {
  const taskQueue = randomUUID();
  const worker = await createDateWorker(environment, taskQueue, date, edit);
  return await worker.runUntil(async () => {
    const handle = await startScheduleCancellation(environment, taskQueue, changes);
    try {
      return await scenario(handle);
    } finally {
      // Its children too, which go on without it: none stays on the server without a worker.
      await handle.terminate().catch(() => undefined);
      await endOpenWorkflows(environment.client, taskQueue);
    }
  });
}
