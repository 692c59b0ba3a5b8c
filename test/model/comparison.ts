import { runAudit } from '../../src/operations/audit';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { END_STATE_OF } from '../../src/contracts/states';
import { isSold, seatsOf, type ReservationModel, type SaleModel, type SessionModel } from './saleModel';

/** Each row as one line, so that a difference names the row and nothing else. */
type Picture = Record<
  'seats' | 'schedules' | 'reservations' | 'payments' | 'sessions' | 'wallets' | 'ledger',
  string[]
>;

const PICTURE = `
  SELECT
    ARRAY(SELECT concat_ws(' ', s.id, s.status, s.hold_session_id, s.hold_number,
                           round(extract(epoch FROM s.hold_expires_at) * 1000))
            FROM seats s JOIN schedules c ON c.id = s.schedule_id WHERE c.concert_id = $1) AS seats,
    ARRAY(SELECT concat_ws(' ', id, available_seats, reserved_seats, total_seats, status)
            FROM schedules WHERE concert_id = $1) AS schedules,
    ARRAY(SELECT concat_ws(' ', r.id, r.status, r.session_id, r.user_id, r.schedule_id, r.hold_number, r.amount,
                           round(extract(epoch FROM r.reserved_at) * 1000),
                           round(extract(epoch FROM r.expires_at) * 1000), r.extended_at IS NOT NULL,
                           (SELECT string_agg(seat_id || ':' || price || ':' || live, ' ' ORDER BY seat_id)
                              FROM reservation_seats WHERE reservation_id = r.id))
            FROM reservations r JOIN schedules c ON c.id = r.schedule_id WHERE c.concert_id = $1) AS reservations,
    ARRAY(SELECT concat_ws(' ', id, reservation_id, user_id, status, amount, payment_key)
            FROM payments WHERE user_id = ANY ($2::uuid[])) AS payments,
    ARRAY(SELECT concat_ws(' ', id, user_id, state, ready_at IS NOT NULL, end_reason)
            FROM sessions WHERE concert_id = $1) AS sessions,
    ARRAY(SELECT concat_ws(' ', user_id, balance) FROM wallets WHERE user_id = ANY ($2::uuid[])) AS wallets,
    ARRAY(SELECT concat_ws(' ', user_id, type, amount, balance_after)
            FROM wallet_entries WHERE user_id = ANY ($2::uuid[]) ORDER BY user_id, id) AS ledger`;

/** The audit finds nothing, and each row of the sale is what the model says. */
export async function expectAgreement(db: SqlClient, sale: SaleModel): Promise<void> {
  const [found] = await db.query<Picture>(PICTURE, [sale.concertId, [...sale.wallets.keys()]]);
  if (!found) throw new Error('No picture of the sale');
  expect(sorted(found)).toEqual(sorted(pictureOf(sale)));
  expect(await runAudit(db)).toEqual([]);
}

/** The ledger keeps the order within each wallet. */
function sorted(picture: Picture): Picture {
  const entries = Object.entries(picture).map(([name, lines]) => [
    name,
    name === 'ledger' ? lines : lines.toSorted(),
  ]);
  return Object.fromEntries(entries) as Picture;
}

function pictureOf(sale: SaleModel): Picture {
  const wallets = [...sale.wallets].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    seats: sale.seats.map(({ id, owner }) =>
      owner?.status === 'HELD'
        ? `${id} HELD ${owner.session.id} ${owner.holdNumber} ${owner.expiresAt}`
        : `${id} ${owner ? 'RESERVED' : 'AVAILABLE'}`,
    ),
    schedules: sale.scheduleIds.map((id) => scheduleLine(sale, id)),
    reservations: sale.reservations.map(reservationLine),
    payments: sale.reservations.flatMap(({ id, session, amount, payment }) =>
      payment ? [`${payment.id} ${id} ${session.userId} ${payment.status} ${amount} ${payment.key}`] : [],
    ),
    sessions: [...sale.sessions.values()].map(sessionLine),
    wallets: wallets.map(([userId, { balance }]) => `${userId} ${balance}`),
    ledger: wallets.flatMap(([userId, { entries }]) =>
      entries.map(({ type, amount, balanceAfter }) => `${userId} ${type} ${amount} ${balanceAfter}`),
    ),
  };
}

function scheduleLine(sale: SaleModel, scheduleId: string): string {
  const seats = seatsOf(sale, scheduleId);
  const available = seats.filter(({ owner }) => owner === null).length;
  const sold = seats.filter(isSold).length;
  const status = sold === seats.length ? 'SOLD_OUT' : 'AVAILABLE';
  return `${scheduleId} ${available} ${sold} ${seats.length} ${status}`;
}

function reservationLine(one: ReservationModel): string {
  const live = one.status === 'HELD' || one.status === 'CONFIRMED';
  const seats = one.seats.map(({ id, price }) => `${id}:${price}:${live}`).join(' ');
  const { id, status, session, scheduleId, holdNumber, amount, reservedAt, expiresAt, extended } = one;
  const times = `${reservedAt} ${expiresAt} ${extended ? 't' : 'f'}`;
  return `${id} ${status} ${session.id} ${session.userId} ${scheduleId} ${holdNumber} ${amount} ${times} ${seats}`;
}

function sessionLine({ id, userId, admitted, end }: SessionModel): string {
  const open = admitted ? 'PROGRESS' : 'WAITING';
  const flag = admitted ? 't' : 'f';
  if (!end) return `${id} ${userId} ${open} ${flag}`;
  const over = ['CONFIRMED', 'LEFT'].includes(END_STATE_OF[end.reason]) ? 'DONE' : 'EXPIRED';
  return `${id} ${userId} ${over} ${flag} ${end.reason}`;
}
