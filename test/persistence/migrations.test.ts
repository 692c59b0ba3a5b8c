import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

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
});
