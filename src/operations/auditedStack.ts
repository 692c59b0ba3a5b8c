import { Client, Connection } from '@temporalio/client';
import type Redis from 'ioredis';
import type { AuditedStores } from '../activities/auditedStores';
import type { AuditConfig } from '../config';
import { withAuditDatabase } from '../persistence/auditDatabase';
import { createRedis } from '../queue/redis';
import { createRoomAudit } from '../queue/roomAudit';
import { createWaitingRoom } from '../queue/waitingRoom';
import { temporalConnectionOptions } from '../temporalConnection';
import { createOpenSessionList } from '../workers/openSessionList';
import { createRoomSessions } from '../workers/roomSessions';

/**
 * Lends a connection to Redis.
 * @throws Error when it does not answer
 */
export async function withRedis<T>(
  { REDIS_URL }: Pick<AuditConfig, 'REDIS_URL'>,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = createRedis(REDIS_URL, () => undefined);
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    throw new Error(`Redis does not answer (REDIS_URL): ${String(error)}`);
  });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/**
 * Lends a client of Temporal, for the namespace of the system.
 * @throws Error when it does not answer
 */
export async function withTemporal<T>(
  config: Pick<AuditConfig, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const options = temporalConnectionOptions(config);
  const connection = await Connection.connect(options).catch((error: unknown) => {
    throw new Error(`Temporal does not answer (TEMPORAL_ADDRESS): ${String(error)}`);
  });
  try {
    return await work(new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }));
  } finally {
    await connection.close();
  }
}

/**
 * Opens what an audit reads, and closes it again.
 * @throws Error when a store cannot be reached
 */
export async function withStores<T>(
  config: AuditConfig,
  work: (stores: AuditedStores, opened: { redis: Redis; client: Client }) => Promise<T>,
): Promise<T> {
  return await withRedis(config, (redis) =>
    withTemporal(config, (client) =>
      withAuditDatabase(config.DATABASE_URL, (db) =>
        work(
          {
            db,
            roomAudit: createRoomAudit(redis),
            waitingRoom: createWaitingRoom(redis),
            openSessions: createOpenSessionList(client, config.TASK_QUEUE),
            sessions: createRoomSessions(client, db),
          },
          { redis, client },
        ),
      ),
    ),
  );
}
