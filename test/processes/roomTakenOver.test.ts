import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Answer, type Fan } from '../support/apiClient';
import { startProcess, type RunningProcess } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { ADMIN_KEY, testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const CAPACITY = 3;
const FANS = 24;

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let connection: Connection;
let apiProcess: RunningProcess;
let workers: RunningProcess[];
let api: ApiClient;

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  const environment = testEnvironment({ database, redis: testRedis });
  const startWorker = () => startProcess('dist/src/workers/main.js', environment);
  [apiProcess, ...workers] = await Promise.all([
    startProcess('dist/src/api/main.js', environment),
    startWorker(),
    startWorker(),
  ]);
  api = new ApiClient({ apiUrl: apiProcess.url(), adminKey: ADMIN_KEY });
});
afterAll(async () => {
  await Promise.all([apiProcess, ...workers].map((process) => process.stop()));
  await connection.close();
  await testRedis.close();
  await database.close();
});

test('a worker killed while it admits is replaced by the other: nobody is lost and no slot is given twice', async () => {
  const { concertId } = await api.onSale({ capacity: CAPACITY, admissionsPerSecond: 20 });
  const fans: Fan[] = [];
  for (let i = 0; i < FANS; i++) {
    const fan = await api.fan();
    await api.join(fan, concertId);
    fans.push(fan);
  }
  const room = new Client({ connection }).workflow.getHandle(waitingRoomWorkflowId(concertId));
  /** The process that runs the admission activity: workers are named `<pid>@<host>`. */
  async function runnerPid(): Promise<number> {
    const { raw } = await room.describe();
    return Number.parseInt(raw.pendingActivities?.[0]?.lastWorkerIdentity ?? '0', 10);
  }

  /** Sends the same request again where it is told to: sessions whose worker has died answer once the other has them. */
  async function session(fan: Fan, method: string): Promise<Answer['body']> {
    for (;;) {
      const { status, body } = await api.call(method, '/v1/session', { fan });
      if (status < 300) return body;
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'DEPENDENCY_UNAVAILABLE' });
      await pause(500);
    }
  }

  let left = 0;
  const done = Promise.all(
    fans.map(async (fan) => {
      while ((await session(fan, 'GET')).state !== 'ADMITTED') await pause(100);
      await pause(200);
      await session(fan, 'DELETE');
      left += 1;
    }),
  );
  while (left < 6) await pause(20);
  let runner: RunningProcess | undefined;
  // Between two shifts nobody runs it for a moment.
  while (!runner) {
    const pid = await runnerPid();
    runner = workers.find((worker) => worker.pid === pid);
  }
  await runner.stop('SIGKILL');

  let most = 0;
  while (left < FANS) {
    const [row] = await database.dataSource.query<{ inside: number }[]>(
      `SELECT count(*)::int AS inside FROM sessions WHERE concert_id = $1 AND state = 'PROGRESS'`,
      [concertId],
    );
    most = Math.max(most, row!.inside);
    await Promise.race([pause(20), done]);
  }
  await done;
  expect(most).toBeLessThanOrEqual(CAPACITY);
  expect(await runAudit(database.dataSource)).toEqual([]);
}, 180_000);
