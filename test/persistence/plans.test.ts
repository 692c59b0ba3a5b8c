import { openSessions, type OpenSession } from '../../src/persistence/reads/openSessions';
import { listReservations } from '../../src/persistence/reads/reservations';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { endSession } from '../../src/persistence/statements/endSession';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { best, createSale, held, hold, newVisit, purchase } from './sale';

describe('plans', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ poolSize: 1 });
    // Counting the seats meanwhile would make the plans anew.
    await database.dataSource.query('ALTER TABLE seats SET (autovacuum_enabled = off)');
  });
  afterAll(() => database.close());

  test('holding, paying, releasing and cancelling never scan a table, even with plans made while it was empty', async () => {
    const db = database.dataSource;
    // The worst moment to plan: the planner believes that every table stays empty.
    await db.query('ANALYZE');
    const sale = await createSale(db, { seats: 200 });
    const other = await createSale(db, { seats: 60 });
    const scans = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      return db.query(
        `SELECT relname, seq_scan FROM pg_stat_user_tables
          WHERE relname IN ('seats', 'sessions', 'schedules', 'reservations', 'reservation_seats', 'payments',
                            'wallets', 'wallet_entries', 'idempotency_keys')
          ORDER BY relname`,
      );
    };
    const before = await scans();
    for (let place = 0; place < 20; place += 1) {
      const { reservationId, userId } = await purchase(db, sale, [place]);
      if (place % 4 === 0) await cancelReservation(db, { reservationId, userId, cutOffMs: 0 });
      const fan = await newVisit(db, sale);
      await held(db, sale, fan, [100 + place]);
      await hold(db, sale, fan, [1, 150], { holdNumber: 2 });
      await best(db, other, await newVisit(db, other), { count: 1 + (place % 4) });
      if (place % 2 === 0) await endSession(db, { ...fan, holdNumber: 2, reason: 'FAN_LEFT' });
    }
    expect(await scans()).toEqual(before);
  });

  test.each(['claim_idempotency_key', 'hold_seats', 'pay_reservation'])(
    'what %s does is planned once for a connection',
    async (name) => {
      const rows = await database.dataSource.query<{ settings: string[] }[]>(
        'SELECT proconfig AS settings FROM pg_proc WHERE proname = $1',
        [name],
      );
      expect(rows.map(({ settings }) => settings.sort())).toEqual([
        ['enable_seqscan=off', 'plan_cache_mode=force_generic_plan'],
      ]);
    },
  );

  test('choosing seats side by side reads no more of the seats than it takes, even with plans made while there were none', async () => {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: 2_000 });
    const read = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      const rows = await db.query<{ read: number }[]>(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables WHERE relname = 'seats'`,
      );
      return rows[0]!.read;
    };
    const before = await read();
    for (let fans = 0; fans < 20; fans += 1) await best(db, sale, await newVisit(db, sale), { count: 4 });
    // The seats that were sold before are passed, and a little is read ahead.
    expect(await read()).toBeLessThan(before + 20 * 200);
  });

  test('the open sessions of a concert are read by place from their index, each page only once', async () => {
    const db = database.dataSource;
    const { concertId } = await createSale(db);
    await db.query(
      `WITH fans AS (
         INSERT INTO users (id, email, name)
         SELECT gen_random_uuid(), number || '@example.test', 'Fan'
           FROM generate_series(1, 5000) AS number
         RETURNING id
       )
       INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at)
       SELECT gen_random_uuid(), id, $1, '', 'WAITING', row_number() OVER (ORDER BY id), 0, now() FROM fans`,
      [concertId],
    );
    await db.query('ANALYZE sessions');
    const read = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      const [row] = await db.query<{ rows: string }[]>(
        `SELECT idx_tup_read AS rows FROM pg_stat_user_indexes WHERE indexrelname = 'sessions_open_by_place_idx'`,
      );
      return Number(row?.rows);
    };
    const before = await read();
    for (let after: OpenSession | undefined, page: OpenSession[]; ; after = page.at(-1)) {
      page = await openSessions(db, concertId, { after: after?.identity, limit: 500 });
      if (page.length === 0) break;
    }
    expect(await read()).toBeGreaterThanOrEqual(before + 5_000);
    expect(await read()).toBeLessThan(before + 10_000);
  });

  test("a fan's reservations are read by their time from the index: a span and a late page read no more than they show", async () => {
    const db = database.dataSource;
    const { concertId, scheduleId } = await createSale(db);
    const fan = await newVisit(db, await createSale(db));
    const { userId } = fan.identity;
    await db.query(
      `WITH visits AS (
         INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ended_at, end_reason)
         SELECT gen_random_uuid(), $1, $2, '', 'DONE', 0, 0, now(), now(), 'FAN_LEFT' FROM generate_series(1, 5000)
         RETURNING id
       )
       INSERT INTO reservations (user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at)
       SELECT $1, $3, id, 1, 'CANCELED', 0, time, time + interval '5 min'
         FROM (SELECT id, '2030-01-01T00:00:00Z'::timestamptz + row_number() OVER () * interval '1 hour' AS time FROM visits) v`,
      [userId, concertId, scheduleId],
    );
    await db.query('ANALYZE');
    const read = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      const [row] = await db.query<{ rows: string }[]>(
        `SELECT (seq_tup_read + idx_tup_fetch)::text AS rows FROM pg_stat_user_tables WHERE relname = 'reservations'`,
      );
      return Number(row?.rows);
    };
    const span = { from: new Date('2030-03-01T00:00:00Z'), to: new Date('2030-03-02T00:00:00Z') };
    const before = await read();
    const day = await listReservations(db, userId, { ...span, limit: 100 });
    expect(day).toHaveLength(24);
    const page = await listReservations(db, userId, { before: day.at(-1)?.id, limit: 100 });
    expect(page).toHaveLength(100);
    expect(await read()).toBeLessThan(before + 200);
  });
});
