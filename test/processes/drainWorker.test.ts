import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { OperationsConfig } from '../../src/config';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { ops } from '../support/opsTerminal';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

/** Not that of the rooms' tests, which brings a runtime for workers along: here they run in processes of their own. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + 30_000; !(await holds()); await pause(50))
    if (Date.now() > giveUpAt) throw new Error('what the test waits for did not come to be within 30 s');
}

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let folder: string;
let config: OperationsConfig;
let workers: [RunningProcess, RunningProcess];

const drain = (...args: string[]) => ops(config, ['drain-worker', ...args]);
const identity = ({ pid }: RunningProcess): string => `${pid}@${hostname()}`;

async function listed(): Promise<string[]> {
  const { text } = await drain('--json');
  return (JSON.parse(text) as { identity: string }[]).map((worker) => worker.identity).sort();
}

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'drain-'));
  config = {
    DATABASE_URL: database.url,
    REDIS_URL: testRedis.url,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS ?? '',
    TEMPORAL_NAMESPACE: 'default',
    TASK_QUEUE: `test-${randomUUID()}`,
    STACK: path.join(folder, 'stack.json'),
  };
  const environment = testEnvironment({ database, redis: testRedis }, { ...config });
  const start = (): Promise<RunningProcess> => startProcess('dist/src/workers/main.js', environment);
  workers = await Promise.all([start(), start()]);
  const processes = [
    { name: 'api', pid: process.pid },
    ...workers.map(({ pid }, index) => ({ name: `worker-${index + 1}`, pid })),
    // What an old file may say: the number belongs to another process by now.
    { name: 'worker-old', pid: process.pid },
  ];
  await writeFile(path.join(folder, 'stack.json'), JSON.stringify({ processes }));
  await until(async () => (await listed()).length === 2);
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await rm(folder, { recursive: true });
  await testRedis.close();
  await database.close();
});

test('lists the workers that ask for tasks, each with its process', async () => {
  expect(await listed()).toEqual(workers.map(identity).sort());
  const { code, text } = await drain();
  expect(text).toMatch(new RegExp(`^worker-1 +${identity(workers[0])} `, 'm'));
  expect(code).toBe(0);
});

test('refuses a name that is none, and a process that is no worker of this system', async () => {
  await expect(drain('--worker', 'api')).rejects.toThrow(
    /--worker must be one of .*worker-1 \(\d+\), worker-2/,
  );
  await expect(drain('--worker', 'worker-old')).rejects.toThrow(/does not ask for tasks of this system/);
  await expect(
    ops({ ...config, STACK: undefined }, ['drain-worker', '--worker', 'worker-1']),
  ).rejects.toThrow(/--worker must be one of those that run on this machine: none/);
});

test('while the others have not asked for tasks since, a worker stays: they may have stopped', async () => {
  const drained = await ops(config, ['drain-worker', '--worker', 'worker-1'], { interruptWhen: () => true });
  expect(drained.remarks).toContain('stays: it was interrupted');
  expect(drained.code).toBe(2);
  expect(workers[0].exitCode()).toBeNull();
});

/** Tasks that fail keep the workers asking: idle ones ask once a minute. */
async function withWork<T>(take: () => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const { workflow } = new Client({ connection });
  const started = await Promise.all(
    Array.from({ length: 5 }, () =>
      workflow.start('nobody-knows-it', { taskQueue: config.TASK_QUEUE, workflowId: randomUUID() }),
    ),
  );
  try {
    return await take();
  } finally {
    await Promise.all(started.map((handle) => handle.terminate()));
    await connection.close();
  }
}

test('a worker ends gracefully while another one goes on, and the last one stays unless it is said to', async () => {
  const [first, second] = workers;
  const drained = await withWork(() => drain('--worker', 'worker-1'));
  expect(drained.text).toMatch(new RegExp(`^worker-1 \\(${identity(first)}\\) ended after `));
  expect(drained.remarks).toContain(`1 other worker(s) ask for tasks: ${identity(second)}`);
  expect(drained.code).toBe(0);
  await until(() => first.exitCode() !== null);
  expect(first.exitCode()).toBe(0);
  expect(first.output()).toContain('"msg":"stopped"');

  const refused = await drain('--worker', String(second.pid));
  expect(refused.remarks).toContain('stays: no other worker asks for tasks');
  expect(refused.code).toBe(1);
  expect(second.exitCode()).toBeNull();
  expect(await listed()).toEqual([identity(second)]);

  expect((await drain('--worker', 'worker-2', '--last')).code).toBe(0);
  await until(() => second.exitCode() !== null);
  expect(second.exitCode()).toBe(0);
}, 120_000);
