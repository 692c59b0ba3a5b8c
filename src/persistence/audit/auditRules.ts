/** One thing that must never be true of the data. `sql` yields a row `(subject, detail)` for each violation. */
export interface AuditRule {
  name: string;
  sql: string;
}

const LIVE = `('HELD', 'CONFIRMED')`;

/** Who owns which seat. */
const SEATS: AuditRule[] = [
  {
    name: 'seat-has-two-owners',
    sql: `SELECT 'seat ' || rs.seat_id, count(*) || ' live reservations'
            FROM reservation_seats rs JOIN reservations r ON r.id = rs.reservation_id
           WHERE r.status IN ${LIVE} GROUP BY rs.seat_id HAVING count(*) > 1`,
  },
  {
    name: 'held-seat-without-its-reservation',
    sql: `SELECT 'seat ' || s.id, 'HELD by session ' || s.hold_session_id || ' as hold ' || s.hold_number
            FROM seats s
           WHERE s.status = 'HELD' AND NOT EXISTS (
             SELECT FROM reservation_seats rs JOIN reservations r ON r.id = rs.reservation_id
              WHERE rs.seat_id = s.id AND r.status = 'HELD' AND r.session_id = s.hold_session_id
                AND r.hold_number = s.hold_number AND r.expires_at = s.hold_expires_at)`,
  },
  {
    name: 'reserved-seat-without-confirmed-reservation',
    sql: `SELECT 'seat ' || s.id, 'RESERVED for nobody'
            FROM seats s
           WHERE s.status = 'RESERVED' AND NOT EXISTS (
             SELECT FROM reservation_seats rs JOIN reservations r ON r.id = rs.reservation_id
              WHERE rs.seat_id = s.id AND r.status = 'CONFIRMED')`,
  },
  {
    name: 'reservation-without-its-seat',
    sql: `SELECT 'reservation ' || r.id, r.status || ', but seat ' || s.id || ' is ' || s.status
            FROM reservations r
            JOIN reservation_seats rs ON rs.reservation_id = r.id
            JOIN seats s ON s.id = rs.seat_id
           WHERE r.status = 'HELD' AND s.status <> 'HELD' OR r.status = 'CONFIRMED' AND s.status <> 'RESERVED'`,
  },
  {
    name: 'live-mark-disagrees-with-reservation',
    sql: `SELECT 'reservation ' || r.id, r.status || ', but seat ' || rs.seat_id || ' is marked live=' || rs.live
            FROM reservations r JOIN reservation_seats rs ON rs.reservation_id = r.id
           WHERE rs.live <> (r.status IN ${LIVE})`,
  },
  {
    name: 'reservation-of-another-schedule',
    sql: `SELECT 'reservation ' || r.id, 'seat ' || s.id || ' belongs to schedule ' || s.schedule_id
            FROM reservations r
            JOIN reservation_seats rs ON rs.reservation_id = r.id
            JOIN seats s ON s.id = rs.seat_id
           WHERE s.schedule_id <> r.schedule_id`,
  },
  {
    name: 'schedule-counters-disagree-with-seats',
    sql: `SELECT 'schedule ' || c.id,
                 format('counts %s/%s/%s %s, has %s available, %s reserved of %s', c.available_seats,
                        c.reserved_seats, c.total_seats, c.status, s.available, s.reserved, s.total)
            FROM schedules c
            CROSS JOIN LATERAL (
              SELECT count(*) AS total, count(*) FILTER (WHERE status = 'AVAILABLE') AS available,
                     count(*) FILTER (WHERE status = 'RESERVED') AS reserved
                FROM seats WHERE schedule_id = c.id) s
           WHERE (c.available_seats, c.reserved_seats, c.total_seats) <> (s.available, s.reserved, s.total)
              OR s.total > 0 AND c.status <> 'CANCELED' AND (c.status = 'SOLD_OUT') <> (s.reserved = s.total)
              OR (c.status = 'CANCELED') <> (c.canceled_at IS NOT NULL)`,
  },
  {
    name: 'ended-session-holds-seats',
    sql: `SELECT 'session ' || s.id, 'ended ' || s.end_reason || ' with HELD reservation ' || r.id
            FROM sessions s JOIN reservations r ON r.session_id = s.id
           WHERE s.ended_at IS NOT NULL AND r.status = 'HELD'`,
  },
];

