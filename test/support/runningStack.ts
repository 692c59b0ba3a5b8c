import './quietRuntime';
import { readFileSync } from 'node:fs';
import { Connection, type Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type Redis from 'ioredis';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { createApp } from '../../src/api/app';
import { startServer } from '../../src/api/server';
import { createSessionClient, wireApi } from '../../src/api/wiring';
import { loadConfig, type Config } from '../../src/config';
import { createAdmission, type Admission } from '../../src/queue/admission';
import { createRedis } from '../../src/queue/redis';
import { keepServing } from '../../src/queue/serving';
import { createWaitingRoom, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createRoomWorkflows, roomWorkflowSettings, type RoomWorkflows } from '../../src/roomWorkflow';
import { arrangeReconciliation } from '../../src/workers/reconciliationSchedule';
import { wireWorker } from '../../src/workers/wiring';
import { WORKFLOW_BUNDLE } from './globalSetup';
import { endOpenWorkflows } from './openWorkflows';
import { createTestDatabase } from './testDatabase';
import { ADMIN_KEY, testEnvironment } from './testEnvironment';
import { createTestRedis } from './testRedis';

/** API and workers in this process, on a database and a Redis of their own and the real Temporal server. */
export interface RunningStack {
  apiUrl: string;
  adminKey: string;
  config: Config;
  db: DataSource;
  redis: Redis;
  waitingRoom: WaitingRoom;
  admission: Admission;
  rooms: RoomWorkflows;
  client: Client;
  /** Shuts one worker down as SIGTERM does: it takes no new work and finishes what is under way. */
  stopWorker(which: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param overrides configuration keys, e.g. `{ HOLD_SECONDS: '2' }`
 * @param workers how many share the work
 */
export async function startStack(
  overrides: NodeJS.ProcessEnv = {},
  { workers = 1 } = {},
): Promise<RunningStack> {
  const database = await createTestDatabase({ poolSize: 20 });
  const testRedis = await createTestRedis();
  const special = {
    LOG_LEVEL: 'error',
    // Tests are not timed: a busy machine must not turn an answer into a 503.
    ANSWER_WITHIN_MS: '30000',
    ADMISSION_TICK_MS: '50',
    // Tests come from one address, as fast as they can.
    RATE_LIMIT_PER_ADDRESS: '0',
    ...overrides,
  };
  const config = loadConfig(testEnvironment({ database, redis: testRedis }, special));
  const logger = pino({ level: config.LOG_LEVEL });
  const redis = createRedis(config.REDIS_URL, (error) => logger.error({ err: error }, 'redis'));
  await redis.connect();
  const waitingRoom = createWaitingRoom(redis);
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = createSessionClient(connection, 'default');
  const db = database.dataSource;
  const workflowBundle = { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') };
  const parts = { config, logger, db, redis, client, workflowBundle };
  const running = await Promise.all(
    Array.from({ length: workers }, async () => {
      // Two workers of one task queue must not share a connection.
      const nativeConnection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
      const { worker, keeper } = await wireWorker({ ...parts, connection: nativeConnection });
      return { worker, keeper, nativeConnection, working: worker.run() };
    }),
  );
  const serving = keepServing(
    redis,
    () => db.query('SELECT 1'),
    (error) => logger.error({ err: error }, 'serving beat'),
  );
  const wired = wireApi({ config, logger, db, redis, waitingRoom, client });
  const app = createApp(wired);
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });

  async function stopWorker(which: number): Promise<void> {
    const { worker, keeper, working } = running[which]!;
    await keeper.stop();
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await working;
  }

  return {
    apiUrl: server.url,
    adminKey: ADMIN_KEY,
    config,
    db,
    redis,
    waitingRoom,
    admission: createAdmission(redis),
    rooms: createRoomWorkflows(client, roomWorkflowSettings(config)),
    client,
    stopWorker,
    async close() {
      await server.close();
      wired.stop();
      serving.stop();
      await arrangeReconciliation(client, { taskQueue: config.TASK_QUEUE, everySeconds: 0 });
      await Promise.all(running.map(({ keeper }) => keeper.stop()));
      await endOpenWorkflows(client, config.TASK_QUEUE);
      await Promise.all(running.map((_, which) => stopWorker(which)));
      await Promise.all(running.map(({ nativeConnection }) => nativeConnection.close()));
      await connection.close();
      redis.disconnect();
      await testRedis.close();
      await database.close();
    },
  };
}
