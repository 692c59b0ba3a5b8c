import { EXTEND_HOLD } from '../../src/persistence/functions/extendHold.sql';
import { seatMapVersion } from '../../src/persistence/reads/seatMap';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { extendHold, type ExtendHoldOutcome } from '../../src/persistence/statements/extendHold';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { removeGuards } from './guards';
import {
  createSale,
  held,
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

const EXTENSION_MS = 400_000;
const CAP_MS = 900_000;

describe('extendHold', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 4, holdExtensionSeconds: EXTENSION_MS / 1000 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const extend = (fan: Visit, { holdNumber = 1, holdCapMs = CAP_MS } = {}): Promise<ExtendHoldOutcome> =>
    extendHold(db, { ...fan, holdNumber, holdCapMs });

  async function extended(...input: Parameters<typeof extend>) {
    const answer = await extend(...input);
    if (answer.outcome !== 'EXTENDED') throw new Error(answer.outcome);
    return answer;
  }

  async function seatDeadlines(): Promise<(number | undefined)[]> {
    const rows = await db.query<{ at: Date | null }>(
      'SELECT hold_expires_at AS at FROM seats WHERE schedule_id = $1 ORDER BY id',
      [sale.scheduleId],
    );
    return rows.map(({ at }) => at?.getTime());
  }

  test('the deadline of the hold, its seats and its session moves by what the concert allows', async () => {
    const fan = await newVisit(db, sale);
    const before = await held(db, sale, fan, [0, 2]);
    const version = await seatMapVersion(db, sale.scheduleId);
    const { hold } = await extended(fan);
    expect(hold).toEqual({ ...before, expiresAt: before.expiresAt + EXTENSION_MS });
    expect(await seatDeadlines()).toEqual([hold.expiresAt, undefined, hold.expiresAt, undefined]);
    const record = await findSessionRecord(db, fan.identity.sessionId);
    expect(record?.expiresAt?.getTime()).toBe(hold.expiresAt);
    expect(await seatMapVersion(db, sale.scheduleId)).toEqual(version);
    expect(await reservationStatuses(db, fan)).toEqual(['HELD']);
  });

  test('the time left is counted from the answer to the deadline', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await letPass(db, fan, 100_000);
    const { hold, leftMs } = await extended(fan);
    const [row] = await db.query<{ left: number }>(
      `SELECT (extract(epoch FROM to_timestamp($1::double precision / 1000) - clock_timestamp()) * 1000)::float AS left`,
      [hold.expiresAt],
    );
    expect(leftMs).toBeGreaterThanOrEqual(row?.left ?? Infinity);
    expect(leftMs).toBeLessThanOrEqual(HOLD_MS + EXTENSION_MS - 100_000);
  });

  test('extending twice is extending once', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    const first = await extended(fan);
    expect((await extended(fan)).hold).toEqual(first.hold);
    expect(await seatDeadlines()).toEqual([first.hold.expiresAt, undefined, undefined, undefined]);
  });

  test('a hold lasts no longer than the cap, counted from when it began', async () => {
    const fan = await newVisit(db, sale);
    const before = await held(db, sale, fan, [0]);
    const { hold } = await extended(fan, { holdCapMs: HOLD_MS + 60_000 });
    expect(hold.expiresAt).toBe(before.expiresAt + 60_000);
  });

  test('a hold that lasts as long as the cap already is AT_ITS_LONGEST, and stays as it was', async () => {
    const fan = await newVisit(db, sale);
    const before = await held(db, sale, fan, [0]);
    expect(await extend(fan, { holdCapMs: HOLD_MS })).toEqual({ outcome: 'AT_ITS_LONGEST' });
    expect((await seatDeadlines())[0]).toBe(before.expiresAt);
    // It was not the one time that a session has.
    await extended(fan);
  });

  test('a concert that offers no extension answers NOT_OFFERED', async () => {
    const strict = await createSale(db, { seats: 1 });
    const fan = await newVisit(db, strict);
    await held(db, strict, fan, [0]);
    expect(await extend(fan)).toEqual({ outcome: 'NOT_OFFERED' });
  });

  test('another hold of the session after one that was extended is EXTENDED_BEFORE', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await extended(fan);
    const swapped = await held(db, sale, fan, [1], { holdNumber: 2 });
    expect(await extend(fan, { holdNumber: 2 })).toEqual({ outcome: 'EXTENDED_BEFORE' });
    expect((await seatDeadlines())[1]).toBe(swapped.expiresAt);
  });

  test('without a hold, or after it was swapped, let go or paid, it is NO_HOLD', async () => {
    const fan = await newVisit(db, sale, 2 * PRICE);
    expect(await extend(fan)).toEqual({ outcome: 'NO_HOLD' });
    await held(db, sale, fan, [0]);
    await held(db, sale, fan, [1], { holdNumber: 2 });
    expect(await extend(fan)).toEqual({ outcome: 'NO_HOLD' });
    await releaseHold(db, { ...fan, holdNumber: 2, lastHoldEnd: 'RELEASED' });
    expect(await extend(fan, { holdNumber: 2 })).toEqual({ outcome: 'NO_HOLD' });
    await held(db, sale, fan, [1], { holdNumber: 3 });
    await payReservation(db, { ...fan, holdNumber: 3, paymentKey: sha256('k') });
    expect(await extend(fan, { holdNumber: 3 })).toEqual({ outcome: 'NO_HOLD' });
    expect(await seatStatuses(db, sale)).toBe('ARAA');
  });

  test('a payment after the first deadline and before the second is taken', async () => {
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0]);
    await extended(fan);
    await letPass(db, fan, HOLD_MS + 1);
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('k') })).toMatchObject({
      outcome: 'PAID',
    });
  });

  test('after its deadline, released or not, it is HOLD_EXPIRED, also when it was extended', async () => {
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0]);
    await extended(fan);
    await letPass(db, fan, HOLD_MS + EXTENSION_MS);
    expect(await extend(fan)).toEqual({ outcome: 'HOLD_EXPIRED' });
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    expect(await extend(fan)).toEqual({ outcome: 'HOLD_EXPIRED' });
    expect(await seatStatuses(db, sale)).toBe('AAAA');
  });

  test('twin: without its look at the clock a hold that ran out comes back and is paid for', async () => {
    await removeGuards(db, EXTEND_HOLD, [[' OR v_reservation.expires_at <= now()', '']]);
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0]);
    await letPass(db, fan, HOLD_MS);
    expect(await extend(fan)).toMatchObject({ outcome: 'EXTENDED' });
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('k') })).toMatchObject({
      outcome: 'PAID',
    });
  });
});
