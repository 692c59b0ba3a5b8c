import { sqlStateOf, type SqlClient } from '../../src/persistence/sqlClient';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { purchase, useSale, type Sale } from './sale';

const RESTRICT_VIOLATION = '23001';

describe('the record of a payment', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 2 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  test.each([
    'UPDATE payments SET amount = amount + 1',
    'UPDATE payments SET user_id = gen_random_uuid()',
    'UPDATE payments SET reservation_id = gen_random_uuid()',
    `UPDATE payments SET payment_key = 'other'`,
    `UPDATE payments SET id = gen_random_uuid(), status = 'CANCELED'`,
    `UPDATE payments SET created_at = now()`,
    'DELETE FROM payments',
    'TRUNCATE payments CASCADE',
    `INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key)
     SELECT user_id, type, 1, 1, idempotency_key FROM wallet_entries WHERE type = 'TOP_UP'
     ON CONFLICT (user_id, type, idempotency_key) DO UPDATE SET amount = 1`,
  ])('is refused to change: %s', async (sql) => {
    await purchase(db, sale, [0]);
    const before = await db.query('SELECT * FROM payments ORDER BY id');
    expect(await db.query(sql).catch(sqlStateOf)).toBe(RESTRICT_VIOLATION);
    expect(await db.query('SELECT * FROM payments ORDER BY id')).toEqual(before);
  });

  test('its status may change: a cancellation still refunds', async () => {
    const bought = await purchase(db, sale, [0]);
    expect(await cancelReservation(db, { ...bought, cutOffMs: 0 })).toMatchObject({ outcome: 'CANCELED' });
  });
});
