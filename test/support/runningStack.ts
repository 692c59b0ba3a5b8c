import './quietRuntime';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Connection, type Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type Redis from 'ioredis';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { createCancellationActivities } from '../../src/activities/cancellationActivities';
import { createSessionActivities } from '../../src/activities/sessionActivities';
import { createApp } from '../../src/api/app';
import { startServer } from '../../src/api/server';
import { createSessionClient, wireApi } from '../../src/api/wiring';
import { loadConfig, type Config } from '../../src/config';
import { waitingRoomsOnSale } from '../../src/persistence/reads/waitingRoomSettings';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type WaitingRoom } from '../../src/queue/waitingRoom';
import { startAdmissionRunner } from '../../src/workers/admissionRunner';
import { createSessionWorker } from '../../src/workers/sessionWorker';
import { WORKFLOW_BUNDLE } from './globalSetup';
import { createTestDatabase } from './testDatabase';
import { createTestRedis } from './testRedis';

const ADMIN_KEY = 'admin-key-of-the-tests';

/** API, worker and admission in this process, on a database and a Redis of their own and the real Temporal server. */
export interface RunningStack {
  apiUrl: string;
  adminKey: string;
  config: Config;
  db: DataSource;
  redis: Redis;
  waitingRoom: WaitingRoom;
  client: Client;
  close(): Promise<void>;
}

/** @param overrides configuration keys, e.g. `{ HOLD_SECONDS: '2' }` */
export async function startStack(overrides: NodeJS.ProcessEnv = {}): Promise<RunningStack> {
  const database = await createTestDatabase({ poolSize: 20 });
  const testRedis = await createTestRedis();
  const config = loadConfig({
    DATABASE_URL: database.url,
    REDIS_URL: testRedis.url,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS,
    TASK_QUEUE: `test-${randomUUID()}`,
    ADMIN_KEY,
    QUEUE_TOKEN_SECRETS: 'queue-token-secret-of-the-tests-32-characters',
    PORT: '0',
    LOG_LEVEL: 'error',
    // Tests are not timed: a busy machine must not turn an answer into a 503.
    ANSWER_WITHIN_MS: '30000',
    ...overrides,
  });
  const logger = pino({ level: config.LOG_LEVEL });
  const redis = createRedis(config.REDIS_URL, (error) => logger.error({ err: error }, 'redis'));
  await redis.connect();
  const waitingRoom = createWaitingRoom(redis);
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const nativeConnection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const client = createSessionClient(connection, 'default');
  const db = database.dataSource;
  const worker = await createSessionWorker(
    nativeConnection,
    config,
    { ...createSessionActivities({ db, waitingRoom, logger }), ...createCancellationActivities({ db }) },
    { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') },
  );
  const working = worker.run();
  const admission = startAdmissionRunner({
    waitingRoom,
    client,
    rooms: () => waitingRoomsOnSale(db),
    tickMs: 50,
    logger,
  });
  const app = createApp(wireApi({ config, logger, db, redis, waitingRoom, client }));
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });

  return {
    apiUrl: server.url,
    adminKey: ADMIN_KEY,
    config,
    db,
    redis,
    waitingRoom,
    client,
    async close() {
      await server.close();
      await admission.stop();
      await endOpenSessions(client, config.TASK_QUEUE);
      worker.shutdown();
      await working;
      await nativeConnection.close();
      await connection.close();
      redis.disconnect();
      await testRedis.close();
      await database.close();
    },
  };
}

/** Sessions a test leaves open would keep their timers on the shared server. */
async function endOpenSessions(client: Client, taskQueue: string): Promise<void> {
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    await client.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
  }
}
