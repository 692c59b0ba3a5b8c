import type { SqlClient } from '../../src/persistence/sqlClient';
import { holdSeats } from '../../src/persistence/statements/holdSeats';
import {
  counters,
  createSale,
  held,
  HOLD_MS,
  newVisit,
  purchase,
  seatStatuses,
  useSale,
  type Sale,
  type Visit,
} from './sale';

describe('holdSeats with bestAvailable', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 4, grades: ['R', 'S'] }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const best = (fan: Visit, bestAvailable: { count: number; grade?: string }, holdNumber = 1, maxSeats = 4) =>
    holdSeats(db, {
      ...fan,
      holdNumber,
      holdMs: HOLD_MS,
      maxSeats,
      request: { scheduleId: sale.scheduleId, bestAvailable },
    });

  test('of free seats alike the first of the plan is chosen, of the grade asked for', async () => {
    await held(db, sale, await newVisit(db, sale), [0]);
    const any = await best(await newVisit(db, sale), { count: 1 });
    expect(any).toMatchObject({ outcome: 'HELD', hold: { seats: [{ seatNumber: 'A2' }] } });
    const graded = await best(await newVisit(db, sale), { count: 1, grade: 'R' });
    expect(graded).toMatchObject({ outcome: 'HELD', hold: { seats: [{ seatNumber: 'A3', grade: 'R' }] } });
  });

  test('the seats the fan holds already are candidates of a swap', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    await held(db, sale, await newVisit(db, sale), [2]);
    expect(await best(fan, { count: 3 }, 2)).toMatchObject({ outcome: 'HELD' });
    expect(await seatStatuses(db, sale)).toBe('HHHH');
  });

  test('too few free seats are SEAT_HELD while held ones could come back', async () => {
    await held(db, sale, await newVisit(db, sale), [0, 1]);
    const answer = await best(await newVisit(db, sale), { count: 3 });
    expect(answer).toEqual({ outcome: 'SEAT_HELD', seatIds: [] });
    expect(await seatStatuses(db, sale)).toBe('HHAA');
  });

  test('too few free seats are SEAT_RESERVED when the rest is sold', async () => {
    await purchase(db, sale, [0, 2]);
    expect(await best(await newVisit(db, sale), { count: 3 })).toMatchObject({ outcome: 'SEAT_RESERVED' });
    expect(await best(await newVisit(db, sale), { count: 1, grade: 'R' })).toMatchObject({
      outcome: 'SEAT_RESERVED',
    });
  });

  test('a schedule with no seat free or held is SOLD_OUT', async () => {
    await purchase(db, sale, [0, 1, 2, 3]);
    expect(await counters(db, sale.scheduleId)).toBe('0/0/4 SOLD_OUT');
    expect(await best(await newVisit(db, sale), { count: 1 })).toEqual({ outcome: 'SOLD_OUT', seatIds: [] });
  });

  test('a grade that the schedule does not have is SEAT_NOT_FOUND', async () => {
    expect(await best(await newVisit(db, sale), { count: 1, grade: 'VIP' })).toMatchObject({
      outcome: 'SEAT_NOT_FOUND',
    });
  });

  test('more seats than the limit are SEAT_LIMIT_EXCEEDED', async () => {
    expect(await best(await newVisit(db, sale), { count: 3 }, 1, 2)).toMatchObject({
      outcome: 'SEAT_LIMIT_EXCEEDED',
    });
  });

  test('fans who choose at once get different seats, and as many as there are', async () => {
    sale = await createSale(db, { seats: 30 });
    const fans = await Promise.all(Array.from({ length: 40 }, () => newVisit(db, sale)));
    const answers = await Promise.all(fans.map((fan) => best(fan, { count: 1 })));
    const won = answers.filter((answer) => answer.outcome === 'HELD').length;
    // A seat skipped because another fan was looking at it can be refused although it becomes free again.
    expect(won).toBeGreaterThan(20);
    expect(won).toBeLessThanOrEqual(30);
    expect(await counters(db, sale.scheduleId)).toBe(`${30 - won}/${won}/0 AVAILABLE`);
  });
});
