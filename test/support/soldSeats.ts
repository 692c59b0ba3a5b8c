import type { SqlClient } from '../../src/persistence/sqlClient';

/**
 * Sells so many seats of a date to as many fans, each with exactly the price in the wallet before: what as many visits would
 * have written, in a few statements. The fans have no API keys.
 */
export async function sellSeats(db: SqlClient, scheduleId: string, howMany: number): Promise<void> {
  await db.query(
    `CREATE TABLE sold_seats AS
       SELECT id AS seat_id, concert_id, price, seat_number, area, grade, gen_random_uuid() AS user_id, gen_random_uuid() AS session_id,
              gen_random_uuid() AS reservation_id, gen_random_uuid() AS payment_id
         FROM (SELECT s.*, c.concert_id FROM seats s JOIN schedules c ON c.id = s.schedule_id
                WHERE s.schedule_id = $1::bigint AND s.status = 'AVAILABLE' ORDER BY s.id LIMIT $2) free`,
    [scheduleId, howMany],
  );
  for (const sql of [
    `INSERT INTO users (id, email, name)
       SELECT user_id, user_id || '@example.test', 'Fan' FROM sold_seats`,
    `INSERT INTO wallets (user_id, balance) SELECT user_id, 0 FROM sold_seats`,
    `INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ready_at, ended_at, end_reason, hold_number)
       SELECT session_id, user_id, concert_id, 'session:' || user_id, 'DONE', 1, 0, now(), now(), now(), 'PAID', 1 FROM sold_seats`,
    `INSERT INTO reservations (id, user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at)
       SELECT reservation_id, user_id, ${Number(scheduleId)}, session_id, 1, 'CONFIRMED', price, now(), now() + interval '5 min' FROM sold_seats`,
    `INSERT INTO reservation_seats (reservation_id, seat_id, seat_number, area, grade, price)
       SELECT reservation_id, seat_id, seat_number, area, grade, price FROM sold_seats`,
    `INSERT INTO payments (id, reservation_id, user_id, amount, status, payment_key)
       SELECT payment_id, reservation_id, user_id, price, 'COMPLETED', payment_id FROM sold_seats`,
    `INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key)
       SELECT user_id, 'TOP_UP', price, price, 'top-up ' || payment_id FROM sold_seats`,
    `INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key, payment_id)
       SELECT user_id, 'CHARGE', -price, 0, 'charge ' || payment_id, payment_id FROM sold_seats`,
    `UPDATE seats SET status = 'RESERVED' WHERE id IN (SELECT seat_id FROM sold_seats)`,
    `UPDATE schedules
        SET available_seats = available_seats - (SELECT count(*) FROM sold_seats),
            reserved_seats = reserved_seats + (SELECT count(*) FROM sold_seats),
            status = CASE WHEN reserved_seats + (SELECT count(*) FROM sold_seats) >= total_seats THEN 'SOLD_OUT' ELSE 'AVAILABLE' END
      WHERE id = ${Number(scheduleId)}`,
    'DROP TABLE sold_seats',
  ]) {
    await db.query(sql);
  }
}

/** Payments for a date without exactly one refund of their amount, and fans of it with more or less than they ever put in. */
export async function notRefunded(db: SqlClient, scheduleId: string): Promise<unknown[]> {
  return await db.query(
    `WITH sold AS (
       SELECT p.id, p.user_id, p.amount FROM payments p JOIN reservations r ON r.id = p.reservation_id
        WHERE r.schedule_id = $1::bigint)
     SELECT id FROM sold
      WHERE (SELECT json_agg(amount) FROM wallet_entries WHERE payment_id = sold.id AND type = 'REFUND')::text
            IS DISTINCT FROM json_build_array(amount)::text
     UNION ALL
     SELECT w.user_id FROM wallets w
      WHERE w.user_id IN (SELECT user_id FROM sold)
        AND w.balance <> (SELECT sum(amount) FROM wallet_entries WHERE user_id = w.user_id AND type = 'TOP_UP')`,
    [scheduleId],
  );
}
