import { randomUUID } from 'node:crypto';
import { recordReconciliation } from '../../src/persistence/statements/recordReconciliation';
import { call, createTestApi, type TestApi } from './testApi';

const DAY_MS = 86_400_000;

describe('GET /metrics', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  /** What a scrape reads: values by name and labels, and the comments. */
  async function scrape(app = api.app): Promise<{ values: Record<string, number>; text: string }> {
    const { text, headers } = await call(app, 'get', '/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
    const values = Object.fromEntries(
      lines.map((line) => {
        const [, name, value] = /^([a-z_]+(?:\{rule="[a-z-]+"\})?) (\S+)$/.exec(line) ?? [];
        return [name ?? `not a sample: ${line}`, Number(value)];
      }),
    );
    return { values, text };
  }

  const record = (counts: Record<string, number>, repaired: Record<string, number>, startedAt = Date.now()) =>
    recordReconciliation(api.db, {
      ...{ id: randomUUID(), startedAt, counts, repaired, keepRecordsMs: 30 * DAY_MS },
      examples: [{ rule: 'seat-has-two-owners', subject: 'seat 17', detail: '2 live reservations' }],
    });

  test('tells of the process alone until there was a reconciliation', async () => {
    const { values, text } = await scrape();
    expect(values.concert_sessions_database_up).toBe(1);
    expect(values.process_resident_memory_bytes).toBeGreaterThan(1_000_000);
    expect(values.process_cpu_seconds_total).toBeGreaterThan(0);
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
    const { values, text } = await scrape();
    expect(values).toMatchObject({
      'concert_sessions_audit_findings{rule="seat-has-two-owners"}': 0,
      'concert_sessions_audit_findings{rule="slot-without-session"}': 3,
      'concert_sessions_audit_repaired{rule="slot-without-session"}': 2,
    });
    expect(text).not.toContain('hold-without-workflow');
    const ended = values.concert_sessions_reconciliation_last_success_timestamp_seconds!;
    expect(ended * 1000).toBeGreaterThan(startedAt);
    expect(values.concert_sessions_reconciliation_duration_seconds).toBeCloseTo(ended - startedAt / 1000, 2);
    // Examples name seats and sessions, which are no labels.
    expect(text).not.toContain('seat 17');
  });

  test('tells of the process, and that the database is away, when it is', async () => {
    const away = await createTestApi({
      db: { query: () => Promise.reject(new Error('connection refused')) },
    });
    const { values, text } = await scrape(away.app);
    expect(values.concert_sessions_database_up).toBe(0);
    expect(values.process_start_time_seconds).toBeGreaterThan(1e9);
    expect(text).not.toContain('concert_sessions_reconciliation');
    await away.close();
  });
});
