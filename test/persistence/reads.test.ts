import { concertStats } from '../../src/persistence/reads/concertStats';
import { findConcert, listConcerts } from '../../src/persistence/reads/concerts';
import { findReservation, listReservations } from '../../src/persistence/reads/reservations';
import { findSchedule, listSchedules } from '../../src/persistence/reads/schedules';
import { seatMap, seatMapVersion } from '../../src/persistence/reads/seatMap';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import { walletBalance, walletEntries } from '../../src/persistence/reads/wallet';
import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { topUpWallet } from '../../src/persistence/statements/topUpWallet';
import {
  addSchedule,
  createFan,
  createSale,
  DAY_MS,
  held,
  newVisit,
  PRICE,
  purchase,
  sha256,
  useSale,
  type Sale,
} from './sale';

describe('reads', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 12 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  test('an id that cannot exist reads as nothing, never as an SQL error', async () => {
    for (const id of ['', 'x', '-1', '0', '1.5', '1e3', '99999999999999999999', "1'; --"]) {
      expect(await findConcert(db, id)).toBeNull();
      expect(await findSchedule(db, id)).toBeNull();
      expect(await listSchedules(db, id, { limit: 5 })).toEqual([]);
      expect(await seatMapVersion(db, id)).toBeNull();
      expect(await seatMap(db, id)).toEqual([]);
      expect(await waitingRoomSettings(db, id)).toBeNull();
      expect(await concertStats(db, id)).toBeNull();
      expect(await findReservation(db, id, id)).toBeNull();
      expect(await listReservations(db, id, { limit: 5 })).toEqual([]);
      expect(await findSessionRecord(db, id)).toBeNull();
      expect(await walletBalance(db, id)).toBe(0);
      expect(await walletEntries(db, id, { limit: 5 })).toEqual([]);
      if (id !== '0') expect(await listConcerts(db, { after: id, limit: 5 })).toEqual([]);
    }
  });

  test('ledger pages go from the newest to the oldest without a gap, also past the tenth entry', async () => {
    const userId = await createFan(db);
    for (let n = 1; n <= 12; n += 1) {
      await topUpWallet(db, { userId, amount: n, key: sha256(`${n}`), bodyHash: '' });
    }
    const amounts: number[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await walletEntries(db, userId, { before, limit: 5 });
      if (page.length === 0) break;
      amounts.push(...page.map((entry) => entry.amount));
      before = page.at(-1)?.id;
    }
    expect(amounts).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('concert pages go by id without a gap', async () => {
    for (let n = 0; n < 10; n += 1) await createSale(db, { seats: 1 });
    const all = await listConcerts(db, { limit: 100 });
    const first = await listConcerts(db, { limit: 4 });
    const rest = await listConcerts(db, { after: first.at(-1)?.id, limit: 100 });
    expect([...first, ...rest]).toEqual(all);
    const ids = all.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test('schedules are listed by start, within a span, from a cursor, and only with free seats when asked', async () => {
    const later = await addSchedule(db, { ...sale, startsInMs: 50 * DAY_MS });
    const last = await addSchedule(db, { ...sale, startsInMs: 60 * DAY_MS });
    const ids = async (request: Omit<Parameters<typeof listSchedules>[2], 'limit'>, limit = 10) =>
      (await listSchedules(db, sale.concertId, { ...request, limit })).map(({ id }) => id);
    expect(await ids({})).toEqual([sale.scheduleId, later.scheduleId, last.scheduleId]);
    const [first] = await listSchedules(db, sale.concertId, { limit: 1 });
    expect(await ids({ after: first })).toEqual([later.scheduleId, last.scheduleId]);
    expect(
      await ids({ from: new Date(Date.now() + 40 * DAY_MS), to: new Date(Date.now() + 55 * DAY_MS) }),
    ).toEqual([later.scheduleId]);
    for (const places of [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ])
      await purchase(db, later, places);
    expect(await ids({ available: true })).toEqual([sale.scheduleId, last.scheduleId]);
    expect(await ids({ available: false })).toHaveLength(3);
    expect(await findSchedule(db, later.scheduleId)).toMatchObject({ availableSeats: 0, status: 'SOLD_OUT' });
  });

  test('the seat map follows the plan, shows each status, and its version ascends with each change', async () => {
    const versions = [await seatMapVersion(db, sale.scheduleId)];
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [11]);
    versions.push(await seatMapVersion(db, sale.scheduleId));
    await purchase(db, sale, [0]);
    versions.push(await seatMapVersion(db, sale.scheduleId));
    const map = await seatMap(db, sale.scheduleId);
    expect(map.map(({ id }) => id)).toEqual(sale.seatIds);
    expect(map[0]).toMatchObject({ seatNumber: 'A1', price: PRICE, grade: 'S', status: 'RESERVED' });
    expect(map[11]).toMatchObject({ seatNumber: 'A12', status: 'HELD' });
    const numbers = versions.map((version) => Number(version?.version));
    expect(new Set(numbers).size).toBe(3);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(versions[0]?.concertId).toBe(sale.concertId);
  });

  test('a reservation shows seats and prices as sold, and its payment', async () => {
    const { reservationId, paymentId, userId } = await purchase(db, sale, [0, 1]);
    await db.query('UPDATE seats SET price = 5 WHERE id = $1', [sale.seatIds[0]]);
    const reservation = await findReservation(db, reservationId, userId);
    expect(reservation).toEqual({
      id: reservationId,
      status: 'CONFIRMED',
      scheduleId: sale.scheduleId,
      concertId: sale.concertId,
      seats: [
        { id: sale.seatIds[0], seatNumber: 'A1', area: 'Floor', grade: 'S', price: PRICE },
        { id: sale.seatIds[1], seatNumber: 'A2', area: 'Floor', grade: 'S', price: PRICE },
      ],
      amount: 2 * PRICE,
      reservedAt: expect.any(Date),
      expiresAt: expect.any(Date),
      payment: { id: paymentId, amount: 2 * PRICE, status: 'COMPLETED', createdAt: expect.any(Date) },
    });
    expect(await findReservation(db, reservationId, await createFan(db))).toBeNull();
    await cancelReservation(db, { reservationId, userId, cutOffMs: 0 });
    expect(await findReservation(db, reservationId, userId)).toMatchObject({
      status: 'CANCELED',
      payment: { status: 'CANCELED' },
    });
  });

  test('reservations are listed from the newest, by status, and from a cursor', async () => {
    const fan = await newVisit(db, sale);
    const { userId } = fan.identity;
    for (let holdNumber = 1; holdNumber <= 4; holdNumber += 1)
      await held(db, sale, fan, [holdNumber], { holdNumber });
    const all = await listReservations(db, userId, { limit: 10 });
    expect(all.map(({ status }) => status)).toEqual(['HELD', 'CANCELED', 'CANCELED', 'CANCELED']);
    expect(all[0]?.payment).toBeNull();
    expect(await listReservations(db, userId, { status: 'CANCELED', limit: 10 })).toEqual(all.slice(1));
    expect(await listReservations(db, userId, { before: all[1]?.id, limit: 10 })).toEqual(all.slice(2));
  });

  test('the statistics of a concert count seats, money and reservations of all its schedules', async () => {
    const later = await addSchedule(db, { ...sale, startsInMs: 50 * DAY_MS });
    await purchase(db, sale, [0, 1]);
    await purchase(db, later, [0]);
    const cancelled = await purchase(db, later, [1]);
    await cancelReservation(db, { ...cancelled, cutOffMs: 0 });
    await held(db, later, await newVisit(db, sale), [5]);
    const late = await newVisit(db, sale);
    await held(db, later, late, [6]);
    await releaseHold(db, { ...late, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    expect(await concertStats(db, sale.concertId)).toEqual({
      seats: { available: 20, held: 1, reserved: 3 },
      revenue: 3 * PRICE,
      reservations: { held: 1, confirmed: 2, expired: 1, canceled: 1 },
    });
  });
});
