import type { SqlClient } from '../../src/persistence/sqlClient';
import {
  auditedSessions,
  endedAmong,
  openRows,
  overdueHolds,
} from '../../src/persistence/reads/auditedSessions';
import { endSession } from '../../src/persistence/statements/endSession';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createFan, createSale, held, newVisit, visit, type Sale } from './sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;
let db: SqlClient;
let sale: Sale;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.dataSource;
  sale = await createSale(db);
});
afterAll(() => database.close());

describe('sessions without an end', () => {
  test('are all given, page by page, whatever their places and concerts', async () => {
    const other = await createSale(db);
    const userId = await createFan(db);
    const wanted: string[] = [];
    // Lots are negative, and as text 10 would come before 9.
    for (const [{ concertId }, place] of [
      ...[-(2 ** 52), -3, 9, 10, 10, 2 ** 50].map((place) => [sale, place] as const),
      ...[1, 100, 20].map((place) => [other, place] as const),
    ]) {
      const { identity } = visit(concertId, userId);
      await recordSession(db, { identity: { ...identity, place }, admittedAt: null });
      wanted.push(identity.sessionId);
    }
    const ended = await newVisit(db, sale);
    await endSession(db, { ...ended, holdNumber: 0, reason: 'FAN_LEFT' });
    for (const pageSize of [1, 2, 9, 100]) {
      const found: string[] = [];
      for await (const page of openRows(db, pageSize)) {
        expect(page.length).toBeLessThanOrEqual(pageSize);
        found.push(...page.map(({ sessionId }) => sessionId));
      }
      expect(found.sort()).toEqual(wanted.sort());
    }
  });

  test('are read along an index, from where the last page ended', async () => {
    await db.query(
      `INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at)
       SELECT gen_random_uuid(), user_id, concert_id, 'w', 'WAITING', 1000 + n, 1, now()
         FROM (SELECT user_id, concert_id FROM sessions LIMIT 1) s, generate_series(1, 20000) n`,
    );
    await db.query('ANALYZE sessions');
    const explained: string[] = [];
    const explaining: SqlClient = {
      async query<T>(sql: string, parameters?: unknown[]): Promise<T[]> {
        explained.push(JSON.stringify(await db.query(`EXPLAIN ${sql}`, parameters)));
        return await db.query<T>(sql, parameters);
      },
    };
    let rows = 0;
    for await (const page of openRows(explaining, 1_000)) rows += page.length;
    expect(rows).toBe(20_009);
    for (const plan of explained) {
      expect(plan).toContain('sessions_open_by_place_idx');
      expect(plan).not.toContain('Sort');
    }
  });
});

test('a row says how long it has ended, and how long the deadline of its seats is over', async () => {
  const holding = await newVisit(db, sale);
  await held(db, sale, holding, [0]);
  const over = await newVisit(db, sale);
  await endSession(db, { ...over, holdNumber: 0, reason: 'FAN_LEFT' });
  const ids = [holding, over].map(({ identity }) => identity.sessionId);
  const rows = await auditedSessions(db, [...ids, '00000000-0000-4000-8000-000000000000']);
  const rowOf = (id: string | undefined) => rows.find(({ identity }) => identity.sessionId === id);
  expect(rows).toHaveLength(2);
  expect(rowOf(ids[0])).toMatchObject({ identity: holding.identity, endedMsAgo: null });
  expect(rowOf(ids[0])!.holdOverdueMs).toBeLessThan(0);
  expect(rowOf(ids[1])).toMatchObject({ holdOverdueMs: null });
  expect(rowOf(ids[1])!.endedMsAgo).toBeGreaterThan(0);

  expect(await endedAmong(db, ids, 3_600_000)).toEqual([]);
  expect(await endedAmong(db, ids, 0)).toEqual([ids[1]]);
  expect(await overdueHolds(db, 0, 10)).toEqual([]);
  await db.query(
    `UPDATE reservations SET reserved_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'`,
  );
  expect((await overdueHolds(db, 0, 10)).map(({ sessionId }) => sessionId)).toEqual([ids[0]]);
  expect(await overdueHolds(db, 2 * 3_600_000, 10)).toEqual([]);
});
