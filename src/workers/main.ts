import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { loadConfig } from '../config';
import { createLogger } from '../logger';
import { createDataSource } from '../persistence/dataSource';
import { createRedis } from '../queue/redis';
import { temporalConnectionOptions } from '../temporalConnection';
import { wireWorker } from './wiring';
import { WORKFLOW_BUNDLE_PATH } from './workflowBundle';

/** The worker process. SIGTERM and SIGINT: takes no new work, finishes what is under way, closes its connections. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('worker', config.LOG_LEVEL);
  Runtime.install({
    shutdownSignals: ['SIGINT', 'SIGTERM'],
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (level === 'WARN') logger.warn(meta ?? {}, message);
      else logger.error(meta ?? {}, message);
    }),
  });
  const db = await createDataSource({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'worker',
  }).initialize();
  const redis = createRedis(config.REDIS_URL, (error) => logger.warn({ err: error }, 'redis connection'));
  await redis.connect();
  const connection = await NativeConnection.connect(temporalConnectionOptions(config));
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    // What a terminated session last knew is no longer true.
    workflow: { queryRejectCondition: 'NOT_OPEN' },
  });
  const workflowBundle = { codePath: WORKFLOW_BUNDLE_PATH };
  const parts = { config, logger, db, redis, connection, client, workflowBundle };
  const { worker, keeper } = await wireWorker(parts);
  logger.info({ taskQueue: config.TASK_QUEUE }, 'ready');
  try {
    await worker.run();
  } finally {
    await keeper.stop();
    await connection.close();
    redis.disconnect();
    await db.destroy();
    logger.info('stopped');
  }
}

main().then(
  // A call for an audit that was cut short may still wait for its answer, for minutes: nobody needs it.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    // Open connections would keep a process that could not start alive.
    process.exit(1);
  },
);
