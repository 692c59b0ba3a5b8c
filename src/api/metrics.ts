import { Registry } from 'prom-client';
import { createCachedReading } from '../metrics/cachedReading';
import type { DependencyHealth } from '../metrics/dependencyHealth';
import { gaugesOf, type Gauges } from '../metrics/gauges';
import { createProcessMetrics } from '../metrics/processMetrics';
import { createStepTally, type StepTally } from '../metrics/stepTally';
import type { LastReconciliation } from '../persistence/reads/lastReconciliation';
import type { SaleGauges } from '../persistence/reads/saleGauges';
import type { RoomGauge } from '../queue/roomGauges';
import { createRequestMetrics, type RequestMetrics } from './requestMetrics';
import { addRoomMetrics, addSeatMetrics, addSessionMetrics } from './saleMetrics';

/** So many scrapers cost the engines no more than one. Milliseconds. */
const KEEP_MS = 5_000;
/** An engine that hangs leaves its metrics out, and the rest is told. Milliseconds. */
const WITHIN_MS = 1_500;

/** What the engines know, each read with one statement or round trip. */
export interface MetricSources {
  /** null: there has been no reconciliation */
  database(): Promise<{ sale: SaleGauges; reconciliation: LastReconciliation | null }>;
  rooms(concertIds: readonly string[]): Promise<RoomGauge[]>;
  dependencies: Pick<DependencyHealth, 'add'>;
  /** What this process has under way. */
  load(): Load;
  onError: (error: unknown) => void;
}

export interface Load {
  callsInFlight: number;
  callsWaiting: number;
  streams: number;
  mostStreams: number;
}

export interface ApiMetrics {
  requests: RequestMetrics;
  /** Of first holds, which the API makes. */
  steps: StepTally;
  /** All metrics in the text format of Prometheus. It is there within seconds whatever hangs. */
  text(): Promise<string>;
  stop(): void;
}

/**
 * What is counted while requests are served lives as long as the process; what the engines know is read when somebody asks,
 * and every process of the API tells the same of it.
 */
export function createApiMetrics(sources: MetricSources): ApiMetrics {
  const counted = new Registry();
  const process = createProcessMetrics();
  const { onError } = sources;
  const steps = createStepTally(counted);
  steps.begin('holdSeats');
  const database = createCachedReading({
    ...{ keepMs: KEEP_MS, withinMs: WITHIN_MS, onError },
    read: () => sources.database(),
  });
  let concertIds: readonly string[] = [];
  const rooms = createCachedReading({
    ...{ keepMs: KEEP_MS, withinMs: WITHIN_MS, onError },
    read: () => sources.rooms(concertIds),
  });

  return {
    requests: createRequestMetrics(counted),
    steps,

    async text() {
      const asked = new Registry();
      const gauges = gaugesOf(asked);
      process.add(gauges);
      addLoad(gauges, sources.load());
      const health = sources.dependencies.add(gauges);
      const known = await database();
      // While the database is away, the rooms that there were.
      if (known) concertIds = known.sale.concerts.map(({ concertId }) => concertId);
      const inRedis = await rooms();
      gauges.gauge(
        'concert_sessions_database_up',
        'Whether the database answered; without it, what only it knows is left out.',
        known ? 1 : 0,
      );
      if (known) addSeatMetrics(gauges, known.sale);
      if (known?.reconciliation) addReconciliation(gauges, known.reconciliation);
      if (inRedis) addRoomMetrics(gauges, inRedis);
      if (known && inRedis) addSessionMetrics(gauges, known.sale, inRedis);
      await health;
      return (await Promise.all([asked.metrics(), counted.metrics()])).join('\n');
    },

    stop: () => process.stop(),
  };
}

function addLoad({ gauge }: Gauges, { callsInFlight, callsWaiting, streams, mostStreams }: Load): void {
  gauge('concert_sessions_calls_in_flight', 'Steps of sessions under way in Temporal.', callsInFlight);
  gauge('concert_sessions_calls_waiting', 'Steps of sessions that wait for their turn.', callsWaiting);
  gauge('concert_sessions_streams_open', 'Open event streams.', streams);
  gauge('concert_sessions_streams_limit', 'The most that this process serves.', mostStreams);
}

function addReconciliation({ gauge, labelled }: Gauges, last: LastReconciliation): void {
  const { counts, repaired, startedAt, endedAt } = last;
  labelled('concert_sessions_audit_findings', 'Findings of the last audit, by rule.', 'rule', counts);
  labelled(
    'concert_sessions_audit_repaired',
    'What the last reconciliation repaired, by rule.',
    'rule',
    repaired,
  );
  gauge(
    'concert_sessions_reconciliation_last_success_timestamp_seconds',
    'When the last reconciliation ended.',
    endedAt,
  );
  gauge(
    'concert_sessions_reconciliation_duration_seconds',
    'How long the last reconciliation took.',
    Math.max(0, endedAt - startedAt),
  );
}
