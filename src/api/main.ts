import { tracing } from '../tracing/ofApi';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '../config';
import { announce, createLogger } from '../logger';
import { createDataSource } from '../persistence/dataSource';
import { createRedis } from '../queue/redis';
import { keepServing } from '../queue/serving';
import { createWaitingRoom } from '../queue/waitingRoom';
import { redactText } from '../redactText';
import { createApp } from './app';
import { startServer } from './server';
import { connectTemporal } from './temporalConnection';
import { createSessionClient, wireApi } from './wiring';

/**
 * The API process. SIGTERM and SIGINT: says so at /readyz, after DRAIN_SECONDS accepts no new connection, ends event streams,
 * answers what is under way, and closes its connections.
 */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('api', config.LOG_LEVEL, { fields: tracing?.logFields });
  tracing?.reportTo(logger);
  const db = await createDataSource({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'api',
    onWarning: (message) => logger.warn(message),
  }).initialize();
  const redis = createRedis(config.REDIS_URL, (error) => logger.warn({ err: error }, 'redis connection'));
  await redis.connect();
  const connection = await connectTemporal(config);
  const client = createSessionClient(connection, config.TEMPORAL_NAMESPACE, tracing?.clientInterceptors);
  let draining = false;
  const waitingRoom = createWaitingRoom(redis);
  const isDraining = (): boolean => draining;
  const api = wireApi({ config, logger, db, redis, waitingRoom, client, isDraining });
  const app = createApp({ ...api, requestSpans: tracing?.requestSpans });
  const server = await startServer(app, {
    host: config.HOST,
    port: config.PORT,
    maxConnections: config.MAX_CONNECTIONS,
  });
  // From the first moment a fan can be heard of, and no longer than that: before and after, nobody is silent.
  const serving = keepServing(
    redis,
    () => db.query('SELECT 1'),
    (error) => logger.warn({ err: error }, 'serving beat'),
  );

  async function stop(): Promise<void> {
    draining = true;
    logger.info('stopping');
    await pause(config.DRAIN_SECONDS * 1000);
    serving.stop();
    await server.close();
    api.stop();
    await connection.close();
    redis.disconnect();
    await db.destroy();
    await tracing?.stop();
    announce(logger, 'stopped');
    // What is still on its way to a collector that does not answer would keep the process alive.
    if (tracing) process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exitCode = 1;
      });
    });
  }
  // Whoever reads this may stop it at once.
  announce(logger, 'ready', { url: server.url });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? redactText(error.message) : 'The API could not start');
  // Open connections would keep a process that could not start alive.
  process.exit(1);
});