/** Where the money is. */
const MONEY: AuditRule[] = [
  {
    name: 'user-without-wallet',
    sql: `SELECT 'user ' || u.id, 'has no wallet'
            FROM users u WHERE NOT EXISTS (SELECT FROM wallets WHERE user_id = u.id)`,
  },
  {
    name: 'balance-disagrees-with-ledger',
    sql: `SELECT 'wallet ' || w.user_id, 'balance ' || w.balance || ', ledger sum ' || coalesce(sum(e.amount), 0)
            FROM wallets w LEFT JOIN wallet_entries e ON e.user_id = w.user_id
           GROUP BY w.user_id, w.balance HAVING w.balance <> coalesce(sum(e.amount), 0)`,
  },
  {
    name: 'ledger-balance-does-not-follow',
    sql: `SELECT 'ledger entry ' || id, 'balance_after ' || balance_after || ', running sum ' || running
            FROM (SELECT id, balance_after, sum(amount) OVER (PARTITION BY user_id ORDER BY id) AS running
                    FROM wallet_entries) e
           WHERE balance_after <> running`,
  },
  {
    name: 'balance-is-not-the-last-balance-after',
    sql: `SELECT 'wallet ' || w.user_id, 'balance ' || w.balance || ', last entry says ' || e.balance_after
            FROM wallets w
            CROSS JOIN LATERAL (
              SELECT balance_after FROM wallet_entries WHERE user_id = w.user_id ORDER BY id DESC LIMIT 1) e
           WHERE w.balance <> e.balance_after`,
  },
  {
    name: 'confirmed-without-payment',
    sql: `SELECT 'reservation ' || r.id, 'CONFIRMED without a completed payment'
            FROM reservations r
           WHERE r.status = 'CONFIRMED' AND NOT EXISTS (
             SELECT FROM payments WHERE reservation_id = r.id AND status = 'COMPLETED')`,
  },
  {
    name: 'payment-without-ticket',
    sql: `SELECT 'payment ' || p.id, p.status || ', but its reservation is ' || r.status
            FROM payments p JOIN reservations r ON r.id = p.reservation_id
           WHERE p.status = 'COMPLETED' AND r.status <> 'CONFIRMED'
              OR p.status = 'CANCELED' AND r.status <> 'CANCELED'`,
  },
  {
    name: 'two-completed-payments',
    sql: `SELECT 'reservation ' || reservation_id, count(*) || ' completed payments'
            FROM payments WHERE status = 'COMPLETED' GROUP BY reservation_id HAVING count(*) > 1`,
  },
  {
    name: 'payment-of-another-user',
    sql: `SELECT 'payment ' || p.id, 'paid by another user than reservation ' || r.id || ' belongs to'
            FROM payments p JOIN reservations r ON r.id = p.reservation_id WHERE p.user_id <> r.user_id`,
  },
  {
    name: 'amounts-disagree',
    sql: `SELECT 'reservation ' || r.id, format('amount %s, seats %s, payment %s', r.amount, s.total, p.amount)
            FROM reservations r
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(price), 0) AS total FROM reservation_seats WHERE reservation_id = r.id) s
            LEFT JOIN payments p ON p.reservation_id = r.id AND p.status IN ('COMPLETED', 'CANCELED')
           WHERE r.amount <> s.total OR p.amount <> r.amount`,
  },
  {
    name: 'payment-without-its-charge',
    sql: `SELECT 'payment ' || p.id, 'amount ' || p.amount || ', charged ' || coalesce((-e.amount)::text, 'nothing')
            FROM payments p LEFT JOIN wallet_entries e ON e.payment_id = p.id AND e.type = 'CHARGE'
           WHERE p.status IN ('COMPLETED', 'CANCELED')
             AND (e.id IS NULL OR -e.amount <> p.amount OR e.user_id <> p.user_id)`,
  },
  {
    name: 'charge-without-ticket',
    sql: `SELECT 'ledger entry ' || e.id, 'charged for payment ' || p.id || ', which is ' || p.status
            FROM wallet_entries e JOIN payments p ON p.id = e.payment_id
           WHERE e.type = 'CHARGE' AND NOT EXISTS (
             SELECT FROM reservations r
              WHERE r.id = p.reservation_id AND p.status = 'COMPLETED' AND r.status = 'CONFIRMED')
             AND NOT EXISTS (
             SELECT FROM wallet_entries refund
              WHERE refund.payment_id = p.id AND refund.type = 'REFUND' AND refund.amount = -e.amount)`,
  },
  {
    name: 'refund-without-cancellation',
    sql: `SELECT 'ledger entry ' || e.id, 'refunded, but payment ' || p.id || ' is ' || p.status
            FROM wallet_entries e JOIN payments p ON p.id = e.payment_id
           WHERE e.type = 'REFUND' AND p.status <> 'CANCELED'`,
  },
  {
    name: 'refunds-exceed-charges',
    sql: `SELECT 'payment ' || payment_id, 'refunded ' || sum(amount) || ' more than was charged'
            FROM wallet_entries WHERE payment_id IS NOT NULL GROUP BY payment_id HAVING sum(amount) > 0`,
  },
];

export const AUDIT_RULES: readonly AuditRule[] = [...SEATS, ...MONEY];
