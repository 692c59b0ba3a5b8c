import type { SqlClient } from '../../src/persistence/sqlClient';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import {
  counters,
  held,
  newVisit,
  purchase,
  reservationStatuses,
  seatStatuses,
  useSale,
  type Sale,
} from './sale';

describe('releaseHold', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 3 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  test('an expired hold gives its seats back and its reservation becomes EXPIRED', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    expect(await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' })).toMatchObject({
      releasedSeats: 2,
    });
    expect(await seatStatuses(db, sale)).toBe('AAA');
    expect(await counters(db, sale.scheduleId)).toBe('3/0/0 AVAILABLE');
    expect(await reservationStatuses(db, fan)).toEqual(['EXPIRED']);
  });

  test('a hold that the fan lets go becomes CANCELED, and its seats are free for others at once', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' });
    expect(await reservationStatuses(db, fan)).toEqual(['CANCELED']);
    await held(db, sale, await newVisit(db, sale), [0]);
  });

  test('released twice is released once: the second run changes nothing', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    const other = await newVisit(db, sale);
    await held(db, sale, other, [0]);
    expect(await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' })).toMatchObject({
      releasedSeats: 0,
    });
    expect(await reservationStatuses(db, fan)).toEqual(['EXPIRED']);
    expect(await seatStatuses(db, sale)).toBe('HAA');
  });

  test('a late release of an earlier hold does not touch the present one', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await held(db, sale, fan, [1], { holdNumber: 2 });
    expect(await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' })).toMatchObject({
      releasedSeats: 0,
    });
    expect(await seatStatuses(db, sale)).toBe('AHA');
  });

  test('a confirmed reservation is never touched', async () => {
    const { fan } = await purchase(db, sale, [0]);
    expect(await releaseHold(db, { ...fan, holdNumber: 9, lastHoldEnd: 'EXPIRED' })).toMatchObject({
      releasedSeats: 0,
    });
    expect(await seatStatuses(db, sale)).toBe('RAA');
  });

  test('a session without a row gets one, and nothing is released', async () => {
    const fan = await newVisit(db, sale);
    expect(await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' })).toMatchObject({
      releasedSeats: 0,
    });
  });
});
