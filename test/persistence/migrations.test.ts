import { MIGRATIONS } from '../../src/persistence/migrations';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { sha256 } from '../../src/api/apiKey';
import { uuidv7 } from 'uuidv7';
import { CanceledSchedules1763690400010 } from '../../src/persistence/migrations/1763690400010-canceled-schedules';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { endSession } from '../../src/persistence/statements/endSession';
import { issueApiKey, revokeApiKey } from '../../src/persistence/statements/apiKeys';
import { findUserByApiKeyHash } from '../../src/persistence/reads/users';
import { ApiKeys1763690400012 } from '../../src/persistence/migrations/1763690400012-api-keys';
import { OperatorActions1763690400013 } from '../../src/persistence/migrations/1763690400013-operator-actions';
import { addSchedule, counters, createFan, createSale, newVisit, purchase } from './sale';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const objects = () =>
    database.dataSource.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
          AND c.relname <> 'migrations' AND c.relname NOT LIKE 'migrations\\_%' AND c.relname NOT LIKE 'PK\\_%'
       UNION ALL
       SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
       ORDER BY name`,
    );

  const seatsHavePositions = async (): Promise<boolean> => {
    const found = await database.dataSource.query<unknown[]>(
      `SELECT FROM information_schema.columns WHERE table_name = 'seats' AND column_name = 'seat_position'`,
    );
    return found.length > 0;
  };

  test('the entities describe exactly the tables that the migrations make', async () => {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('the migrations go down to an empty database and up again', async () => {
    const before = await objects();
    expect(before.length).toBeGreaterThan(40);
    for (const _ of database.dataSource.migrations) await database.dataSource.undoLastMigration();
    expect(await objects()).toEqual([]);
    await database.dataSource.runMigrations();
    expect(await objects()).toEqual(before);
  });

  test('a date that was cancelled is one like any other when the migration that knows of it is undone', async () => {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: 2 });
    await purchase(db, sale, [0, 1]);
    await closeSchedule(db, sale.scheduleId);
    // Made now: an earlier database keeps keys in another table.
    const buyer = await newVisit(db, sale, 1_000_000);
    for (const _ of MIGRATIONS.slice(MIGRATIONS.indexOf(CanceledSchedules1763690400010)))
      await db.undoLastMigration();
    expect(await counters(db, sale.scheduleId)).toBe('0/0/2 SOLD_OUT');
    await purchase(db, await addSchedule(db, { ...sale, startsInMs: 9e8 }), [0], buyer);
    await db.runMigrations();
    expect(await counters(db, sale.scheduleId)).toBe('0/0/2 SOLD_OUT');
  });

  test('an API key from before there were several works on, and so does the newest when the migration is undone', async () => {
    const db = database.dataSource;
    const [one, rotated, none] = [await createFan(db), await createFan(db), await createFan(db)];
    const key = { id: uuidv7(), apiKeyHash: 'hash of the new key', apiKeyLastFour: 'last' };
    await issueApiKey(db, { userId: rotated, ...key });
    const [old] = await db.query<{ id: string }[]>('SELECT id FROM api_keys WHERE key_hash = $1', [
      sha256(rotated),
    ]);
    await revokeApiKey(db, { userId: rotated, id: old!.id });
    await db.query('UPDATE api_keys SET revoked_at = now() WHERE user_id = $1', [none]);

    for (const _ of MIGRATIONS.slice(MIGRATIONS.indexOf(ApiKeys1763690400012))) await db.undoLastMigration();
    const rows = await db.query<{ hash: string }[]>(
      'SELECT api_key_hash AS hash FROM users WHERE id = ANY ($1) ORDER BY id',
      [[one, rotated, none]],
    );
    expect(rows.map(({ hash }) => hash)).toEqual([sha256(one), 'hash of the new key', `none ${none}`]);
    await db.runMigrations();
    expect(await findUserByApiKeyHash(db, sha256(one))).toMatchObject({ id: one });
    expect(await findUserByApiKeyHash(db, 'hash of the new key')).toMatchObject({ id: rotated });
    expect(await findUserByApiKeyHash(db, sha256(none))).toBeNull();
  });

  test('a session that an operator let expire has run out of its time when the migration is undone', async () => {
    const db = database.dataSource;
    const sale = await createSale(db);
    const [inside, waiting] = [await newVisit(db, sale), await newVisit(db, sale)];
    for (const visit of [inside, { ...waiting, admittedAt: null }])
      await endSession(db, { ...visit, holdNumber: 0, reason: 'EXPIRED_BY_OPERATOR' });
    for (const _ of MIGRATIONS.slice(MIGRATIONS.indexOf(OperatorActions1763690400013)))
      await db.undoLastMigration();
    const reasons = await db.query<{ reason: string }[]>(
      'SELECT end_reason AS reason FROM sessions WHERE id = ANY ($1) ORDER BY ready_at NULLS LAST',
      [[inside, waiting].map(({ identity }) => identity.sessionId)],
    );
    await db.runMigrations();
    expect(reasons.map(({ reason }) => reason)).toEqual(['ADMISSION_WINDOW', 'QUEUE_WAIT_LIMIT']);
  });

  test('seats put on sale before they had positions get those that the same venue gives now', async () => {
    const db = database.dataSource;
    const plan = ['B2', 'A1', 'B1', 'A2', 'Box'].map((seatNumber) => ({ seatNumber }));
    const present = await createSale(db, { plan });
    while (await seatsHavePositions()) await db.undoLastMigration();
    const before = await addSchedule(db, { ...present, startsInMs: 8e8 });
    await db.runMigrations();
    const after = await addSchedule(db, { ...before, startsInMs: 9e8 });
    const positions = ({ scheduleId }: { scheduleId: string }) =>
      db.query<{ number: string; position: number }[]>(
        `SELECT seat_number AS number, seat_position AS position FROM seats WHERE schedule_id = $1 ORDER BY seat_position`,
        [scheduleId],
      );
    expect((await positions(before)).map(({ number }) => number)).toEqual(['B1', 'B2', 'A1', 'A2', 'Box']);
    expect(await positions(before)).toEqual(await positions(after));
  });
});
