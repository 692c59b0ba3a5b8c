import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { EventStream } from '../stack/eventStream';
import { ApiClient, type Fan } from '../support/apiClient';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { endOpenWorkflows } from '../support/openWorkflows';
import { startPausableProxy, type PausableProxy } from '../support/pausableProxy';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { ADMIN_KEY, testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const TASK_QUEUE = `test-${randomUUID()}`;
const PARTS = ['database', 'queue', 'temporal'] as const;

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let proxies: Record<(typeof PARTS)[number], PausableProxy>;
let environment: NodeJS.ProcessEnv;
let apiProcess: RunningProcess;
let worker: RunningProcess;
let apiUrl: string;
let api: ApiClient;

async function proxyOf(address: string): Promise<{ proxy: PausableProxy; url: string }> {
  const url = new URL(address);
  const proxy = await startPausableProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  return { proxy, url: url.href };
}

async function startApi(own: NodeJS.ProcessEnv): Promise<RunningProcess> {
  return await startProcess('dist/src/api/main.js', { ...environment, ...own });
}

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  const temporal = process.env.TEMPORAL_ADDRESS ?? '';
  environment = testEnvironment({ database, redis: testRedis }, { TASK_QUEUE });
  const [toDatabase, toRedis, toTemporal] = [
    await proxyOf(database.url),
    await proxyOf(testRedis.url),
    await proxyOf(`http://${temporal}`),
  ];
  proxies = { database: toDatabase.proxy, queue: toRedis.proxy, temporal: toTemporal.proxy };
  const through = {
    DATABASE_URL: toDatabase.url,
    REDIS_URL: toRedis.url,
    TEMPORAL_ADDRESS: new URL(toTemporal.url).host,
  };
  [apiProcess, worker] = await Promise.all([
    startApi(through),
    startProcess('dist/src/workers/main.js', environment),
  ]);
  apiUrl = apiProcess.url();
  api = new ApiClient({ apiUrl, adminKey: ADMIN_KEY });
}, 90_000);
afterAll(async () => {
  await Promise.all(Object.values(proxies).map((proxy) => proxy.mend()));
  await apiProcess.stop();
  const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  await endOpenWorkflows(new Client({ connection }), TASK_QUEUE);
  await connection.close();
  await worker.stop();
  await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
  await testRedis.close();
  await database.close();
}, 60_000);

interface Ready {
  status: number;
  checks?: Record<string, boolean>;
  missing?: string[];
  draining?: boolean;
}

/** Fails when there is no answer long after the two seconds that it may take. */
async function ready(url = apiUrl): Promise<Ready> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(4_000) });
  return { ...((await response.json()) as Ready), status: response.status };
}

async function untilReady(wanted: (answer: Ready) => boolean, url = apiUrl): Promise<Ready> {
  for (const deadline = Date.now() + 30_000; ;) {
    const answer = await ready(url);
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`it never was: ${JSON.stringify(answer)}`);
    await pause(50);
  }
}

describe.each(PARTS)('without the %s', (part) => {
  afterEach(async () => {
    await proxies[part].mend();
    await untilReady(({ status }) => status === 200);
  }, 40_000);

  test.each(['hang', 'refuse'] as const)(
    'that can be reached no more (%s) the process lives, is not ready, and says which part is missing',
    async (outage) => {
      expect((await untilReady(({ status }) => status === 200)).checks).toEqual({
        ...{ database: true, queue: true, temporal: true },
      });
      await proxies[part][outage]();
      const unready = await ready();
      expect(unready).toMatchObject({ status: 503, missing: [part] });
      expect(unready.checks).toEqual({ database: true, queue: true, temporal: true, [part]: false });
      const alive = await fetch(`${apiUrl}/healthz`, { signal: AbortSignal.timeout(4_000) });
      expect(alive.status).toBe(200);
      // What was known a few seconds ago may still be told.
      const down = `concert_sessions_dependency_up{dependency="${part === 'queue' ? 'redis' : part}"} 0\n`;
      for (const deadline = Date.now() + 30_000; ;) {
        const scrape = await fetch(`${apiUrl}/metrics`, { signal: AbortSignal.timeout(6_000) });
        const text = await scrape.text();
        if (text.includes(down)) break;
        if (Date.now() > deadline) throw new Error(`it never said so:\n${text}`);
        await pause(200);
      }
    },
    60_000,
  );
});

