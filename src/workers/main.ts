import { tracing } from '../tracing/ofWorker';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { loadConfig } from '../config';
import { announce, createLogger } from '../logger';
import { createDataSource } from '../persistence/dataSource';
import { createRedis } from '../queue/redis';
import { redactText } from '../redactText';
import { temporalConnectionOptions } from '../temporalConnection';
import { installRuntime } from './runtime';
import { activityFields } from './temporalLog';
import { wireWorker } from './wiring';
import { chooseWorkflowThread } from './workflowThread';
import { createWorkerPages } from './workerPages';
import { startWorkerServer } from './workerServer';
import { TRACED_WORKFLOW_BUNDLE_PATH, WORKFLOW_BUNDLE_PATH } from './workflowBundle';

/** The worker process. SIGTERM and SIGINT: takes no new work, finishes what is under way, closes its connections. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('worker', config.LOG_LEVEL, {
    fields: () => ({ ...activityFields(), ...tracing?.logFields() }),
  });
  tracing?.reportTo(logger);
  const sdkMetrics = await installRuntime(logger, config.LOG_LEVEL, config.WORKER_PORT > 0);
  const db = await createDataSource({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'worker',
    onWarning: (message) => logger.warn(message),
  }).initialize();
  const redis = createRedis(config.REDIS_URL, (error) => logger.warn({ err: error }, 'redis connection'));
  await redis.connect();
  const connection = await NativeConnection.connect(temporalConnectionOptions(config));
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    // What a terminated session last knew is no longer true.
    workflow: { queryRejectCondition: 'NOT_OPEN' },
    interceptors: tracing?.clientInterceptors,
  });
  const workflowBundle = { codePath: tracing ? TRACED_WORKFLOW_BUNDLE_PATH : WORKFLOW_BUNDLE_PATH };
  const pages = createWorkerPages({
    dependencies: {
      database: () => db.query('SELECT 1'),
      redis: () => redis.ping(),
      temporal: () => client.connection.workflowService.getSystemInfo({}),
    },
    sdkMetrics,
    logger,
  });
  // First, so that a probe sees a worker that cannot become ready.
  const server =
    config.WORKER_PORT === 0
      ? null
      : await startWorkerServer({ host: config.HOST, port: config.WORKER_PORT }, pages, logger);
  const parts = {
    ...{ config, logger, db, redis, connection, client, workflowBundle },
    ...{ steps: pages.steps, tracing: tracing?.worker },
    thread: chooseWorkflowThread(config, Boolean(tracing)),
  };
  const { worker, keeper } = await wireWorker(parts);
  pages.watch(worker);
  announce(logger, 'ready', { taskQueue: config.TASK_QUEUE, ...(server ? { url: server.url } : {}) });
  try {
    await worker.run();
  } finally {
    await keeper.stop();
    // Until here a monitor still sees it finish its work.
    await server?.close();
    pages.stop();
    await connection.close();
    redis.disconnect();
    await db.destroy();
    await tracing?.stop();
    announce(logger, 'stopped');
  }
}

main().then(
  // A call for an audit that was cut short may still wait for its answer, for minutes: nobody needs it.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? redactText(error.message) : 'The worker could not start');
    // Open connections would keep a process that could not start alive.
    process.exit(1);
  },
);
