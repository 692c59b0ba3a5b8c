import { saleGauges } from '../../src/persistence/reads/saleGauges';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { addSchedule, createSale, held, newVisit, purchase, type Sale } from './sale';

let database: TestDatabase;
beforeEach(async () => {
  // One connection: what it has read is then on record when it is asked for.
  database = await createTestDatabase({ poolSize: 1 });
});
afterEach(() => database.close());

async function saleInUse(seats: number): Promise<Sale> {
  const sale = await createSale(database.dataSource, { seats });
  await openWaitingRoom(database.dataSource, sale.concertId);
  return sale;
}

describe('the figures of the sale', () => {
  test('are zeros where nobody ever came to a room', async () => {
    await createSale(database.dataSource);
    expect(await saleGauges(database.dataSource, 10)).toEqual({
      ...{ roomsInUse: 0, concerts: [], holds: 0, within30: 0, within60: 0, overdue: 0 },
    });
  });

  test('count the seats of each concert by status, those of cancelled dates left out', async () => {
    const db = database.dataSource;
    const sale = await saleInUse(10);
    await purchase(db, sale, [0, 1]);
    await held(db, sale, await newVisit(db, sale), [2, 3, 4]);
    const canceled = await addSchedule(db, { ...sale, startsInMs: 90 * 86_400_000 });
    await closeSchedule(db, canceled.scheduleId);
    const { concerts, roomsInUse, holds } = await saleGauges(db, 10);
    expect(concerts).toEqual([{ concertId: sale.concertId, available: 5, held: 3, reserved: 2 }]);
    expect([roomsInUse, holds]).toEqual([1, 1]);
  });

  test('count holds whose deadline is near, and apart those that nobody ended', async () => {
    const db = database.dataSource;
    const sale = await saleInUse(10);
    const deadlines = ['299 s', '45 s', '20 s', '-5 s', '-30 s'];
    for (const [place, deadline] of deadlines.entries()) {
      const fan = await newVisit(db, sale);
      await held(db, sale, fan, [place]);
      await db.query(
        `UPDATE reservations SET reserved_at = now() - interval '1 hour', expires_at = now() + $2::interval
          WHERE session_id = $1`,
        [fan.identity.sessionId, deadline],
      );
    }
    const { holds, within30, within60, overdue } = await saleGauges(db, 10);
    expect({ holds, within30, within60, overdue }).toEqual({
      holds: 5,
      within30: 1,
      within60: 2,
      overdue: 1,
    });
  });

  test('are of so many concerts at most, those whose sale opened last, and say how many there are', async () => {
    const db = database.dataSource;
    const sales = [await saleInUse(1), await saleInUse(1), await saleInUse(1)];
    const [first, second, third] = sales.map(({ concertId }) => concertId);
    await db.query(`UPDATE concerts SET sale_opens_at = now() - interval '1 minute' WHERE id = $1`, [second]);
    const { concerts, roomsInUse } = await saleGauges(db, 2);
    expect(concerts.map(({ concertId }) => concertId)).toEqual([second, third]);
    expect(concerts).not.toContainEqual(expect.objectContaining({ concertId: first }));
    expect(roomsInUse).toBe(3);
  });

  test('are read without looking at seats, payments or what is over', async () => {
    const db = database.dataSource;
    for (const table of ['seats', 'sessions', 'reservations'])
      await db.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    const sale = await saleInUse(200);
    const fan = await newVisit(db, sale);
    await db.query(
      `WITH visits AS (
         INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ended_at, end_reason)
         SELECT gen_random_uuid(), $1, $2, '', 'DONE', 0, 0, now(), now(), 'FAN_LEFT' FROM generate_series(1, 20000)
         RETURNING id
       )
       INSERT INTO reservations (user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at)
       SELECT $1, $3, id, 1, 'CANCELED', 0, now(), now() + interval '5 min' FROM visits`,
      [fan.identity.userId, sale.concertId, sale.scheduleId],
    );
    for (let place = 0; place < 20; place += 1) await held(db, sale, await newVisit(db, sale), [place]);
    await db.query('ANALYZE');
    const read = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      const rows = await db.query<{ relname: string; rows: string }[]>(
        `SELECT relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS rows FROM pg_stat_user_tables
          WHERE relname IN ('seats', 'sessions', 'reservations', 'payments', 'wallet_entries')`,
      );
      return Object.fromEntries(rows.map(({ relname, rows: count }) => [relname, Number(count)]));
    };
    const before = await read();
    expect(await saleGauges(db, 50)).toMatchObject({ holds: 20, roomsInUse: 1 });
    const after = await read();
    for (const table of ['seats', 'payments', 'wallet_entries']) expect(after[table]).toBe(before[table]);
    expect(after.reservations! - before.reservations!).toBeLessThanOrEqual(60);
    expect(after.sessions! - before.sessions!).toBeLessThanOrEqual(60);
  });
});
