import { Client, type ClientInterceptors, type Connection } from '@temporalio/client';
import type Redis from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { SessionLimits } from '../contracts/session';
import { createDependencyHealth } from '../metrics/dependencyHealth';
import type { SqlClient } from '../persistence/sqlClient';
import { createKeyRevocations } from '../queue/keyRevocations';
import { createSessionChanges } from '../queue/sessionChanges';
import { createSeatChanges } from '../queue/seatChanges';
import { createSharedCounts } from '../queue/sharedCounts';
import { createSubscriptions } from '../queue/subscriptions';
import type { WaitingRoom } from '../queue/waitingRoom';
import { createRoomWorkflows, roomWorkflowSettings } from '../roomWorkflow';
import type { ApiDependencies } from './apiDependencies';
import { createCallsInFlight } from './callsInFlight';
import { createApiMetrics } from './metrics';
import { createMetricSources } from './metricSources';
import { createRateLimits } from './rateLimits';
import { createRedisWaitingRooms } from './redisWaitingRooms';
import { createSeatFeeds } from './seatFeed';
import { createSeatMaps } from './seatMaps';
import { createSessionStarter } from './sessionStart';
import { watchStreamKeys } from './streamKeys';
import { createStreamPlaces } from './streamPlaces';
import { createTemporalRoomControl } from './temporalRoomControl';
import { createTemporalScheduleCancellations } from './temporalScheduleCancellations';
import { createTemporalSessionGateway } from './temporalSessionGateway';

export interface ApiParts {
  config: Config;
  logger: Logger;
  db: SqlClient;
  redis: Redis;
  waitingRoom: WaitingRoom;
  client: Client;
  /** Left out: never. */
  isDraining?: () => boolean;
}

/** Durations of a session from the configuration, in milliseconds. */
export function sessionLimits(config: Config): SessionLimits {
  return {
    queueWaitMs: config.QUEUE_WAIT_SECONDS * 1000,
    admissionWindowMs: config.ADMISSION_WINDOW_SECONDS * 1000,
    holdMs: config.HOLD_SECONDS * 1000,
    holdCapMs: config.HOLD_CAP_SECONDS * 1000,
    maxSeats: config.MAX_SEATS_PER_FAN,
  };
}

/**
 * A client that asks only open workflows: a closed one was ended or terminated, and what it last knew is no longer true.
 */
export function createSessionClient(
  connection: Connection,
  namespace: string,
  interceptors?: ClientInterceptors,
): Client {
  return new Client({
    connection,
    namespace,
    interceptors,
    workflow: { queryRejectCondition: 'NOT_OPEN' },
  });
}

/** Joins the parts of an API process. `stop` ends what they do by themselves. */
export function wireApi(parts: ApiParts): ApiDependencies & { stop(): void } {
  const { config, logger, db, redis, waitingRoom, client, isDraining = () => false } = parts;
  const limits = sessionLimits(config);
  const rooms = createRoomWorkflows(client, roomWorkflowSettings(config));
  const rateLimits = createRateLimits(
    {
      perAddress: config.RATE_LIMIT_PER_ADDRESS,
      perUser: config.RATE_LIMIT_PER_USER,
      joins: config.RATE_LIMIT_JOINS,
      holds: config.RATE_LIMIT_HOLDS,
    },
    createSharedCounts(redis, (error) => logger.warn({ err: error }, 'limits are local')),
    Boolean(config.TRUST_PROXY),
  );
  const subscriptions = createSubscriptions(redis, (error) =>
    logger.warn({ err: error }, 'redis subscription'),
  );
  const keyRevocations = createKeyRevocations(redis, subscriptions, (error) =>
    logger.warn({ err: error }, 'revoked keys'),
  );
  const callsInFlight = createCallsInFlight({
    most: config.MAX_CALLS_IN_FLIGHT,
    // As long as Temporal has to answer: with half of it a crowd that wants one seat was sent away on a busy machine (128 of
    // 500), though each would soon have learned that the seat is gone.
    waitMs: config.ANSWER_WITHIN_MS,
  });
  const streamPlaces = createStreamPlaces(config.MAX_STREAMS);
  const stopWatchingKeys = watchStreamKeys(streamPlaces, { db, keyRevocations }, (error) =>
    logger.warn({ err: error }, 'keys of event streams'),
  );
  const dependencies = createDependencyHealth({
    database: () => db.query('SELECT 1'),
    redis: () => redis.ping(),
    temporal: () => client.connection.workflowService.getSystemInfo({}),
  });
  const metrics = createApiMetrics(
    createMetricSources({
      ...{ db, redis, logger, dependencies, callsInFlight, streamPlaces },
      mostStreams: config.MAX_STREAMS,
    }),
  );
  const sessions = createTemporalSessionGateway({
    client,
    waitingRoom,
    db,
    starter: createSessionStarter(parts, config.TASK_QUEUE, limits, logger),
    rooms,
    limits,
    taskQueue: config.TASK_QUEUE,
    cancellationCutOffMs: config.CANCELLATION_CUTOFF_HOURS * 3_600_000,
    answerWithinMs: config.ANSWER_WITHIN_MS,
    callsInFlight,
    firstHoldShownAfterMs: config.HOLD_SHOWN_AFTER_SECONDS * 1000,
    logger,
    stepTally: metrics.steps,
  });
  return {
    db,
    logger,
    waitingRooms: {
      ...createRedisWaitingRooms(waitingRoom, db),
      ...createTemporalRoomControl(rooms, config.ANSWER_WITHIN_MS),
    },
    scheduleCancellations: createTemporalScheduleCancellations(client, {
      taskQueue: config.TASK_QUEUE,
      atOnce: config.CANCELLATIONS_AT_ONCE,
      answerWithinMs: config.ANSWER_WITHIN_MS,
    }),
    sessionChanges: createSessionChanges(subscriptions),
    seatMaps: createSeatMaps(db),
    seatFeeds: createSeatFeeds({ db, seatChanges: createSeatChanges(subscriptions), logger }),
    streamPlaces,
    metrics,
    keyRevocations,
    rateLimits,
    stop() {
      rateLimits.stop();
      keyRevocations.stop();
      stopWatchingKeys();
      metrics.stop();
      sessions.stop();
    },
    settings: {
      adminKeys: config.ADMIN_KEY,
      adminViewerKeys: config.ADMIN_VIEWER_KEY,
      queueTokenSecrets: config.QUEUE_TOKEN_SECRETS,
      corsOrigins: config.CORS_ORIGINS,
      trustProxy: config.TRUST_PROXY,
      currency: 'KRW',
    },
    sessions,
    async readiness() {
      const { database, redis: queue, temporal } = await dependencies.ask();
      return { database: database.up, queue: queue.up, temporal: temporal.up };
    },
    isDraining,
  };
}
