import { randomUUID } from 'node:crypto';
import { createApiMetrics, type MetricSources } from '../../src/api/metrics';
import { createRateLimits } from '../../src/api/rateLimits';
import type { RoomGauge } from '../../src/queue/roomGauges';
import { recordReconciliation } from '../../src/persistence/statements/recordReconciliation';
import { samplesOf, valueOf, type Sample } from '../support/metricsText';
import { call, createTestApi, register, visit, type TestApi } from './testApi';

const DAY_MS = 86_400_000;

async function scrape({ app }: TestApi): Promise<{ samples: Sample[]; text: string }> {
  const { text, headers } = await call(app, 'get', '/metrics').expect(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return { samples: samplesOf(text), text };
}

describe('GET /metrics', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await createTestApi();
  });
  afterEach(() => api.close());

  const record = (counts: Record<string, number>, repaired: Record<string, number>, startedAt = Date.now()) =>
    recordReconciliation(api.db, {
      ...{ id: randomUUID(), startedAt, counts, repaired, keepRecordsMs: 30 * DAY_MS },
      examples: [{ rule: 'seat-has-two-owners', subject: 'seat 17', detail: '2 live reservations' }],
    });

  test('tells of the process and the sale until there was a reconciliation', async () => {
    const { samples, text } = await scrape(api);
    expect(valueOf(samples, 'concert_sessions_database_up')).toBe(1);
    expect(valueOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(valueOf(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(valueOf(samples, 'concert_sessions_holds_overdue')).toBe(0);
    expect(text).not.toContain('concert_sessions_reconciliation');
  });

  test('tells what the last reconciliation found and repaired, rules without a finding included', async () => {
    await record({ 'seat-has-two-owners': 7 }, { 'hold-without-workflow': 9 });
    const startedAt = Date.now() - 5_000;
    await record(
      { 'seat-has-two-owners': 0, 'slot-without-session': 3 },
      { 'slot-without-session': 2 },
      startedAt,
    );
    const { samples, text } = await scrape(api);
    const findings = (rule: string) => valueOf(samples, 'concert_sessions_audit_findings', { rule });
    expect([findings('seat-has-two-owners'), findings('slot-without-session')]).toEqual([0, 3]);
    expect(valueOf(samples, 'concert_sessions_audit_repaired', { rule: 'slot-without-session' })).toBe(2);
    expect(text).not.toContain('hold-without-workflow');
    const ended = valueOf(samples, 'concert_sessions_reconciliation_last_success_timestamp_seconds')!;
    expect(ended * 1000).toBeGreaterThan(startedAt);
    expect(valueOf(samples, 'concert_sessions_reconciliation_duration_seconds')).toBeCloseTo(
      ended - startedAt / 1000,
      2,
    );
    // Examples name seats and sessions, which are no labels.
    expect(text).not.toContain('seat 17');
  });

  test('counts requests by operation and class of status, those that meet no operation as none, and times them', async () => {
    const fan = await register(api.app);
    await call(api.app, 'get', '/v1/wallet', fan).expect(200);
    await call(api.app, 'get', '/v1/wallet', fan).expect(200);
    await call(api.app, 'get', '/v1/wallet').expect(401);
    await call(api.app, 'get', `/v1/concerts/${randomUUID()}/nothing`).expect(404);
    await call(api.app, 'delete', '/v1/wallet', fan).expect(405);
    const { samples } = await scrape(api);
    const requests = (operation: string, status: string) =>
      valueOf(samples, 'concert_sessions_http_requests_total', { operation, status });
    expect(requests('registerUser', '2xx')).toBe(1);
    expect(requests('getWallet', '2xx')).toBe(2);
    expect(requests('getWallet', '4xx')).toBe(1);
    expect(requests('none', '4xx')).toBe(2);
    const timed = (of: string, labels = {}) =>
      valueOf(samples, `concert_sessions_http_request_duration_seconds_${of}`, {
        operation: 'getWallet',
        ...labels,
      });
    expect(timed('count')).toBe(3);
    expect(timed('bucket', { le: '+Inf' })).toBe(3);
    expect(timed('sum')).toBeGreaterThan(0);
    const refusals = (code: string) => valueOf(samples, 'concert_sessions_refusals_total', { code });
    expect([
      refusals('UNAUTHENTICATED'),
      refusals('ROUTE_NOT_FOUND'),
      refusals('METHOD_NOT_ALLOWED'),
    ]).toEqual([1, 1, 1]);
  });

  test('counts an event stream when it ends, and takes its length for no latency', async () => {
    const visitor = await visit(api);
    api.sessions.put(visitor.sessionId, 'LEFT');
    await call(api.app, 'get', '/v1/session/events', visitor).expect(200);
    const { samples } = await scrape(api);
    const operation = 'streamSession';
    expect(valueOf(samples, 'concert_sessions_http_requests_total', { operation, status: '2xx' })).toBe(1);
    expect(valueOf(samples, 'concert_sessions_http_request_duration_seconds_count', { operation })).toBe(0);
  });

  test('has nothing in it that names a fan, a session, a key or a token', async () => {
    const visitor = await visit(api);
    await call(api.app, 'get', '/v1/session', visitor).expect(200);
    await call(api.app, 'get', `/v1/users/${visitor.id}?email=${visitor.email}`, visitor).expect(404);
    const { text } = await scrape(api);
    expect(text).toContain('operation="getSession"');
    for (const secret of [visitor.id, visitor.email, visitor.key, visitor.token, visitor.sessionId])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|@/);
  });

  test('names which limit refused a request', async () => {
    const limits = { perAddress: 0, perUser: 1, joins: 0, holds: 0 };
    const counts = { available: () => true, add: () => Promise.resolve(null) };
    const rateLimits = createRateLimits(limits, counts, false);
    const limited = await createTestApi({ rateLimits });
    const fan = await register(limited.app);
    let refused = 0;
    // A window may end between two of them, and not between three.
    for (let i = 0; i < 3; i += 1)
      refused += Number((await call(limited.app, 'get', '/v1/wallet', fan)).status === 429);
    expect(refused).toBeGreaterThanOrEqual(1);
    const { samples } = await scrape(limited);
    expect(valueOf(samples, 'concert_sessions_rate_limited_total', { limit: 'user' })).toBe(refused);
    expect(valueOf(samples, 'concert_sessions_refusals_total', { code: 'RATE_LIMITED' })).toBe(refused);
    rateLimits.stop();
    await limited.close();
  });

  test('tells of the process, and that the database is away, when it is', async () => {
    const away = await createTestApi({
      db: { query: () => Promise.reject(new Error('connection refused')) },
    });
    const { samples, text } = await scrape(away);
    expect(valueOf(samples, 'concert_sessions_database_up')).toBe(0);
    expect(valueOf(samples, 'process_start_time_seconds')).toBeGreaterThan(1e9);
    expect(valueOf(samples, 'concert_sessions_rooms', { state: 'OPEN' })).toBe(0);
    expect(text).not.toMatch(/concert_sessions_(reconciliation|seats|holds|sessions)/);
    await away.close();
  });
});

