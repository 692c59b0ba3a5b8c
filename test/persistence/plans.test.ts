import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { endSession } from '../../src/persistence/statements/endSession';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createSale, held, hold, newVisit, purchase } from './sale';

describe('plans', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ poolSize: 1 });
  });
  afterAll(() => database.close());

  test('holding, paying, releasing and cancelling never scan a table, even with plans made while it was empty', async () => {
    const db = database.dataSource;
    // The worst moment to plan: the planner believes that every table stays empty.
    await db.query('ANALYZE');
    const sale = await createSale(db, { seats: 200 });
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
      if (place % 2 === 0) await endSession(db, { ...fan, holdNumber: 2, reason: 'FAN_LEFT' });
    }
    expect(await scans()).toEqual(before);
  });
});
