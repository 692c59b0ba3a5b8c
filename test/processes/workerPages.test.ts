import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { freePort } from '../support/freePort';
import { startPausableProxy, type PausableProxy } from '../support/pausableProxy';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let proxy: PausableProxy;
let environment: NodeJS.ProcessEnv;
let worker: RunningProcess;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  const redis = new URL(testRedis.url);
  proxy = await startPausableProxy({ host: redis.hostname, port: Number(redis.port) });
  redis.host = `127.0.0.1:${proxy.port}`;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  environment = testEnvironment({ database, redis: { url: redis.href } }, { WORKER_PORT: String(port) });
  worker = await startProcess('dist/src/workers/main.js', environment);
}, 90_000);
afterAll(async () => {
  await proxy.mend();
  await worker.stop();
  await proxy.close();
  await testRedis.close();
  await database.close();
}, 60_000);

interface Ready {
  status: number;
  checks: Record<string, boolean>;
  missing?: string[];
}

async function ready(): Promise<Ready> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(6_000) });
  return { ...((await response.json()) as Ready), status: response.status };
}

async function untilReady(): Promise<Ready> {
  for (const deadline = Date.now() + 30_000; ;) {
    const answer = await ready();
    if (answer.status === 200) return answer;
    if (Date.now() > deadline) throw new Error(`it never was: ${JSON.stringify(answer)}`);
    await pause(50);
  }
}

test.each(['hang', 'refuse'] as const)(
  'a worker is ready while it polls and its stores answer, and says which one does not (%s)',
  async (outage) => {
    expect((await untilReady()).checks).toEqual({
      polling: true,
      database: true,
      queue: true,
      temporal: true,
    });
    await proxy[outage]();
    expect(await ready()).toMatchObject({
      status: 503,
      missing: ['queue'],
      checks: { polling: true, database: true },
    });
    const alive = await fetch(`${url}/healthz`);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
    const metrics = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(6_000) });
    expect(await metrics.text()).toContain('concert_sessions_worker_polling 1');
    await proxy.mend();
    await untilReady();
  },
  60_000,
);

test('a worker whose port is taken ends with 1 and says which setting to change', async () => {
  const other = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(
    startProcess('dist/src/workers/main.js', { ...environment, WORKER_PORT: String(port) }),
  ).rejects.toThrow(
    new RegExp(
      `ended with 1:[\\s\\S]*The worker cannot listen on 127\\.0\\.0\\.1:${port} .EADDRINUSE.*WORKER_PORT`,
    ),
  );
  other.close();
}, 60_000);

test('a worker that is told to stop finishes, gives its port back and exits with 0', async () => {
  await worker.stop('SIGTERM');
  expect(worker.exitCode()).toBe(0);
  expect(worker.output()).toContain('"msg":"stopped"');
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('a worker without WORKER_PORT listens nowhere', async () => {
  const quiet = await startProcess('dist/src/workers/main.js', { ...environment, WORKER_PORT: undefined });
  expect(quiet.output()).not.toContain('"url"');
  await quiet.stop();
  expect(quiet.exitCode()).toBe(0);
}, 60_000);
