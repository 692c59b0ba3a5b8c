import { randomUUID } from 'node:crypto';
import '../support/quietRuntime';
import { Client, Connection } from '@temporalio/client';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import type { SessionInput } from '../../src/contracts/session';
import { startProcess } from '../support/childProcess';
import { endOpenWorkflows } from '../support/openWorkflows';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
});
afterAll(async () => {
  await connection.close();
  await testRedis.close();
  await database.close();
});

test.each([
  ['has none unless it is asked for', {}, /not enabled/],
  ['has one with WORKFLOW_STACK_TRACES', { WORKFLOW_STACK_TRACES: 'true' }, /at session \(/],
])(
  'the Call Stack of a waiting workflow %s',
  async (_, special, expected) => {
    const environment = testEnvironment({ database, redis: testRedis }, special);
    const taskQueue = environment.TASK_QUEUE ?? '';
    const worker = await startProcess('dist/src/workers/main.js', environment);
    const client = new Client({ connection });
    const userId = randomUUID();
    const minute = 60_000;
    const input: SessionInput = {
      identity: {
        ...{ sessionId: randomUUID(), concertId: '1', userId },
        ...{ place: 1, positionAtEntry: 0, joinedAt: Date.now() },
      },
      limits: { queueWaitMs: minute, admissionWindowMs: minute, holdMs: minute, maxSeats: 1 },
      admittedAt: Date.now(),
    };
    const handle = await client.workflow.start<(input: SessionInput) => Promise<unknown>>('session', {
      ...{ taskQueue, workflowId: sessionWorkflowId('1', userId), args: [input] },
    });
    const told = await handle.query<string>('__stack_trace').catch((error: unknown) => String(error));
    expect(told).toMatch(expected);
    await handle.terminate();
    await endOpenWorkflows(client, taskQueue);
    await worker.stop();
  },
  60_000,
);
