import { randomUUID } from 'node:crypto';
import type { RuleCounts } from '../../src/contracts/reconciliation';
import { lastReconciliation } from '../../src/persistence/reads/lastReconciliation';
import { claimIdempotencyKey, completeIdempotencyKey } from '../../src/persistence/statements/idempotency';
import { deleteOldKeys } from '../../src/persistence/statements/deleteOldKeys';
import { recordReconciliation } from '../../src/persistence/statements/recordReconciliation';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createFan, sha256 } from './sale';

const HOUR_MS = 3_600_000;
const ROUTE = 'POST /things';

let database: TestDatabase;
let userId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  userId = await createFan(database.dataSource);
});
afterAll(() => database.close());
beforeEach(() => database.dataSource.query('DELETE FROM idempotency_keys'));

/** @param leaseMs null: completed */
async function keyOf(name: string, hoursAgo: number, leaseMs: number | null = null): Promise<void> {
  const db = database.dataSource;
  const row = { userId, route: ROUTE, key: sha256(name) };
  await claimIdempotencyKey(db, { ...row, bodyHash: '', scope: null, leaseMs: leaseMs ?? 1_000 });
  if (leaseMs === null) await completeIdempotencyKey(db, { ...row, status: 201, body: { name } });
  await db.query(`UPDATE idempotency_keys SET created_at = now() - $2 * interval '1 hour' WHERE key = $1`, [
    sha256(name),
    hoursAgo,
  ]);
}
const left = async (): Promise<number> =>
  (await database.dataSource.query<unknown[]>('SELECT FROM idempotency_keys')).length;
const deleteSome = (most = 1_000) => deleteOldKeys(database.dataSource, { olderThanMs: 25 * HOUR_MS, most });

describe('old idempotency keys', () => {
  test('are deleted once they count as absent, and younger ones stay', async () => {
    await keyOf('old', 26);
    await keyOf('abandoned', 26, -1_000);
    await keyOf('young', 24.5);
    expect(await deleteSome()).toBe(2);
    expect(await left()).toBe(1);
    expect(await deleteSome()).toBe(0);
  });

  test('of a request that is under way stay', async () => {
    await keyOf('under way', 26, 60_000);
    expect(await deleteSome()).toBe(0);
  });

  test('are deleted in batches, and one that is locked keeps nobody waiting', async () => {
    for (const name of ['a', 'b', 'c']) await keyOf(name, 26);
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query('SELECT FROM idempotency_keys WHERE key = $1 FOR UPDATE', [sha256('b')]);
      expect([await deleteSome(1), await deleteSome(1), await deleteSome(1)]).toEqual([1, 1, 0]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect(await deleteSome()).toBe(1);
  });

  test('are found by an index, not by reading all', async () => {
    await database.dataSource.query(
      `INSERT INTO idempotency_keys (user_id, route, key, body_hash, state, lease_expires_at, response_status,
                                     response_body, created_at)
       SELECT $1, 'r', n::text, '', 'COMPLETED', now(), 201, '{}',
              now() - CASE WHEN n <= 10 THEN interval '30 hours' ELSE interval '1 hour' END
         FROM generate_series(1, 20000) n`,
      [userId],
    );
    await database.dataSource.query('ANALYZE idempotency_keys');
    const plan = await database.dataSource.query<Record<string, string>[]>(
      `EXPLAIN SELECT ctid FROM idempotency_keys
        WHERE created_at < now() - 90000000::bigint * interval '1 millisecond'
          AND (state = 'COMPLETED' OR lease_expires_at < now())
        ORDER BY created_at LIMIT 1000 FOR UPDATE SKIP LOCKED`,
    );
    expect(JSON.stringify(plan)).toContain('idempotency_keys_created_at_idx');
    expect(await deleteSome()).toBe(10);
  });
});

describe('the record of a reconciliation', () => {
  const record = (id: string, counts: RuleCounts, keepRecordsMs = 30 * 24 * HOUR_MS) =>
    recordReconciliation(database.dataSource, {
      ...{ id, counts, keepRecordsMs, examples: [], repaired: { 'hold-without-workflow': 1 } },
      startedAt: Date.now() - 1_000,
    });
  beforeEach(() => database.dataSource.query('DELETE FROM reconciliations'));

  test('is null until there is one, then the last', async () => {
    expect(await lastReconciliation(database.dataSource)).toBeNull();
    await record(randomUUID(), { 'seat-has-two-owners': 1 });
    await record(randomUUID(), { 'seat-has-two-owners': 0 });
    const last = await lastReconciliation(database.dataSource);
    expect(last).toMatchObject({
      counts: { 'seat-has-two-owners': 0 },
      repaired: { 'hold-without-workflow': 1 },
    });
    expect(last!.endedAt).toBeGreaterThan(last!.startedAt);
  });

  test('is written once however often it is written', async () => {
    const id = randomUUID();
    await record(id, { 'seat-has-two-owners': 1 });
    await record(id, { 'seat-has-two-owners': 2 });
    expect(await lastReconciliation(database.dataSource)).toMatchObject({
      counts: { 'seat-has-two-owners': 1 },
    });
  });

  test('is deleted by a later one when it is too old', async () => {
    await record(randomUUID(), {});
    await database.dataSource.query(`UPDATE reconciliations SET ended_at = now() - interval '31 days'`);
    await record(randomUUID(), {});
    const rows = await database.dataSource.query<unknown[]>('SELECT FROM reconciliations');
    expect(rows).toHaveLength(1);
  });
});
