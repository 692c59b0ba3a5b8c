import { CANCEL_RESERVATION } from '../../src/persistence/functions/cancelReservation.sql';
import { walletBalance, walletEntries } from '../../src/persistence/reads/wallet';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { PAUSE, removeGuards, tally } from './guards';
import {
  addSchedule,
  counters,
  createFan,
  createSale,
  DAY_MS,
  expectCleanAudit,
  held,
  newVisit,
  PRICE,
  purchase,
  seatStatuses,
  sha256,
  visit,
  type Sale,
} from './sale';

describe('cancelReservation', () => {
  let database: TestDatabase;
  let sale: Sale;
  beforeEach(async () => {
    database = await createTestDatabase();
    sale = await createSale(database.dataSource, { seats: 3 });
  });
  afterEach(() => database.close());

  const cancel = (reservationId: string, userId: string, cutOffMs = DAY_MS) =>
    cancelReservation(database.dataSource, { reservationId, userId, cutOffMs });

  test('a confirmed reservation is refunded and its seats are on sale again', async () => {
    const db = database.dataSource;
    await purchase(db, sale, [2]);
    const { reservationId, userId } = await purchase(db, sale, [0, 1]);
    expect(await counters(db, sale.scheduleId)).toBe('0/0/3 SOLD_OUT');
    expect(await cancel(reservationId, userId)).toEqual({
      outcome: 'CANCELED',
      refunded: 2 * PRICE,
      balance: 2 * PRICE,
    });
    expect(await seatStatuses(db, sale)).toBe('AAR');
    expect(await counters(db, sale.scheduleId)).toBe('2/0/1 AVAILABLE');
    expect(await walletEntries(db, userId, { limit: 1 })).toMatchObject([
      { type: 'REFUND', amount: 2 * PRICE },
    ]);
    await purchase(db, sale, [0]);
    await expectCleanAudit(db);
  });

  test('cancelled again it gives the same answer, also after the cut-off, and refunds once', async () => {
    const { reservationId, userId } = await purchase(database.dataSource, sale, [0]);
    const first = await cancel(reservationId, userId);
    expect(await cancel(reservationId, userId, 365 * DAY_MS)).toEqual(first);
    expect(await walletBalance(database.dataSource, userId)).toBe(PRICE);
  });

  test('after the cut-off it is INVALID_TRANSITION', async () => {
    const near = await addSchedule(database.dataSource, { ...sale, startsInMs: DAY_MS - 1_000 });
    const { reservationId, userId } = await purchase(database.dataSource, near, [0]);
    expect(await cancel(reservationId, userId)).toEqual({ outcome: 'INVALID_TRANSITION' });
    expect(await cancel(reservationId, userId, DAY_MS / 2)).toMatchObject({ outcome: 'CANCELED' });
  });

  test('a reservation that is only held, or was swapped away, is INVALID_TRANSITION', async () => {
    const fan = await newVisit(database.dataSource, sale);
    const first = await held(database.dataSource, sale, fan, [0]);
    expect(await cancel(first.reservationId, fan.identity.userId)).toEqual({ outcome: 'INVALID_TRANSITION' });
    await held(database.dataSource, sale, fan, [1], { holdNumber: 2 });
    expect(await cancel(first.reservationId, fan.identity.userId)).toEqual({ outcome: 'INVALID_TRANSITION' });
  });

  test("another user's reservation, an unknown one and text that is no id are RESERVATION_NOT_FOUND", async () => {
    const { reservationId } = await purchase(database.dataSource, sale, [0]);
    const stranger = await createFan(database.dataSource);
    for (const id of [reservationId, '00000000-0000-7000-8000-000000000000', 'abc', '']) {
      expect(await cancel(id, stranger)).toEqual({ outcome: 'RESERVATION_NOT_FOUND' });
    }
    expect(await cancel(reservationId, 'abc')).toEqual({ outcome: 'RESERVATION_NOT_FOUND' });
  });

  async function cancelManyTimes() {
    const { reservationId, userId } = await purchase(database.dataSource, sale, [0]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => cancel(reservationId, userId)));
    return { answers, balance: await walletBalance(database.dataSource, userId) };
  }

  test('of twenty cancellations at once one refunds and all give the same answer', async () => {
    const { answers, balance } = await cancelManyTimes();
    expect(tally(answers)).toEqual({ CANCELED: 20 });
    expect(balance).toBe(PRICE);
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the lock, the conditions and the unique keys it is refunded more than once', async () => {
    const db = database.dataSource;
    await db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_idempotency_key_key');
    await db.query('DROP INDEX wallet_entries_one_per_payment_and_type');
    await db.query('ALTER TABLE schedules DROP CONSTRAINT schedules_counters_check');
    await removeGuards(db, CANCEL_RESERVATION, [
      ['p_user_id FOR NO KEY UPDATE', 'p_user_id'],
      [` AND status = 'COMPLETED'`, ''],
      [` AND status = 'RESERVED'`, ''],
      ['  UPDATE payments', `  ${PAUSE}\n  UPDATE payments`],
    ]);
    expect((await cancelManyTimes()).balance).toBeGreaterThan(PRICE);
  });

  test('refunds, payments and top-ups of one wallet at once leave it equal to its ledger', async () => {
    const db = database.dataSource;
    const wide = await addSchedule(db, { ...(await createSale(db, { seats: 30 })), startsInMs: 2e9 });
    const userId = await createFan(db, 10 * PRICE);
    const hold = async (place: number) => {
      const fan = visit(wide.concertId, userId);
      return { fan, hold: await held(db, wide, fan, [place], { maxSeats: 99 }) };
    };
    const pay = async ({ fan }: Awaited<ReturnType<typeof hold>>) =>
      payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256(fan.identity.sessionId) });
    const bought = await Promise.all(Array.from({ length: 10 }, (_, place) => hold(place)));
    for (const one of bought) expect(await pay(one)).toMatchObject({ outcome: 'PAID' });
    const waiting = await Promise.all(Array.from({ length: 20 }, (_, place) => hold(place + 10)));
    const [payments] = await Promise.all([
      Promise.all(waiting.map(pay)),
      Promise.all(bought.map(({ hold: { reservationId } }) => cancel(reservationId, userId))),
    ]);
    const paid = tally(payments).PAID ?? 0;
    expect(paid).toBeLessThanOrEqual(10);
    expect(await walletBalance(db, userId)).toBe((10 - paid) * PRICE);
    await expectCleanAudit(db);
  });
});