describe('what the engines know', () => {
  const SALE = { roomsInUse: 0, concerts: [], holds: 0, within30: 0, within60: 0, overdue: 0 };
  const sources = (own: Partial<MetricSources>): MetricSources => ({
    database: () => Promise.resolve({ sale: SALE, reconciliation: null }),
    rooms: () => Promise.resolve([]),
    dependencies: { add: () => Promise.resolve() },
    load: () => ({ callsInFlight: 3, callsWaiting: 2, streams: 7, mostStreams: 10 }),
    onError: () => undefined,
    ...own,
  });
  async function textOf(own: Partial<MetricSources>, times = 1): Promise<string> {
    const metrics = createApiMetrics(sources(own));
    const texts = await Promise.all(Array.from({ length: times }, () => metrics.text()));
    metrics.stop();
    return texts[0]!;
  }

  test('is asked once for many scrapers', async () => {
    const database = jest.fn(() => Promise.resolve({ sale: SALE, reconciliation: null }));
    const rooms = jest.fn(() => Promise.resolve([]));
    await textOf({ database, rooms }, 50);
    expect([database.mock.calls.length, rooms.mock.calls.length]).toEqual([1, 1]);
  });

  test('is left out where an engine hangs, and the rest is told', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const text = await textOf({ database: never, rooms: never }, 3);
    const samples = samplesOf(text);
    expect(valueOf(samples, 'concert_sessions_database_up')).toBe(0);
    expect(text).not.toContain('concert_sessions_room');
    expect(valueOf(samples, 'concert_sessions_streams_open')).toBe(7);
  });

  const room = (concertId: string, own: Partial<RoomGauge> = {}): RoomGauge => ({
    ...{ concertId, state: 'OPEN', ready: true, waiting: 4, silent: 1, admitted: 3, capacity: 5 },
    ...{ admissionsLastMinute: 2, due: 1, unconfirmed: 1, unattendedSeconds: 0 },
    ...own,
  });

  test('has labels for at most 50 concerts, and sums over all', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => String(i + 1));
    const concerts = ids.map((concertId) => ({ concertId, available: 5, held: 2, reserved: 1 }));
    const rooms = ids.map((concertId) => room(concertId, concertId === '60' ? { unattendedSeconds: 9 } : {}));
    const samples = samplesOf(
      await textOf({
        database: () =>
          Promise.resolve({ sale: { ...SALE, concerts, roomsInUse: 60, holds: 20 }, reconciliation: null }),
        rooms: () => Promise.resolve(rooms),
      }),
    );
    const concertsOf = (name: string) =>
      new Set(samples.filter((sample) => sample.name === name).map(({ labels }) => labels.concert)).size;
    expect(concertsOf('concert_sessions_seats')).toBe(50);
    expect(concertsOf('concert_sessions_room_waiting')).toBe(50);
    const sessions = (state: string) => valueOf(samples, 'concert_sessions_sessions', { state });
    expect([sessions('WAITING'), sessions('ADMITTED'), sessions('HOLDING')]).toEqual([300, 160, 20]);
    expect(valueOf(samples, 'concert_sessions_rooms', { state: 'OPEN' })).toBe(60);
    expect(valueOf(samples, 'concert_sessions_room_unattended_seconds')).toBe(9);
    expect(valueOf(samples, 'concert_sessions_admissions_due')).toBe(60);
  });

  test('of a sale is told from memory of its rooms while the database is away', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const concert = { concertId: '8', available: 1, held: 0, reserved: 0 };
      let away = false;
      const rooms = jest.fn((ids: readonly string[]) => Promise.resolve(ids.map((id) => room(id))));
      const metrics = createApiMetrics(
        sources({
          database: () =>
            away
              ? Promise.reject(new Error('away'))
              : Promise.resolve({ sale: { ...SALE, concerts: [concert] }, reconciliation: null }),
          rooms,
        }),
      );
      await metrics.text();
      away = true;
      jest.advanceTimersByTime(6_000);
      const samples = samplesOf(await metrics.text());
      metrics.stop();
      expect(rooms.mock.calls).toEqual([[['8']], [['8']]]);
      expect(valueOf(samples, 'concert_sessions_database_up')).toBe(0);
      expect(valueOf(samples, 'concert_sessions_room_waiting', { concert: '8' })).toBe(4);
    } finally {
      jest.useRealTimers();
    }
  });
});
