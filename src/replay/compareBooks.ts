import { paidReservations, type PaidReservation } from '../persistence/reads/paidReservations';
import type { SqlClient } from '../persistence/sqlClient';
import type { BookedReservation, BookFinding } from './books';

const AT_ONCE = 1_000;

/**
 * Compares what ended sessions paid for by their histories with what PostgreSQL has.
 * @param endedSessionIds every session of the histories that has ended, those that bought nothing too: one that is still open
 *   may have gone on since its history was read
 */
export async function compareBooks(
  db: SqlClient,
  booked: readonly BookedReservation[],
  endedSessionIds: readonly string[],
): Promise<BookFinding[]> {
  const bySession = new Map(booked.map((one) => [one.sessionId, one]));
  const findings: BookFinding[] = [];
  for (let first = 0; first < endedSessionIds.length; first += AT_ONCE) {
    const sessionIds = endedSessionIds.slice(first, first + AT_ONCE);
    const rows = await paidReservations(db, sessionIds);
    const recorded = new Map(rows.map((row) => [row.sessionId, row]));
    for (const sessionId of sessionIds) {
      const detail = differenceBetween(bySession.get(sessionId), recorded.get(sessionId));
      if (detail) findings.push({ rule: 'AS_IN_POSTGRESQL', subject: `session ${sessionId}`, detail });
    }
  }
  return findings;
}

/** A cancellation that is not among the histories is no difference; one that PostgreSQL does not have is. */
function differenceBetween(
  booked: BookedReservation | undefined,
  recorded: PaidReservation | undefined,
): string | null {
  if (!booked && !recorded) return null;
  if (!booked) return `PostgreSQL has the paid reservation ${recorded?.reservationId}, its history has none`;
  if (!recorded) return `its history has the paid reservation ${booked.reservationId}, PostgreSQL has none`;
  const inHistory = textOf(booked);
  const inPostgres = textOf(recorded);
  if (inHistory !== inPostgres) return `by its history ${inHistory}, in PostgreSQL ${inPostgres}`;
  if (booked.canceledAt !== null && recorded.status !== 'CANCELED')
    return `the histories cancel ${booked.reservationId}, in PostgreSQL it is ${recorded.status}`;
  return null;
}

function textOf({ reservationId, paymentId, seatIds, amount }: BookedReservation | PaidReservation): string {
  return `reservation ${reservationId} with seats ${[...seatIds].sort().join(' ')} for ${amount} by payment ${paymentId}`;
}
