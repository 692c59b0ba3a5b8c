import { migrate } from '../../src/persistence/migrate';
import { seed } from '../../src/persistence/seed';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { expectCleanAudit, purchase } from './sale';

describe('seed and migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ poolSize: 6 });
  });
  afterAll(async () => {
    await expectCleanAudit(database.dataSource);
    await database.close();
  });

  const seedOnce = () =>
    database.dataSource.transaction(({ queryRunner }) => seed(queryRunner as unknown as SqlClient));
  const counts = async () =>
    database.dataSource.query(
      `SELECT (SELECT count(*) FROM venues) AS venues, (SELECT count(*) FROM concerts) AS concerts,
              (SELECT count(*) FROM schedules) AS schedules, (SELECT count(*) FROM seats) AS seats,
              (SELECT count(*) FROM seats WHERE status = 'RESERVED') AS sold`,
    );

  test('several seeders at once leave one catalogue, all of it in the future and on sale', async () => {
    await Promise.all([seedOnce(), seedOnce(), seedOnce()]);
    expect(await counts()).toEqual([
      { venues: '2', concerts: '3', schedules: '10', seats: '25950', sold: '0' },
    ]);
    const notOnSale = await database.dataSource.query(
      `SELECT 1 FROM schedules s JOIN concerts c ON c.id = s.concert_id
        WHERE s.starts_at < now() + interval '7 days' OR c.sale_opens_at > now() OR c.status <> 'ON_SALE'`,
    );
    expect(notOnSale).toEqual([]);
  });

  test('seeding again keeps what was sold', async () => {
    const [row] = await database.dataSource.query<
      { concertId: string; venueId: string; scheduleId: string; seatIds: string[] }[]
    >(
      `SELECT concert_id AS "concertId", venue_id AS "venueId", id AS "scheduleId",
              (SELECT array_agg(seats.id::text ORDER BY seats.id) FROM seats WHERE schedule_id = s.id) AS "seatIds"
         FROM schedules s ORDER BY id LIMIT 1`,
    );
    await database.dataSource.query('UPDATE seats SET price = 1000 WHERE schedule_id = $1', [
      row!.scheduleId,
    ]);
    await purchase(database.dataSource, row!, [0, 1]);
    await seedOnce();
    expect(await counts()).toEqual([
      { venues: '2', concerts: '3', schedules: '10', seats: '25950', sold: '2' },
    ]);
  });

  test('months later seeding offers as many performances again, beside those that are over', async () => {
    await database.dataSource.query(
      `UPDATE schedules SET starts_at = starts_at - interval '100 days', ends_at = ends_at - interval '100 days'`,
    );
    await seedOnce();
    expect(await counts()).toMatchObject([{ venues: '2', concerts: '3', schedules: '20' }]);
  });

  test('several migrators at once run each migration once; one of them reverts the last', async () => {
    const reverted = await migrate(database.dataSource, 'down');
    expect(reverted).toHaveLength(1);
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.dataSource, 'up')));
    expect(runs.flat()).toEqual(reverted);
  });
});
