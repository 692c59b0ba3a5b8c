import { Counter, Histogram, type Registry } from 'prom-client';
import { ERROR_CODES } from '../contracts/errors';
import type { Problem } from './problem';

/** Seconds. A poll takes milliseconds, a step of a session up to ANSWER_WITHIN_MS. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Requests that met no operation: an unknown path, a method that a path does not have. */
const NO_OPERATION = 'none';
/** The limits of `RateLimits`. */
const LIMITS = ['address', 'user', 'join', 'hold'] as const;

/** Counts what the API answers. */
export interface RequestMetrics {
  /**
   * @param operation its id in the table; undefined: the request met none
   * @param status null: the client did not wait for an answer
   * @param ms from the request's arrival; null: it is no latency, as with a stream
   */
  answered(operation: string | undefined, status: number | null, ms: number | null): void;
  refused(problem: Problem): void;
}

interface Counts {
  /** By the first digit of the status; 0 stands for none. */
  byStatus: (Counter.Internal | undefined)[];
  duration: Histogram.Internal<'operation'>;
}

/** The counters of an operation are made once: to find them by their labels again for each request would cost more than to count. */
export function createRequestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'concert_sessions_http_requests_total',
    help: 'Requests by operation and class of status; aborted: the client did not wait.',
    labelNames: ['operation', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'concert_sessions_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, event streams left out.',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers,
  });
  const refusals = new Counter({
    name: 'concert_sessions_refusals_total',
    help: 'Problem documents by their code.',
    labelNames: ['code'],
    registers,
  });
  const limited = new Counter({
    name: 'concert_sessions_rate_limited_total',
    help: 'Requests refused by a limit, by which: address, user, join, hold.',
    labelNames: ['limit'],
    registers,
  });
  // From the start: what begins at one looks to Prometheus as if nothing had happened.
  for (const code of Object.keys(ERROR_CODES)) refusals.inc({ code }, 0);
  for (const limit of LIMITS) limited.inc({ limit }, 0);
  const known = new Map<string, Counts>();

  function countsOf(operation: string): Counts {
    const present = known.get(operation);
    if (present) return present;
    const counts: Counts = { byStatus: [], duration: durations.labels(operation) };
    known.set(operation, counts);
    return counts;
  }

  return {
    answered(operation = NO_OPERATION, status, ms) {
      const counts = countsOf(operation);
      const kind = status === null ? 0 : Math.floor(status / 100);
      const counter = (counts.byStatus[kind] ??= requests.labels(
        operation,
        kind === 0 ? 'aborted' : `${kind}xx`,
      ));
      counter.inc();
      if (ms !== null && status !== null) counts.duration.observe(ms / 1000);
    },

    refused({ code, members: { limit } }) {
      refusals.inc({ code });
      if (code === 'RATE_LIMITED') limited.inc({ limit: String(limit) });
    },
  };
}
