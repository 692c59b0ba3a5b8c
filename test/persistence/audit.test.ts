import { AUDIT_RULES } from '../../src/persistence/audit/auditRules';
import { runAudit } from '../../src/operations/audit';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createSale, expectCleanAudit, held, newVisit, purchase, type Sale } from './sale';

/** What to break, by rule; `$sold`, `$held` and `$free` stand for places 0, 4 and 9 of the plan. */
const VIOLATIONS: Record<string, string> = {
  'seat-has-two-owners': `
    DROP INDEX reservation_seats_one_live_per_seat;
    INSERT INTO reservation_seats (reservation_id, seat_id, seat_number, area, grade, price)
    SELECT id, $sold, 'A1', 'F', 'S', 0 FROM reservations WHERE status = 'HELD'`,
  'held-seat-without-its-reservation': `UPDATE seats SET hold_number = 7 WHERE id = $held`,
  'reserved-seat-without-confirmed-reservation': `UPDATE seats SET status = 'RESERVED' WHERE id = $free`,
  'reservation-without-its-seat': `UPDATE seats SET status = 'AVAILABLE' WHERE id = $sold`,
  'live-mark-disagrees-with-reservation': `UPDATE reservation_seats SET live = false WHERE seat_id = $sold`,
  'reservation-of-another-schedule': `
    UPDATE reservations r SET schedule_id = (SELECT min(id) FROM schedules) FROM reservation_seats rs
     WHERE rs.reservation_id = r.id AND rs.seat_id = $sold AND r.status = 'CONFIRMED'`,
  'schedule-counters-disagree-with-seats': `UPDATE schedules SET available_seats = available_seats - 1`,
  'ended-session-holds-seats': `
    UPDATE sessions SET state = 'DONE', ended_at = now(), end_reason = 'FAN_LEFT' WHERE ended_at IS NULL`,
  'user-without-wallet': `INSERT INTO users (id, email, name)
                          VALUES (gen_random_uuid(), 'poor@example.test', 'x')`,
  'balance-disagrees-with-ledger': `UPDATE wallets SET balance = balance + 1`,
  'ledger-balance-does-not-follow': `
    INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key)
    SELECT user_id, 'TOP_UP', 5, balance + 6, 'x' FROM wallets; UPDATE wallets SET balance = balance + 5`,
  'balance-is-not-the-last-balance-after': `UPDATE wallets SET balance = balance + 1`,
  'confirmed-without-payment': `UPDATE payments SET status = 'FAILED' WHERE status = 'COMPLETED'`,
  'payment-without-ticket': `UPDATE reservations SET status = 'EXPIRED' WHERE status = 'CONFIRMED'`,
  'two-completed-payments': `
    DROP INDEX payments_one_completed_per_reservation;
    INSERT INTO payments (reservation_id, user_id, amount, status, payment_key)
    SELECT reservation_id, user_id, amount, status, 'again' FROM payments WHERE status = 'COMPLETED'`,
  'payment-of-another-user': `
    ALTER TABLE payments DISABLE TRIGGER payments_only_change_status;
    UPDATE payments SET user_id = (SELECT user_id FROM sessions WHERE ended_at IS NULL)`,
  'amounts-disagree': `UPDATE reservations SET amount = amount + 1`,
  'payment-without-its-charge': `
    INSERT INTO payments (reservation_id, user_id, amount, status, payment_key)
    SELECT id, user_id, amount, 'CANCELED', 'x' FROM reservations WHERE status = 'CANCELED'`,
  'charge-without-ticket': `UPDATE payments SET status = 'FAILED' WHERE status = 'COMPLETED'`,
  'refund-without-cancellation': `UPDATE payments SET status = 'FAILED' WHERE status = 'CANCELED'`,
  'refunds-exceed-charges': `
    INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key, payment_id)
    SELECT user_id, 'REFUND', amount + 1, amount + 1, 'x', id FROM payments WHERE status = 'COMPLETED'`,
};

describe('audit', () => {
  let database: TestDatabase;
  let db: SqlClient;
  let sale: Sale;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    await createSale(db);
    sale = await createSale(db);
    await purchase(db, sale, [0, 1]);
    await cancelReservation(db, { ...(await purchase(db, sale, [2])), cutOffMs: 0 });
    await held(db, sale, await newVisit(db, sale), [4]);
  });
  afterEach(() => expectCleanAudit(db));
  afterAll(() => database.close());

  test('a database in order has no finding', async () => {
    expect(await runAudit(db)).toEqual([]);
  });

  test('each rule has a planted violation here', () => {
    expect(AUDIT_RULES.map(({ name }) => name).sort()).toEqual(Object.keys(VIOLATIONS).sort());
  });

  test.each(Object.entries(VIOLATIONS))('%s is found', async (rule, violation) => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(
        violation
          .replaceAll('$sold', sale.seatIds[0] ?? '')
          .replaceAll('$held', sale.seatIds[4] ?? '')
          .replaceAll('$free', sale.seatIds[9] ?? ''),
      );
      expect((await runAudit(runner)).map((finding) => finding.rule)).toContain(rule);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
});
