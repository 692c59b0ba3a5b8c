import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import '../support/quietRuntime';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { ApiClient, type Fan } from '../support/apiClient';
import { REPOSITORY, startProcess, type RunningProcess } from '../support/childProcess';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlpReceiver';
import { endOpenWorkflows } from '../support/openWorkflows';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { ADMIN_KEY, testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const TASK_QUEUE = `test-${randomUUID()}`;

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let environment: NodeJS.ProcessEnv;
let receiver: OtlpReceiver;
let apiProcess: RunningProcess;
let worker: RunningProcess;
let api: ApiClient;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  receiver = await startOtlpReceiver();
  environment = testEnvironment({ database, redis: testRedis }, { TASK_QUEUE });
  const traced = {
    ...environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  };
  [apiProcess, worker] = await Promise.all([
    startProcess('dist/src/api/main.js', traced),
    startProcess('dist/src/workers/main.js', traced),
  ]);
  api = new ApiClient({ apiUrl: apiProcess.url(), adminKey: ADMIN_KEY });
  connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  client = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await apiProcess.stop();
  await endOpenWorkflows(client, TASK_QUEUE);
  await worker.stop();
  await connection.close();
  await receiver.close();
  await testRedis.close();
  await database.close();
}, 60_000);

/** The names from the first span of a trace to this one. */
function pathTo(span: ReceivedSpan): string[] {
  const parent = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
  if (span.parentSpanId && !parent) return ['?', span.name];
  return [...(parent ? pathTo(parent) : []), span.name];
}

const within = (traceId: string): ReceivedSpan[] => receiver.spans.filter((span) => span.traceId === traceId);

describe('a purchase, traced', () => {
  let fan: Fan;
  let scheduleId: string;
  let sessionWorkflow: string;

  beforeAll(async () => {
    const sale = await api.onSale({ seats: 4 });
    scheduleId = sale.scheduleId;
    fan = await api.fan({ balance: 1_000 });
    await api.join(fan, sale.concertId);
    sessionWorkflow = `session:${sale.concertId}:${fan.id}`;
    // The first is made by the API, the other by the workflow.
    for (const seat of (await api.seatIds(fan, scheduleId)).slice(0, 2))
      expect((await api.hold(fan, scheduleId, [seat])).status).toBe(200);
    expect((await api.pay(fan, 'an idempotency key of the fan')).status).toBe(201);
    // The workflow's own span ends with it, and is the last to be sent.
    await receiver.until(
      ({ name, attributes }) => name === 'RunWorkflow:session' && attributes.workflowId === sessionWorkflow,
    );
  }, 60_000);

  test.each([
    ['PUT /v1/session/hold', 'holdSeats', 'holdSeats', 'SELECT hold_seats'],
    ['POST /v1/session/payment', 'pay', 'pay', 'SELECT pay_reservation'],
  ])(
    '%s is one trace from the request over update, workflow and activity to SQL and Redis',
    async (route, update, activity, sql) => {
      const sent = await receiver.until(({ name }) => name === `StartWorkflowUpdate:${update}`);
      const request = await receiver.until(({ name, traceId }) => name === route && traceId === sent.traceId);
      expect(request).toMatchObject({ service: 'concert-sessions-api', parentSpanId: '' });
      const inActivity = [route, `StartWorkflowUpdate:${update}`, `HandleUpdate:${update}`].concat(
        ...[`StartActivity:${activity}`, `RunActivity:${activity}`],
      );
      const statement = await receiver.until(
        ({ traceId, attributes }) =>
          traceId === request.traceId && Boolean(attributes['db.query.text']?.startsWith(sql)),
      );
      expect(statement.service).toBe('concert-sessions-worker');
      expect(pathTo(statement).slice(0, -1)).toEqual(inActivity);
      const command = within(request.traceId).filter(
        ({ attributes }) => attributes['db.system.name'] === 'redis',
      );
      expect(command.map(pathTo)).toEqual(
        expect.arrayContaining([
          [route, 'evalsha'],
          [...inActivity, 'evalsha'],
        ]),
      );
      expect(within(request.traceId).every((span) => !pathTo(span).includes('?'))).toBe(true);
    },
  );

  test('the first hold is one trace from the request over SQL and Redis to the signal of the workflow', async () => {
    const sent = await receiver.until(({ name }) => name === 'SignalWorkflow:seatsHeld');
    const request = await receiver.until(
      ({ name, traceId }) => name === 'PUT /v1/session/hold' && traceId === sent.traceId,
    );
    expect(pathTo(sent)).toEqual([request.name, sent.name]);
    const statement = await receiver.until(
      ({ traceId, attributes }) =>
        traceId === sent.traceId && Boolean(attributes['db.query.text']?.startsWith('SELECT hold_seats')),
    );
    expect(statement.service).toBe('concert-sessions-api');
    expect(pathTo(statement)).toEqual([request.name, statement.name]);
    expect(within(sent.traceId).every((span) => !pathTo(span).includes('?'))).toBe(true);
  });

  test('the request that joined is one trace from the request over the start of the workflow', async () => {
    const run = await receiver.until(
      ({ name, attributes }) => name === 'RunWorkflow:session' && attributes.workflowId === sessionWorkflow,
    );
    expect(pathTo(run)).toEqual([
      ...['POST /v1/concerts/:concertId/sessions', 'StartWorkflow:session', 'RunWorkflow:session'],
    ]);
  });

  test('its ids are in the lines of log, and nothing personal or secret is in a span', async () => {
    const sent = await receiver.until(({ name }) => name === 'StartWorkflowUpdate:holdSeats');
    const request = await receiver.until(
      ({ name, traceId }) => name === 'PUT /v1/session/hold' && traceId === sent.traceId,
    );
    expect(request.attributes).toMatchObject({
      'session.id': fan.sessionId,
      'http.response.status_code': '200',
    });
    const requestId = request.attributes['request.id'];
    for (const running of [apiProcess, worker]) {
      const line = running
        .output()
        .split('\n')
        .find((text) => text.includes(`"requestId":"${requestId}"`));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ traceId: request.traceId });
    }
    const { email } = await api.must(200, 'GET', '/v1/users/me', { fan });
    for (const text of receiver.texts) {
      for (const secret of [
        fan.key,
        fan.token ?? '',
        email,
        'an idempotency key of the fan',
        ADMIN_KEY,
        '127.0.0.1',
      ])
        expect(text).not.toContain(secret);
    }
  });

  test('its history replays on the workflow code without tracing', async () => {
    const history = await client.workflow.getHandle(sessionWorkflow).fetchHistory();
    const code = readFileSync(WORKFLOW_BUNDLE, 'utf8');
    await Worker.runReplayHistory({ workflowBundle: { code } }, history, sessionWorkflow);
  });
});

