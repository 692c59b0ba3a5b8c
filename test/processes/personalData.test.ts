import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { reconciliationScheduleId } from '../../src/contracts/identifiers';
import { runAudit } from '../../src/operations/audit';
import { ApiClient } from '../support/apiClient';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { everyKindOfVisit, type Marks } from '../support/everyKindOfVisit';
import { hitsIn, textsOfRedis, textsOfWorkflows } from '../support/everyPlace';
import { endOpenWorkflows } from '../support/openWorkflows';
import { startPausableProxy, type PausableProxy } from '../support/pausableProxy';
import { until } from '../support/runningRoom';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

const TASK_QUEUE = `test-${randomUUID()}`;
const ADMIN_KEY = 'marked-admin-key-of-the-tests';
const TOKEN_SECRET = 'marked-queue-token-secret-of-32-characters';
const HOLD_SECONDS = 3;
/** A request's id is meant to be kept: where it is found, something personal would have been. */
const PLANTED = 'planted-request-id-7f3a';

const marks: Marks = new Map([
  [ADMIN_KEY, 'admin key'],
  [TOKEN_SECRET, 'secret of queue tokens'],
]);
let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let proxies: PausableProxy[];
let api: RunningProcess;
let worker: RunningProcess;
let connection: Connection;
let client: Client;
let apiUrl: string;

async function proxied(address: string): Promise<URL> {
  const url = new URL(address);
  const proxy = await startPausableProxy({ host: url.hostname, port: Number(url.port) });
  proxies.push(proxy);
  url.host = `127.0.0.1:${proxy.port}`;
  return url;
}

beforeAll(async () => {
  proxies = [];
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  const databaseUrl = await proxied(database.url);
  // A server that asks for none takes any.
  databaseUrl.password ||= 'marked-database-password';
  marks.set(decodeURIComponent(databaseUrl.password), 'password of the database');
  const environment = {
    DATABASE_URL: databaseUrl.href,
    REDIS_URL: (await proxied(testRedis.url)).href,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS,
    TASK_QUEUE,
    ADMIN_KEY,
    QUEUE_TOKEN_SECRETS: TOKEN_SECRET,
    HOLD_SECONDS: String(HOLD_SECONDS),
    PORT: '0',
    LOG_LEVEL: 'trace',
    RATE_LIMIT_PER_ADDRESS: '0',
  };
  [api, worker] = await Promise.all([
    startProcess('dist/src/api/main.js', environment),
    startProcess('dist/src/workers/main.js', environment),
  ]);
  apiUrl = api.url();
  connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  client = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.mend()));
  await api.stop();
  await endOpenWorkflows(client, TASK_QUEUE);
  await worker.stop();
  await client.schedule
    .getHandle(reconciliationScheduleId(TASK_QUEUE))
    .delete()
    .catch(() => undefined);
  await connection.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await testRedis.close();
  await database.close();
}, 60_000);

/** All places where something personal could be kept or told, with what is there. */
async function everyPlace(): Promise<Map<string, string>> {
  const metrics = await (await fetch(`${apiUrl}/metrics`)).text();
  return new Map([
    ...(await textsOfWorkflows(client, TASK_QUEUE)),
    ...(await textsOfRedis(testRedis.url)),
    ['the log of the API', api.output()],
    ['the log of the worker', worker.output()],
    ['/metrics', metrics],
  ]);
}

async function plantRequestId(): Promise<void> {
  const sale = new ApiClient({ apiUrl, adminKey: ADMIN_KEY });
  const { concertId } = await sale.onSale();
  const fan = await sale.fan();
  const headers = { authorization: `Bearer ${fan.key}`, 'x-request-id': PLANTED };
  const join = () => fetch(`${apiUrl}/v1/concerts/${concertId}/sessions`, { method: 'POST', headers });
  let joined = await join();
  // The engines were away just now: what waits for a connection is refused, and may be sent again.
  for (; joined.status === 503; joined = await join()) await pause(500);
  expect(joined.status).toBe(201);
  const { token } = (await joined.json()) as { token: string };
  const left = { method: 'DELETE', headers: { ...headers, 'queue-token': token } };
  expect((await fetch(`${apiUrl}/v1/session`, left)).status).toBe(204);
}

test('names, e-mail addresses, keys and tokens are in no history, log, metric or Redis, whatever visitors send and whichever engine fails', async () => {
  const outages = proxies.flatMap((proxy) =>
    (['refuse', 'hang'] as const).map((kind) => ({
      begin: async () => await proxy[kind](),
      end: () => proxy.mend(),
    })),
  );
  await everyKindOfVisit({ apiUrl, adminKey: ADMIN_KEY, marks, holdMs: HOLD_SECONDS * 1000, outages });
  await until(async () => (await fetch(`${apiUrl}/readyz`)).ok);
  await plantRequestId();
  await client.schedule.getHandle(reconciliationScheduleId(TASK_QUEUE)).trigger();
  // Two looks at what seems wrong are ten seconds apart.
  await pause(13_000);

  const places = await everyPlace();
  const kinds = new Set([...places.keys()].map((place) => place.split(':')[0]));
  for (const kind of [
    'session',
    'waiting-room',
    'cancellation',
    'schedule-cancellation',
    'reconciliation',
    'room',
  ])
    expect(kinds).toContain(kind);
  expect(new Set(marks.values()).size).toBe(8);
  expect(hitsIn(places, marks)).toEqual([]);

  const found = hitsIn(places, new Map([[PLANTED, 'planted']]));
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^planted in session:/),
      'planted in the log of the API',
      'planted in the log of the worker',
    ]),
  );
  expect(worker.output()).toContain('"sdkComponent":"worker"');
  for (const running of [api, worker])
    for (const line of running.output().trim().split('\n'))
      expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect(await runAudit(database.dataSource)).toEqual([]);
}, 240_000);

test.each(['', 'https://x.example/?q=', '{"a":"', 'xy', 'x'])(
  'the search finds a value after %j, as it is and in base64',
  (before) => {
    const value = 'Marked Person "7f3a" <marked@example.org>';
    const wanted = new Map([[value, 'name']]);
    const text = `${before}${value} and more`;
    for (const spelled of [text, text.toUpperCase(), encodeURIComponent(text), JSON.stringify(text)])
      expect(hitsIn(new Map([['here', spelled]]), wanted)).toEqual(['name in here']);
    const base64 = Buffer.from(text).toString('base64');
    expect(hitsIn(new Map([['here', base64]]), wanted)).toEqual(['name in here']);
    expect(hitsIn(new Map([['here', before]]), wanted)).toEqual([]);
  },
);
