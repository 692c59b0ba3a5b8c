import type { SqlClient } from '../../src/persistence/sqlClient';
import { endSession } from '../../src/persistence/statements/endSession';
import { holdSeats } from '../../src/persistence/statements/holdSeats';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { seatMapVersion } from '../../src/persistence/reads/seatMap';
import {
  addSchedule,
  counters,
  createSale,
  held,
  hold,
  HOLD_MS,
  newVisit,
  PRICE,
  purchase,
  reservationStatuses,
  seatStatuses,
  visit,
  useSale,
  type Sale,
} from './sale';

describe('holdSeats', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 6 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  test('free seats are held, with their prices, their sum and the deadline', async () => {
    const before = Date.now();
    const fan = await newVisit(db, sale);
    const got = await held(db, sale, fan, [1, 0]);
    expect(got).toMatchObject({
      scheduleId: sale.scheduleId,
      amount: 2 * PRICE,
      seats: [
        { id: sale.seatIds[0], seatNumber: 'A1', area: 'Floor', grade: 'S', price: PRICE },
        { id: sale.seatIds[1], seatNumber: 'A2', area: 'Floor', grade: 'S', price: PRICE },
      ],
    });
    expect(Math.abs(got.expiresAt - before - HOLD_MS)).toBeLessThan(5_000);
    const rows = await db.query<{ at: Date }>('SELECT hold_expires_at AS at FROM seats WHERE id = $1', [
      sale.seatIds[0],
    ]);
    expect(rows[0]?.at.getTime()).toBe(got.expiresAt);
    expect(await seatStatuses(db, sale)).toBe('HHAAAA');
    expect(await counters(db, sale.scheduleId)).toBe('4/2/0 AVAILABLE');
  });

  test('the same hold number again gives the same hold and changes nothing', async () => {
    const fan = await newVisit(db, sale);
    const first = await held(db, sale, fan, [0, 1]);
    const version = await seatMapVersion(db, sale.scheduleId);
    expect(await held(db, sale, fan, [0, 1])).toEqual(first);
    expect(await seatMapVersion(db, sale.scheduleId)).toEqual(version);
    expect(await reservationStatuses(db, fan)).toEqual(['HELD']);
  });

  test('twin attempts of one hold at once make one reservation', async () => {
    const fan = await newVisit(db, sale);
    const answers = await Promise.all(Array.from({ length: 20 }, () => hold(db, sale, fan, [2, 3])));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.outcome).toBe('HELD');
    expect(await reservationStatuses(db, fan)).toEqual(['HELD']);
  });

  test('a seat that another fan holds is refused with SEAT_HELD, and none of the others is claimed', async () => {
    await held(db, sale, await newVisit(db, sale), [1]);
    const answer = await hold(db, sale, await newVisit(db, sale), [0, 1, 2]);
    expect(answer).toEqual({ outcome: 'SEAT_HELD', seatIds: [sale.seatIds[1]] });
    expect(await seatStatuses(db, sale)).toBe('AHAAAA');
  });

  test('a hold past its deadline still bars others until it is released', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0], { holdMs: 1 });
    const other = await newVisit(db, sale);
    expect(await hold(db, sale, other, [0])).toMatchObject({ outcome: 'SEAT_HELD' });
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    expect(await hold(db, sale, other, [0])).toMatchObject({ outcome: 'HELD' });
  });

  test('a request that mixes held and sold seats is SEAT_RESERVED, with the sold ones', async () => {
    await purchase(db, sale, [0]);
    await held(db, sale, await newVisit(db, sale), [1]);
    const answer = await hold(db, sale, await newVisit(db, sale), [0, 1, 2]);
    expect(answer).toEqual({ outcome: 'SEAT_RESERVED', seatIds: [sale.seatIds[0]] });
  });

  test('a seat of another schedule, an unknown one and text that is no id are SEAT_NOT_FOUND', async () => {
    const other = await addSchedule(db, { ...sale, startsInMs: 9e8 });
    const ask = async (seatIds: string[]) =>
      holdSeats(db, {
        ...(await newVisit(db, sale)),
        holdNumber: 1,
        holdMs: HOLD_MS,
        maxSeats: 4,
        request: { scheduleId: sale.scheduleId, seatIds },
      });
    for (const id of [other.seatIds[0]!, '999999999', 'abc', '01', '99999999999999999999', '']) {
      expect(await ask([sale.seatIds[0]!, id])).toEqual({ outcome: 'SEAT_NOT_FOUND', seatIds: [id] });
    }
    expect(await ask([])).toEqual({ outcome: 'SEAT_NOT_FOUND', seatIds: [] });
  });

  test('a schedule of another concert, an unknown one and text that is no id are SCHEDULE_NOT_FOUND', async () => {
    const elsewhere = await createSale(db);
    for (const scheduleId of [elsewhere.scheduleId, '999999999', 'abc']) {
      const answer = await hold(db, { ...sale, scheduleId }, await newVisit(db, sale), [0]);
      expect(answer).toEqual({ outcome: 'SCHEDULE_NOT_FOUND', seatIds: [] });
    }
  });

  test('more seats than the limit are SEAT_LIMIT_EXCEEDED, and what the fan owns already counts', async () => {
    const fan = await newVisit(db, sale);
    expect(await hold(db, sale, fan, [0, 1, 2], { maxSeats: 2 })).toMatchObject({
      outcome: 'SEAT_LIMIT_EXCEEDED',
    });
    const { userId } = await purchase(db, sale, [0, 1]);
    const again = visit(sale.concertId, userId);
    expect(await hold(db, sale, again, [2, 3], { maxSeats: 3 })).toEqual({
      outcome: 'SEAT_LIMIT_EXCEEDED',
      seatIds: [],
    });
    expect(await hold(db, sale, again, [2], { maxSeats: 3 })).toMatchObject({ outcome: 'HELD' });
  });

  test('holding again swaps the hold: kept seats stay, the others return, the earlier reservation is CANCELED', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    const swapped = await held(db, sale, fan, [1, 2, 3], { holdNumber: 2 });
    expect(swapped.seats.map((seat) => seat.seatNumber)).toEqual(['A2', 'A3', 'A4']);
    expect(await seatStatuses(db, sale)).toBe('AHHHAA');
    expect(await counters(db, sale.scheduleId)).toBe('3/3/0 AVAILABLE');
    expect(await reservationStatuses(db, fan)).toEqual(['CANCELED', 'HELD']);
  });

  test('a swap between two schedules moves the counters of both', async () => {
    const other = await addSchedule(db, { ...sale, startsInMs: 9e8 });
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    await held(db, other, fan, [0], { holdNumber: 2 });
    expect(await counters(db, sale.scheduleId)).toBe('6/0/0 AVAILABLE');
    expect(await counters(db, other.scheduleId)).toBe('5/1/0 AVAILABLE');
    await held(db, sale, fan, [5], { holdNumber: 3 });
    expect(await counters(db, other.scheduleId)).toBe('6/0/0 AVAILABLE');
  });

  test('a refused swap leaves the hold as it was', async () => {
    const fan = await newVisit(db, sale);
    const first = await held(db, sale, fan, [0, 1]);
    await held(db, sale, await newVisit(db, sale), [2]);
    expect(await hold(db, sale, fan, [1, 2], { holdNumber: 2 })).toMatchObject({ outcome: 'SEAT_HELD' });
    expect(await held(db, sale, fan, [0, 1])).toEqual(first);
    expect(await seatStatuses(db, sale)).toBe('HHHAAA');
  });

  test('a hold overtaken by a higher number is INVALID_TRANSITION when it comes late', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0], { holdNumber: 3 });
    expect(await hold(db, sale, fan, [1], { holdNumber: 2 })).toEqual({
      outcome: 'INVALID_TRANSITION',
      seatIds: [],
    });
    await held(db, sale, fan, [1], { holdNumber: 4 });
    expect(await hold(db, sale, fan, [0], { holdNumber: 3 })).toMatchObject({
      outcome: 'INVALID_TRANSITION',
    });
    expect(await seatStatuses(db, sale)).toBe('AHAAAA');
  });

  test('a hold number that was released before it came is INVALID_TRANSITION', async () => {
    const fan = await newVisit(db, sale);
    await releaseHold(db, { ...fan, holdNumber: 2, lastHoldEnd: 'RELEASED' });
    expect(await hold(db, sale, fan, [0], { holdNumber: 2 })).toMatchObject({
      outcome: 'INVALID_TRANSITION',
    });
    expect(await hold(db, sale, fan, [0], { holdNumber: 3 })).toMatchObject({ outcome: 'HELD' });
  });

  test('an ended session holds nothing any more', async () => {
    const fan = await newVisit(db, sale);
    await endSession(db, { ...fan, holdNumber: 0, reason: 'FAN_LEFT' });
    expect(await hold(db, sale, fan, [0], { holdNumber: 9 })).toMatchObject({
      outcome: 'INVALID_TRANSITION',
    });
    expect(await seatStatuses(db, sale)).toBe('AAAAAA');
  });

  test('a seat named twice is held once', async () => {
    const got = await held(db, sale, await newVisit(db, sale), [0, 0, 1]);
    expect(got.amount).toBe(2 * PRICE);
  });

  test('a refusal that needs no lock writes nothing, not even the row of the session', async () => {
    await held(db, sale, await newVisit(db, sale), [0]);
    const fan = await newVisit(db, sale);
    await hold(db, sale, fan, [0]);
    expect(await db.query('SELECT FROM sessions WHERE id = $1', [fan.identity.sessionId])).toEqual([]);
  });
});
