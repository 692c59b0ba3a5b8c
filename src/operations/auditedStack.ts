import { Client, Connection } from '@temporalio/client';
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
 * Opens what an audit reads, and closes it again.
 * @throws Error when a store cannot be reached
 */
export async function withStores<T>(
  config: AuditConfig,
  work: (stores: AuditedStores) => Promise<T>,
): Promise<T> {
  const redis = createRedis(config.REDIS_URL, () => undefined);
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    throw new Error(`Redis does not answer (REDIS_URL): ${String(error)}`);
  });
  try {
    const connection = await Connection.connect(temporalConnectionOptions(config));
    try {
      const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
      return await withAuditDatabase(config.DATABASE_URL, (db) =>
        work({
          db,
          roomAudit: createRoomAudit(redis),
          waitingRoom: createWaitingRoom(redis),
          openSessions: createOpenSessionList(client, config.TASK_QUEUE),
          sessions: createRoomSessions(client),
        }),
      );
    } finally {
      await connection.close();
    }
  } finally {
    redis.disconnect();
  }
}
