import { runAudit, type Finding } from '../../src/operations/audit';
import { withAuditDatabase } from '../../src/persistence/auditDatabase';
import { concertReports, type ConcertReport } from '../../src/persistence/reads/concertReport';
import { spreadOf, type Spread } from '../spread';

/** What PostgreSQL says of a sale that is over. */
export interface SaleBooks {
  ended: ConcertReport['ended'];
  open: ConcertReport['open'];
  reservations: ConcertReport['reservations'];
  /** Of all dates. */
  seats: { total: number; sold: number; held: number; available: number };
  /** Seats that two confirmed reservations name. */
  twoOwners: number;
  /** Sold beyond what there is, and seats with two owners. */
  oversold: number;
  /** All balances less all ledger entries, minor units. */
  ledgerDifference: number;
  /** What was charged for this concert less the price of what is confirmed, minor units. */
  chargeDifference: number;
  /** From a hold's deadline to the release of its seats, milliseconds by PostgreSQL's clock. */
  timerLag: Spread | null;
  findings: Finding[];
}

/** @param databaseUrl of the stack's PostgreSQL */
export async function readBooks(databaseUrl: string, concertId: string): Promise<SaleBooks> {
  return await withAuditDatabase(databaseUrl, async (db) => {
    const [report] = await concertReports(db, concertId);
    if (!report) throw new Error(`concert ${concertId} is not in the database`);
    const total = report.schedules.reduce((sum, { seats }) => sum + seats, 0);
    const [owned] = await db.query<{ sold: number; twoOwners: number; confirmed: string }>(
      `SELECT coalesce(sum(owners), 0)::int AS sold,
              count(*) FILTER (WHERE owners > 1)::int AS "twoOwners",
              coalesce(sum(price), 0)::text AS confirmed
         FROM (SELECT count(*) AS owners, sum(rs.price) AS price
                 FROM reservation_seats rs
                 JOIN reservations r ON r.id = rs.reservation_id AND r.status = 'CONFIRMED'
                 JOIN schedules s ON s.id = r.schedule_id
                WHERE s.concert_id = $1::bigint
                GROUP BY rs.seat_id) seat`,
      [concertId],
    );
    const { sold = 0, twoOwners = 0, confirmed = '0' } = owned ?? {};
    const [ledger] = await db.query<{ difference: string }>(
      `SELECT ((SELECT coalesce(sum(balance), 0) FROM wallets)
             - (SELECT coalesce(sum(amount), 0) FROM wallet_entries))::text AS difference`,
    );
    // Who let the hold run out; who lets it go, or leaves, is earlier than its deadline.
    const lags = await db.query<{ ms: number }>(
      `SELECT (extract(epoch FROM r.updated_at - r.expires_at) * 1000)::float8 AS ms
         FROM reservations r JOIN schedules s ON s.id = r.schedule_id
        WHERE s.concert_id = $1::bigint AND r.status = 'EXPIRED' AND r.updated_at >= r.expires_at`,
      [concertId],
    );
    const sum = (of: 'available' | 'held'): number =>
      report.schedules.reduce((all, schedule) => all + schedule[of], 0);
    return {
      ended: report.ended,
      open: report.open,
      reservations: report.reservations,
      seats: { total, sold, held: sum('held'), available: sum('available') },
      twoOwners,
      oversold: Math.max(sold - total, 0) + twoOwners,
      ledgerDifference: Number(ledger?.difference),
      chargeDifference: Number(report.money.gross) - Number(report.money.refunds) - Number(confirmed),
      timerLag: spreadOf(lags.map(({ ms }) => ms)),
      findings: await runAudit(db),
    };
  });
}
