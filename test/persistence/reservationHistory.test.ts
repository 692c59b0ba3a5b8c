import { findReservationDetail } from '../../src/persistence/reads/reservationDetail';
import { listReservations } from '../../src/persistence/reads/reservations';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { endSession } from '../../src/persistence/statements/endSession';
import { extendHold } from '../../src/persistence/statements/extendHold';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { createFan, createSale, held, newVisit, PRICE, purchase, sha256, useSale, type Sale } from './sale';

describe('the history of a reservation', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 14, holdExtensionSeconds: 60 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  /** The history, with each event's time checked to lie between the readings of the clock around its step. */
  const historyOf = async (reservationId: string) =>
    (await findReservationDetail(db, reservationId))!.history;
  const whatOf = async (reservationId: string) =>
    (await historyOf(reservationId)).map((event) =>
      'cause' in event ? `${event.what} ${event.cause}` : event.what,
    );
  async function timed<T>(step: () => Promise<T>): Promise<{ answer: T; from: Date; to: Date }> {
    const clock = async () =>
      (await db.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`))[0]!.now;
    const from = await clock();
    const answer = await step();
    return { answer, from, to: await clock() };
  }

  test('says when it was held, confirmed, cancelled and refunded, and what was paid', async () => {
    const fan = await newVisit(db, sale, 2 * PRICE);
    const holding = await timed(() => held(db, sale, fan, [0, 1]));
    const { reservationId } = holding.answer;
    const paying = await timed(() => payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('a') }));
    const cancelling = await timed(() =>
      cancelReservation(db, { reservationId, userId: fan.identity.userId, cutOffMs: 0 }),
    );
    const { paymentId } = paying.answer as { paymentId: string };
    const history = await historyOf(reservationId);
    const at = expect.any(Date);
    expect(history).toEqual([
      { at, what: 'HELD' },
      { at, what: 'CONFIRMED', paymentId, amount: 2 * PRICE },
      { at, what: 'CANCELED', cause: 'CANCELED_BY_FAN' },
      { at, what: 'REFUNDED', paymentId, amount: 2 * PRICE },
    ]);
    for (const [event, { from, to }] of [
      [history[0], holding],
      [history[1], paying],
      [history[2], cancelling],
      [history[3], cancelling],
    ] as const) {
      expect(event!.at.getTime()).toBeGreaterThanOrEqual(from.getTime());
      expect(event!.at.getTime()).toBeLessThanOrEqual(to.getTime());
    }
  });

  test('says when the hold was extended, before what came of it', async () => {
    const fan = await newVisit(db, sale);
    const { reservationId, expiresAt } = await held(db, sale, fan, [12]);
    const extending = await timed(() => extendHold(db, { ...fan, holdNumber: 1, holdCapMs: 900_000 }));
    expect(extending.answer).toMatchObject({ outcome: 'EXTENDED', hold: { expiresAt: expiresAt + 60_000 } });
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    const [, extended] = await historyOf(reservationId);
    expect(await whatOf(reservationId)).toEqual(['HELD', 'EXTENDED', 'EXPIRED']);
    expect(extended!.at.getTime()).toBeGreaterThanOrEqual(extending.from.getTime());
    expect(extended!.at.getTime()).toBeLessThanOrEqual(extending.to.getTime());
  });

  test('says of a hold whether it ran out, was let go, was swapped, or ended with its session', async () => {
    const fan = await newVisit(db, sale);
    const swapped = await held(db, sale, fan, [0]);
    const released = await held(db, sale, fan, [1], { holdNumber: 2 });
    expect(await whatOf(released.reservationId)).toEqual(['HELD']);
    await releaseHold(db, { ...fan, holdNumber: 2, lastHoldEnd: 'RELEASED' });
    const expired = await held(db, sale, fan, [2], { holdNumber: 3 });
    await releaseHold(db, { ...fan, holdNumber: 3, lastHoldEnd: 'EXPIRED' });
    const left = await held(db, sale, fan, [3], { holdNumber: 4 });
    await endSession(db, { ...fan, holdNumber: 4, reason: 'FAN_LEFT' });
    const other = await newVisit(db, sale);
    const removed = await held(db, sale, other, [4]);
    await endSession(db, { ...other, holdNumber: 1, reason: 'REMOVED' });
    const late = await newVisit(db, sale);
    const over = await held(db, sale, late, [5]);
    await endSession(db, { ...late, holdNumber: 1, reason: 'ADMISSION_WINDOW' });
    expect(await whatOf(swapped.reservationId)).toEqual(['HELD', 'CANCELED SWAPPED']);
    expect(await whatOf(released.reservationId)).toEqual(['HELD', 'CANCELED RELEASED']);
    expect(await whatOf(expired.reservationId)).toEqual(['HELD', 'EXPIRED']);
    expect(await whatOf(left.reservationId)).toEqual(['HELD', 'CANCELED LEFT']);
    expect(await whatOf(removed.reservationId)).toEqual(['HELD', 'CANCELED REMOVED']);
    expect(await whatOf(over.reservationId)).toEqual(['HELD', 'EXPIRED']);
    const [first, second] = [await historyOf(swapped.reservationId), await historyOf(released.reservationId)];
    expect(first[1]!.at.getTime() - second[0]!.at.getTime()).toBe(0);
  });

  test('tells a cancelled date from a fan who changed their mind before', async () => {
    const changed = await purchase(db, sale, [0]);
    const stayed = await purchase(db, sale, [1]);
    await cancelReservation(db, { ...changed, cutOffMs: 0 });
    await closeSchedule(db, sale.scheduleId);
    await cancelReservation(db, { ...stayed, cutOffMs: 0 });
    expect((await whatOf(changed.reservationId))[2]).toBe('CANCELED CANCELED_BY_FAN');
    expect((await whatOf(stayed.reservationId))[2]).toBe('CANCELED DATE_CANCELED');
  });

  test("is read by its fan and by support, and by nobody else; an id that cannot exist is nobody's", async () => {
    const { reservationId, userId, fan } = await purchase(db, sale, [0]);
    const detail = await findReservationDetail(db, reservationId);
    expect(detail).toMatchObject({ userId, sessionId: fan.identity.sessionId, status: 'CONFIRMED' });
    expect(await findReservationDetail(db, reservationId, userId)).toEqual(detail);
    for (const stranger of [await createFan(db), 'x', ''])
      expect(await findReservationDetail(db, reservationId, stranger)).toBeNull();
    for (const id of ['', 'x', '1']) expect(await findReservationDetail(db, id)).toBeNull();
  });

  test('reservations are listed by concert, and from a time on until before another', async () => {
    const other = await createSale(db);
    const fan = await newVisit(db, sale);
    const { userId } = fan.identity;
    const ids: string[] = [];
    for (let holdNumber = 1; holdNumber <= 3; holdNumber += 1)
      ids.push((await held(db, sale, fan, [holdNumber], { holdNumber })).reservationId);
    const elsewhere = {
      ...fan,
      identity: {
        ...fan.identity,
        concertId: other.concertId,
        sessionId: fan.identity.sessionId.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      },
    };
    ids.push((await held(db, other, elsewhere, [0])).reservationId);
    const times = [1, 2, 3, 4].map((hour) => new Date(Date.UTC(2030, 0, 1, hour)));
    for (const [index, id] of ids.entries()) {
      await db.query(
        `UPDATE reservations SET reserved_at = $2, expires_at = $2::timestamptz + interval '5 min' WHERE id = $1`,
        [id, times[index]],
      );
      await db.query(
        `UPDATE seats SET hold_expires_at = $2::timestamptz + interval '5 min' WHERE id IN (SELECT seat_id FROM reservation_seats WHERE reservation_id = $1 AND live)`,
        [id, times[index]],
      );
    }
    const list = async (request: Partial<Parameters<typeof listReservations>[2]>) =>
      (await listReservations(db, userId, { limit: 10, ...request })).map(({ id }) => ids.indexOf(id));
    expect(await list({})).toEqual([3, 2, 1, 0]);
    expect(await list({ concertId: sale.concertId })).toEqual([2, 1, 0]);
    expect(await list({ concertId: other.concertId })).toEqual([3]);
    expect(await list({ concertId: 'x' })).toEqual([]);
    expect(await list({ from: times[1] })).toEqual([3, 2, 1]);
    expect(await list({ to: times[1] })).toEqual([0]);
    expect(await list({ from: times[1], to: times[3] })).toEqual([2, 1]);
    expect(await list({ from: times[1], to: times[1] })).toEqual([]);
    expect(await list({ from: times[0], to: times[3], before: ids[2], status: 'CANCELED' })).toEqual([1, 0]);
    expect(await list({ before: ids[3], concertId: sale.concertId, limit: 2 })).toEqual([2, 1]);
  });
});
