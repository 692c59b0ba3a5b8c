import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { startProcess, type RunningProcess } from '../support/childProcess';
import type * as EndlessWorkflows from './endlessWorkflows';

const address = process.env.TEMPORAL_ADDRESS ?? '';
const taskQueue = `test-${randomUUID()}`;
let connection: Connection;
let worker: RunningProcess;

beforeAll(async () => {
  connection = await Connection.connect({ address });
  const workflows = path.join(__dirname, 'endlessWorkflows.ts');
  const environment = { NODE_ENV: 'test' };
  const args = [address, taskQueue, workflows];
  worker = await startProcess('test/support/endlessWorker.mjs', environment, /ready/, 60_000, args);
}, 70_000);
afterAll(async () => {
  // Should the loop go on, it hears of nothing else.
  await worker.stop('SIGKILL');
  await connection.close();
});

/** The messages of the workflow tasks that failed, once there is one. */
async function failedTasks(handle: WorkflowHandle): Promise<unknown[]> {
  for (;;) {
    const { events } = await handle.fetchHistory();
    const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) => task ?? []);
    if (failed.length > 0) return failed.map(({ failure }) => failure?.message);
    await pause(200);
  }
}

test.each(['endless', 'endlessLater'] as const)(
  'a workflow that never ends its turn (%s) loses it, and its worker goes on with other workflows',
  async (type) => {
    const { workflow } = new Client({ connection });
    const start = { taskQueue, args: [] as [] };
    const endless = await workflow.start<typeof EndlessWorkflows.endless>(type, {
      ...{ ...start, workflowId: randomUUID() },
    });
    const brief = await workflow.execute<typeof EndlessWorkflows.brief>('brief', {
      ...{ ...start, workflowId: randomUUID() },
    });
    expect(brief).toBe('done');
    expect((await failedTasks(endless))[0]).toMatch(/Script execution timed out after 2000ms/);
    await endless.terminate();
  },
  40_000,
);
