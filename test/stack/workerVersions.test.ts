import '../support/quietRuntime';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { sessionWorkflowId, waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { summaryOf } from '../../src/replay/historySummary';
import { wireWorker } from '../../src/workers/wiring';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { until } from '../support/runningRoom';
import { startStack, type RunningStack } from '../support/runningStack';

/** Version 2 does not write search attributes: no history of a session that version 1 began replays on it. */
const SECOND_CODE = readFileSync(WORKFLOW_BUNDLE, 'utf8').replace(
  /\(0, ?\w+\.upsertSearchAttributes\)\(\[/g,
  '(() => {})([',
);

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;
let stopSecond: () => Promise<void>;

async function startSale(overrides: NodeJS.ProcessEnv): Promise<void> {
  // Each hold is a step of the workflow's.
  stack = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '0', ...overrides });
  api = new ApiClient(stack);
}
afterEach(async () => {
  await stopSecond();
  await stack.close();
});

/** As soon as the server knows the version, which is when its worker polls. */
async function makeCurrent(buildId: string): Promise<void> {
  const { WORKER_DEPLOYMENT: deploymentName, TEMPORAL_NAMESPACE: namespace } = stack.config;
  const version = { namespace, deploymentName, buildId, version: `${deploymentName}.${buildId}` };
  await until(() =>
    stack.client.connection.workflowService.setWorkerDeploymentCurrentVersion(version).then(
      () => true,
      () => false,
    ),
  );
}

/** A second worker, with changed workflow code. */
async function startSecond(buildId?: string): Promise<void> {
  const { config, db, redis, client } = stack;
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const { worker, keeper } = await wireWorker({
    ...{ db, redis, client, connection, logger: pino({ level: 'silent' }) },
    config: { ...config, WORKER_BUILD_ID: buildId },
    workflowBundle: { code: SECOND_CODE },
  });
  const working = worker.run();
  stopSecond = async () => {
    await keeper.stop();
    worker.shutdown();
    await working;
    await connection.close();
  };
}

async function visitor(): Promise<Fan> {
  const fan = await api.fan({ balance: 1_000 });
  await api.join(fan, sale.concertId);
  return fan;
}

async function holdSeat(fan: Fan, seat: number): Promise<void> {
  await api.until(fan, 'ADMITTED');
  const seats = await api.seatIds(fan, sale.scheduleId);
  expect((await api.hold(fan, sale.scheduleId, [seats[seat]])).status).toBe(200);
}

async function buildOf(workflowId: string): Promise<string | null> {
  return summaryOf(await stack.client.workflow.getHandle(workflowId).fetchHistory()).build;
}

const sessionOf = ({ id }: Fan) => sessionWorkflowId(sale.concertId, id);

test('a running sale survives a change of workflow code: visits end with the version that took their first step', async () => {
  await startSale({ WORKER_BUILD_ID: 'v1', WORKER_DEPLOYMENT: `test-${randomUUID()}` });
  await makeCurrent('v1');
  sale = await api.onSale({ seats: 10, capacity: 1 });
  const holding = await visitor();
  await holdSeat(holding, 0);
  const waiting = await visitor();

  await startSecond('v2');
  await makeCurrent('v2');
  const later = await visitor();
  expect((await api.pay(holding)).status).toBe(201);
  for (const [fan, seat] of [[waiting, 1] as const, [later, 2] as const]) {
    await holdSeat(fan, seat);
    expect((await api.pay(fan)).status).toBe(201);
  }

  expect(await Promise.all([holding, waiting, later].map((fan) => buildOf(sessionOf(fan))))).toEqual([
    'v1',
    // It had only waited.
    'v2',
    'v2',
  ]);
  // The room was woken by the one who waited, and has been moved on since.
  await until(async () => (await buildOf(waitingRoomWorkflowId(sale.concertId))) === 'v2');
});

test('twin: without versions, a visit under way does not get past the changed code', async () => {
  await startSale({ ANSWER_WITHIN_MS: '3000' });
  sale = await api.onSale({ seats: 10 });
  const holding = await visitor();
  await holdSeat(holding, 0);
  await stack.stopWorker(0);
  await startSecond();
  expect((await api.pay(holding)).status).toBe(503);
  const { events } = await stack.client.workflow.getHandle(sessionOf(holding)).fetchHistory();
  const failed = events?.find((event) => event.workflowTaskFailedEventAttributes);
  expect(failed?.workflowTaskFailedEventAttributes?.failure?.message).toMatch(/Nondeterminism/);
});
