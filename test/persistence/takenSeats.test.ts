import { randomUUID } from 'node:crypto';
import { takenSeats } from '../../src/persistence/reads/takenSeats';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { createSale, held, newVisit, purchase, useSale, type Sale } from './sale';

describe('takenSeats', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 6 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });
  const wish = (sessionId: string, ...seats: number[]) => ({
    sessionId,
    scheduleId: sale.scheduleId,
    seatIds: seats.map((seat) => sale.seatIds[seat] ?? ''),
  });

  test('each wish of many gets its own answer, in their order; a session is not in its own way', async () => {
    const holder = await newVisit(db, sale);
    await held(db, sale, holder, [0, 1]);
    await purchase(db, sale, [2]);
    const other = randomUUID();
    expect(
      await takenSeats(db, sale.concertId, [
        wish(other, 5),
        wish(other, 5, 1),
        wish(holder.identity.sessionId, 0, 1),
        wish(other, 0, 2),
        wish(other, 3),
      ]),
    ).toEqual([
      null,
      { code: 'SEAT_HELD', seatIds: [sale.seatIds[1]] },
      null,
      { code: 'SEAT_RESERVED', seatIds: [sale.seatIds[2]] },
      null,
    ]);
  });

  test('what else is wrong with a wish is not said here, nor does it spoil the answers to others', async () => {
    const other = await createSale(db);
    await held(db, sale, await newVisit(db, sale), [0]);
    const fan = randomUUID();
    expect(
      await takenSeats(db, sale.concertId, [
        { ...wish(fan, 0), seatIds: [sale.seatIds[0] ?? '', '99999999'] },
        { ...wish(fan, 0), seatIds: ['no number', '92233720368547758070'] },
        { ...wish(fan, 0), scheduleId: other.scheduleId },
        { ...wish(fan, 0), scheduleId: 'none' },
        { ...wish(fan), seatIds: [] },
        wish('no uuid', 1),
        wish(fan, 0),
      ]),
    ).toEqual([null, null, null, null, null, null, { code: 'SEAT_HELD', seatIds: [sale.seatIds[0]] }]);
  });

  test('seats of a date that was cancelled are not taken: the workflow says that it was', async () => {
    await held(db, sale, await newVisit(db, sale), [0]);
    await closeSchedule(db, sale.scheduleId);
    expect(await takenSeats(db, sale.concertId, [wish(randomUUID(), 0)])).toEqual([null]);
  });
});
