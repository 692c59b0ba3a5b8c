import { setTimeout as pause } from 'node:timers/promises';
import { runAudit } from '../../src/operations/audit';
import { ApiClient } from '../support/apiClient';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { ADMIN_KEY, testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const HOLD_SECONDS = 3;

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let environment: NodeJS.ProcessEnv;
let apiProcess: RunningProcess;
let worker: RunningProcess;
let api: ApiClient;

const startWorker = (): Promise<RunningProcess> => startProcess('dist/src/workers/main.js', environment);

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  environment = testEnvironment({ database, redis: testRedis }, { HOLD_SECONDS: String(HOLD_SECONDS) });
  [apiProcess, worker] = await Promise.all([
    startProcess('dist/src/api/main.js', environment),
    startWorker(),
  ]);
  api = new ApiClient({ apiUrl: apiProcess.url(), adminKey: ADMIN_KEY });
});
afterAll(async () => {
  await Promise.all([apiProcess.stop(), worker.stop()]);
  await testRedis.close();
  await database.close();
});

test('a worker killed while a seat is held and started again after the deadline releases the seat', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 3 });
  const fan = await api.fan({ balance: 1000 });
  await api.join(fan, concertId);
  const [seat] = await api.seatIds(fan, scheduleId);
  expect((await api.hold(fan, scheduleId, [seat])).status).toBe(200);

  await worker.stop('SIGKILL');
  await pause(HOLD_SECONDS * 1000 + 1000);
  const other = await api.fan();
  await api.join(other, concertId);
  const statusOf = async (): Promise<unknown> => {
    const { items } = await api.must(200, 'GET', `/v1/schedules/${scheduleId}/seats`, { fan: other });
    return (items as { id: string; status: string }[]).find(({ id }) => id === seat)?.status;
  };
  expect(await statusOf()).toBe('HELD');

  worker = await startWorker();
  await api.until(fan, 'ADMITTED');
  expect(await statusOf()).toBe('AVAILABLE');
  expect(await api.pay(fan)).toMatchObject({ status: 410, body: { code: 'HOLD_EXPIRED' } });
  expect(await api.balance(fan)).toBe(1000);
  expect(await runAudit(database.dataSource)).toEqual([]);
}, 90_000);

test('a worker that is told to stop ends within its grace time and says so', async () => {
  const started = Date.now();
  await worker.stop('SIGTERM');
  expect(worker.output()).toContain('"msg":"stopped"');
  expect(Date.now() - started).toBeLessThan(20_000);
  worker = await startWorker();
});
