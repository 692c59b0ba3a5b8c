import { readFileSync } from 'node:fs';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { stuckCommand } from '../../src/operations/commands/stuck';
import type { TaskLook } from '../../src/operations/failingTasks';
import type { Stuck } from '../../src/operations/stuckSessions';
import { wireWorker } from '../../src/workers/wiring';
import { ApiClient, type Fan } from '../support/apiClient';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { ops, runCommand } from '../support/opsTerminal';
import { startStack, type RunningStack } from '../support/runningStack';
import { until } from '../support/runningRoom';

/** Does not write search attributes: no session that the right code began replays on it. */
const WRONG_CODE = readFileSync(WORKFLOW_BUNDLE, 'utf8').replace(
  /\(0, ?\w+\.upsertSearchAttributes\)\(\[/g,
  '(() => {})([',
);

let stack: RunningStack;
let holder: Fan;
let workflowId: string;
let stopWrong: () => Promise<void>;

const look = async (...args: string[]): Promise<TaskLook & { code: number }> => {
  const { code, text } = await ops(stack.config, ['failed-tasks', '--json', ...args]);
  return { code, ...(JSON.parse(text) as TaskLook) };
};

beforeAll(async () => {
  // Each hold is the workflow's: what fails is a session that has had a task.
  stack = await startStack({ ANSWER_WITHIN_MS: '3000', HOLD_SHOWN_AFTER_SECONDS: '0' });
  const api = new ApiClient(stack);
  const sale = await api.onSale();
  holder = await api.fan({ balance: 1_000 });
  for (const fan of [await api.fan(), await api.fan(), holder]) await api.join(fan, sale.concertId);
  await api.must(200, 'PUT', '/v1/session/hold', {
    fan: holder,
    body: { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } },
  });
  workflowId = sessionWorkflowId(sale.concertId, holder.id);
  await until(async () => (await look()).open === 3);
}, 60_000);
afterAll(async () => {
  await stopWrong();
  await stack.close();
});

test('no task of a system that is well has failed', async () => {
  expect(await look()).toMatchObject({ code: 0, failing: [], open: 3, lookedAt: 3 });
  expect((await ops(stack.config, ['failed-tasks'])).text).toBe('No workflow task is failing');
});

test('it asks no more workflows than it may, and says how many there are', async () => {
  const { remarks } = await ops(stack.config, ['failed-tasks', '--most', '2']);
  expect(remarks).toContain('2 of 3 open workflows asked');
});

test('a session that fails on other code is named, with what its history says; once it fails again and again it is stuck', async () => {
  await stack.stopWorker(0);
  const { config, db, redis, client } = stack;
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const parts = { db, redis, client, connection, config, logger: pino({ level: 'silent' }) };
  const { worker, keeper } = await wireWorker({ ...parts, workflowBundle: { code: WRONG_CODE } });
  const working = worker.run();
  stopWrong = async () => {
    await keeper.stop();
    worker.shutdown();
    await working;
    await connection.close();
  };
  // Answered with 503: the payment waits for a task that does not succeed.
  const api = new ApiClient(stack);
  expect((await api.pay(holder)).status).toBe(503);

  await until(async () => (await look()).code === 1);
  const { failing } = await look();
  expect(failing).toMatchObject([{ workflowId, type: 'session' }]);
  expect(failing[0]?.attempt).toBeGreaterThanOrEqual(2);
  expect(failing[0]?.problem).toMatch(/Nondeterminism/);
  expect((await ops(stack.config, ['failed-tasks'])).text).toContain(workflowId);

  const stuck = async (): Promise<Stuck[]> => {
    const { text } = await runCommand(stuckCommand(100), stack.config, ['--json']);
    return (JSON.parse(text) as { stuck: Stuck[] }).stuck;
  };
  const isIt = ({ rule, subject }: Stuck): boolean =>
    rule === 'task-fails' && subject === `workflow ${workflowId}`;
  await until(async () => (await stuck()).some(isIt));
  expect((await stuck()).find(isIt)?.next).toContain('docs/changing-workflows.md');
}, 90_000);