test("a client's traceparent is not believed", async () => {
  const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
  await fetch(`${apiProcess.url()}/v1/concerts`, {
    headers: { traceparent, 'x-request-id': 'with-a-parent' },
  });
  const span = await receiver.until(({ attributes }) => attributes['request.id'] === 'with-a-parent');
  expect(span).toMatchObject({ name: 'GET /v1/concerts', parentSpanId: '' });
  expect(span.traceId).not.toBe('0123456789abcdef0123456789abcdef');
});

test('with the variable unset no package of OpenTelemetry is loaded, and only the engines are connected to', async () => {
  const preload = `--require=${path.join(REPOSITORY, 'test', 'support', 'loadedModules.cjs')}`;
  const engines = [environment.DATABASE_URL, environment.REDIS_URL, `http://${environment.TEMPORAL_ADDRESS}`];
  const ports = engines.map((address) => Number(new URL(address ?? '').port));
  for (const program of ['dist/src/api/main.js', 'dist/src/workers/main.js']) {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'loaded-')), 'modules.json');
    const off = await startProcess(program, {
      ...environment,
      NODE_OPTIONS: preload,
      LOADED_MODULES_FILE: file,
    });
    await off.stop();
    const told = JSON.parse(readFileSync(file, 'utf8')) as { loaded: string[]; ports: number[] };
    expect(told.loaded).toContain('ioredis');
    // The metrics of prom-client load the interface, which does nothing by itself.
    expect(
      told.loaded.filter((name) => name.includes('opentelemetry') && name !== '@opentelemetry/api'),
    ).toEqual([]);
    expect(ports).toEqual(expect.arrayContaining(told.ports));
  }
}, 60_000);

test.each(['refuses', 'hangs'] as const)(
  'a collector that %s is warned of once, and the API serves on and stops within its bound',
  async (outage) => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    if (outage === 'refuses') await new Promise((resolve) => silent.close(resolve));
    const running = await startProcess('dist/src/api/main.js', {
      ...environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_BSP_EXPORT_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_TIMEOUT: '400',
    });
    const warnings = (): string[] =>
      running
        .output()
        .split('\n')
        .filter((line) => line.includes('traces cannot be sent'));
    for (const deadline = Date.now() + 20_000; warnings().length === 0 && Date.now() < deadline;) {
      expect((await fetch(`${running.url()}/v1/concerts`)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (let time = 0; time < 20; time++) {
      expect((await fetch(`${running.url()}/v1/concerts`)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(warnings()).toHaveLength(1);
    const warning = JSON.parse(warnings()[0] ?? '{}') as Record<string, unknown>;
    expect(warning).toMatchObject({ level: 40, name: 'api' });
    // The request whose span brought the sending about has nothing to do with it.
    expect(warning).not.toHaveProperty('traceId');
    await running.stop();
    expect(running.exitCode()).toBe(0);
    if (outage === 'hangs') await new Promise((resolve) => silent.close(resolve));
  },
  60_000,
);