test('the id of a request goes from its header to the log of the API, the memo and the log of a worker', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 3 });
  const fan = await api.fan();
  const send = async (requestId: string, method: string, path: string, body?: unknown): Promise<Response> =>
    await fetch(apiUrl + path, {
      method,
      headers: {
        ...{ authorization: `Bearer ${fan.key}`, 'x-request-id': requestId },
        ...(fan.token ? { 'queue-token': fan.token } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
  const joined = await send('join.one-7', 'POST', `/v1/concerts/${concertId}/sessions`);
  expect(joined.headers.get('x-request-id')).toBe('join.one-7');
  const { token, sessionId } = (await joined.json()) as { token: string; sessionId: string };
  fan.token = token;

  const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  const handle = new Client({ connection }).workflow.getHandle(sessionWorkflowId(concertId, fan.id));
  expect((await handle.describe()).memo).toMatchObject({ sessionId, requestId: 'join.one-7' });
  await connection.close();

  const wanted = { scheduleId, bestAvailable: { count: 1 } };
  expect((await send('hold.two-8', 'PUT', '/v1/session/hold', wanted)).status).toBe(200);
  expect((await send('release.three-9', 'DELETE', '/v1/session/hold')).status).toBe(204);
  expect((await send('not an id', 'DELETE', '/v1/session')).status).toBe(204);
  const linesOf = (running: RunningProcess): Record<string, unknown>[] =>
    running
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const stepsOf = (running: RunningProcess) =>
    linesOf(running).filter((line) => line.msg === 'step' && line.sessionId === sessionId);
  const steps = () => [...stepsOf(apiProcess), ...stepsOf(worker)];
  for (const deadline = Date.now() + 10_000; steps().length < 3 && Date.now() < deadline;) await pause(50);
  // The first hold is made by the API.
  expect(stepsOf(apiProcess)).toEqual([
    expect.objectContaining({ step: 'holdSeats', requestId: 'hold.two-8', outcome: 'done' }),
  ]);
  expect(stepsOf(worker)).toEqual([
    expect.objectContaining({ step: 'releaseHold', requestId: 'release.three-9', outcome: 'done' }),
    expect.objectContaining({ step: 'endSession', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
  ]);
  const told = ['join.one-7', ...steps().map(({ requestId }) => requestId)];
  const toldByApi = () =>
    linesOf(apiProcess).filter(({ msg, requestId }) => msg === 'request' && told.includes(requestId));
  for (const deadline = Date.now() + 10_000; toldByApi().length < 4 && Date.now() < deadline;)
    await pause(50);
  expect(toldByApi().map(({ requestId }) => requestId)).toEqual(told);
  const workflowId = sessionWorkflowId(concertId, fan.id);
  for (const line of [...toldByApi().slice(1), ...steps()])
    expect(line).toMatchObject({ sessionId, workflowId });
  expect((await send('look.four-0', 'GET', '/v1/session')).status).toBe(200);
  const look = () => linesOf(apiProcess).find(({ requestId }) => requestId === 'look.four-0');
  for (const deadline = Date.now() + 10_000; !look() && Date.now() < deadline;) await pause(50);
  expect(look()).toMatchObject({ sessionId });
  expect(look()).not.toHaveProperty('workflowId');
  for (const secret of [fan.key, token, '@example.org']) {
    expect(apiProcess.output()).not.toContain(secret);
    expect(worker.output()).not.toContain(secret);
  }
}, 60_000);

test('the id of the request that joined is in the memo of the session', async () => {
  const { concertId } = await api.onSale({ capacity: 0 });
  const fan = await api.fan();
  const headers = { authorization: `Bearer ${fan.key}`, 'x-request-id': 'join.wait-1' };
  const joined = await fetch(`${apiUrl}/v1/concerts/${concertId}/sessions`, { method: 'POST', headers });
  expect(joined.status).toBe(201);
  const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  const handle = new Client({ connection }).workflow.getHandle(sessionWorkflowId(concertId, fan.id));
  expect((await handle.describe()).memo).toMatchObject({ requestId: 'join.wait-1' });
  await connection.close();
});

/** A request whose body is complete only when the test says so. */
async function slowRequest(url: string) {
  const body = JSON.stringify({ email: `${randomUUID()}@example.org`, name: 'Slow' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  const head = `POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, 10));
  return async function finish(): Promise<string> {
    socket.write(body.slice(10));
    await closed;
    return answer;
  };
}

test('a process that is told to stop says so, then takes nobody new, ends streams, answers what is under way, and exits with 0', async () => {
  const stopping = await startApi({ DRAIN_SECONDS: '3' });
  const url = stopping.url();
  const { concertId, scheduleId } = await api.onSale({ seats: 3 });
  const fan: Fan = await api.fan();
  await api.join(fan, concertId);
  const streams = [
    await EventStream.open(url, fan),
    await EventStream.open(url, fan, undefined, `/v1/schedules/${scheduleId}/seats/events`),
  ];
  await Promise.all(streams.map((stream) => stream.next()));
  const finish = await slowRequest(url);
  await ready(url);

  const stopped = stopping.stop('SIGTERM');
  const draining = await untilReady(({ status }) => status !== 200, url);
  expect(draining).toMatchObject({ status: 503, draining: true });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);

  await Promise.all(streams.map((stream) => stream.ended(20_000)));
  for (const deadline = Date.now() + 20_000; ;) {
    const refused = await fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    );
    if (refused) break;
    if (Date.now() > deadline) throw new Error('it still takes connections');
    await pause(20);
  }
  expect(stopping.exitCode()).toBeNull();
  const answer = await finish();
  expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  expect(answer.toLowerCase()).toContain('connection: close');
  await stopped;
  expect(stopping.exitCode()).toBe(0);
  expect(stopping.output()).toContain('"msg":"stopped"');
}, 90_000);
