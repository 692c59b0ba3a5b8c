import { MIGRATIONS } from '../../src/persistence/migrations';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { CanceledSchedules1763690400010 } from '../../src/persistence/migrations/1763690400010-canceled-schedules';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { addSchedule, counters, createSale, purchase } from './sale';

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
    for (const _ of MIGRATIONS.slice(MIGRATIONS.indexOf(CanceledSchedules1763690400010)))
      await db.undoLastMigration();
    expect(await counters(db, sale.scheduleId)).toBe('0/0/2 SOLD_OUT');
    await purchase(db, await addSchedule(db, { ...sale, startsInMs: 9e8 }), [0]);
    await db.runMigrations();
    expect(await counters(db, sale.scheduleId)).toBe('0/0/2 SOLD_OUT');
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
