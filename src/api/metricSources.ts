import type Redis from 'ioredis';
import type { Logger } from 'pino';
import type { DependencyHealth } from '../metrics/dependencyHealth';
import { lastReconciliation } from '../persistence/reads/lastReconciliation';
import { saleGauges } from '../persistence/reads/saleGauges';
import type { SqlClient } from '../persistence/sqlClient';
import { createRoomGauges } from '../queue/roomGauges';
import type { CallsInFlight } from './callsInFlight';
import type { MetricSources } from './metrics';
import { MOST_ROOMS } from './saleMetrics';
import type { StreamPlaces } from './streamPlaces';

export interface MetricParts {
  db: SqlClient;
  redis: Redis;
  logger: Logger;
  dependencies: DependencyHealth;
  callsInFlight: CallsInFlight;
  streamPlaces: StreamPlaces;
  mostStreams: number;
}

/** Where the metrics of an API process come from. */
export function createMetricSources(parts: MetricParts): MetricSources {
  const { db, redis, logger, dependencies, callsInFlight, streamPlaces, mostStreams } = parts;
  return {
    async database() {
      const [sale, reconciliation] = await Promise.all([saleGauges(db, MOST_ROOMS), lastReconciliation(db)]);
      return { sale, reconciliation };
    },
    rooms: createRoomGauges(redis),
    dependencies,
    load() {
      const { inFlight, waiting } = callsInFlight.now();
      return { callsInFlight: inFlight, callsWaiting: waiting, streams: streamPlaces.taken(), mostStreams };
    },
    onError: (error) => logger.warn({ err: error }, 'metrics without what an engine knows'),
  };
}
