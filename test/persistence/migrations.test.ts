import { AdjacentSeats1763690400008 } from '../../src/persistence/migrations/1763690400008-adjacent-seats';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { addSchedule, createSale } from './sale';

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

  test('seats put on sale before they had positions get those that the same venue gives now', async () => {
    const db = database.dataSource;
    const appliedLast = async () =>
      (await db.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id DESC LIMIT 1'))[0]?.name;
    while ((await appliedLast()) !== AdjacentSeats1763690400008.name) await db.undoLastMigration();
    await db.undoLastMigration();
    const plan = ['B2', 'A1', 'B1', 'A2', 'Box'].map((seatNumber) => ({ seatNumber }));
    const before = await createSale(db, { plan });
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
