import type { SqlClient } from '../../src/persistence/sqlClient';
import { extendHold } from '../../src/persistence/statements/extendHold';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import {
  counters,
  held,
  hold,
  HOLD_MS,
  letPass,
  newVisit,
  PRICE,
  reservationStatuses,
  seatStatuses,
  sha256,
  useSale,
  type Sale,
  type Visit,
} from './sale';

const EXTENSION_SECONDS = 60;
const NOTHING_LEFT = { outcome: 'HOLD_EXPIRED', seatIds: [] };

describe('a swap that keeps the deadline', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 4, holdExtensionSeconds: EXTENSION_SECONDS }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const keep = (fan: Visit, places: number[], holdNumber = 2) =>
    hold(db, sale, fan, places, { holdNumber, holdMs: null });
  const kept = (fan: Visit, places: number[], holdNumber = 2) =>
    held(db, sale, fan, places, { holdNumber, holdMs: null });
  const extend = (fan: Visit, holdNumber: number) =>
    extendHold(db, { ...fan, holdNumber, holdCapMs: 900_000 });

  async function reservedAt(reservationId: string): Promise<Date | undefined> {
    const [row] = await db.query<{ at: Date }>(`SELECT reserved_at AS at FROM reservations WHERE id = $1`, [
      reservationId,
    ]);
    return row?.at;
  }

  test('puts the other seats back on sale and holds the rest until the same moment, since the same moment', async () => {
    const fan = await newVisit(db, sale);
    const first = await held(db, sale, fan, [0, 1, 2]);
    await letPass(db, fan, 100_000);
    const rest = await kept(fan, [0, 2]);
    expect(rest).toMatchObject({
      amount: 2 * PRICE,
      expiresAt: first.expiresAt - 100_000,
      seats: [{ id: sale.seatIds[0] }, { id: sale.seatIds[2] }],
    });
    expect(rest.reservationId).not.toBe(first.reservationId);
    expect(await reservedAt(rest.reservationId)).toEqual(await reservedAt(first.reservationId));
    expect(await seatStatuses(db, sale)).toBe('HAHA');
    expect(await counters(db, sale.scheduleId)).toBe('2/2/0 AVAILABLE');
    expect(await reservationStatuses(db, fan)).toEqual(['CANCELED', 'HELD']);
    await held(db, sale, await newVisit(db, sale), [1]);
  });

  test('the same number again gives the same hold again', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    const rest = await kept(fan, [0]);
    expect(await kept(fan, [0])).toEqual(rest);
  });

  test('the rest is what is paid for', async () => {
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0, 1]);
    await kept(fan, [1]);
    expect(await payReservation(db, { ...fan, holdNumber: 2, paymentKey: sha256('k') })).toMatchObject({
      outcome: 'PAID',
      amount: PRICE,
    });
    expect(await seatStatuses(db, sale)).toBe('ARAA');
  });

  test('after the deadline, or without a hold, is HOLD_EXPIRED and changes nothing', async () => {
    const fan = await newVisit(db, sale);
    expect(await keep(fan, [0])).toEqual(NOTHING_LEFT);
    await held(db, sale, fan, [0, 1], { holdNumber: 3 });
    await letPass(db, fan, HOLD_MS);
    expect(await keep(fan, [0], 4)).toEqual(NOTHING_LEFT);
    expect(await seatStatuses(db, sale)).toBe('HHAA');
    expect(await reservationStatuses(db, fan)).toEqual(['HELD']);
  });

  test('seats that the hold has not are INVALID_TRANSITION, free as they may be: no hold grows without a new deadline', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    expect(await keep(fan, [0, 2])).toEqual({ outcome: 'INVALID_TRANSITION', seatIds: [] });
    expect(await seatStatuses(db, sale)).toBe('HHAA');
  });

  test('after a release through its number it gets nothing', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    await releaseHold(db, { ...fan, holdNumber: 2, lastHoldEnd: 'EXPIRED' });
    expect(await keep(fan, [0])).toEqual({ outcome: 'INVALID_TRANSITION', seatIds: [] });
    expect(await seatStatuses(db, sale)).toBe('AAAA');
  });

  test('of an extended hold stays extended: extending the rest again changes nothing', async () => {
    const fan = await newVisit(db, sale);
    const first = await held(db, sale, fan, [0, 1]);
    await extend(fan, 1);
    const rest = await kept(fan, [0]);
    expect(rest.expiresAt).toBe(first.expiresAt + EXTENSION_SECONDS * 1000);
    expect(await extend(fan, 2)).toMatchObject({ outcome: 'EXTENDED', hold: rest });
  });

  test('is no way round the cap: it counts from when the first of the seats was held', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0, 1]);
    await letPass(db, fan, 200_000);
    const rest = await kept(fan, [0]);
    expect(await extendHold(db, { ...fan, holdNumber: 2, holdCapMs: HOLD_MS + 1_000 })).toMatchObject({
      outcome: 'EXTENDED',
      hold: { expiresAt: rest.expiresAt + 1_000 },
    });
  });
});
