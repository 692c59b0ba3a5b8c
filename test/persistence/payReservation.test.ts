import type { SqlClient } from '../../src/persistence/sqlClient';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import { walletBalance, walletEntries } from '../../src/persistence/reads/wallet';
import { endSession } from '../../src/persistence/statements/endSession';
import { claimIdempotencyKey } from '../../src/persistence/statements/idempotency';
import { PAYMENT_ROUTE, payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { topUpWallet } from '../../src/persistence/statements/topUpWallet';
import {
  counters,
  held,
  newVisit,
  PRICE,
  reservationStatuses,
  seatStatuses,
  sha256,
  visit,
  useSale,
  type Sale,
} from './sale';

const KEY = sha256('key');

describe('payReservation', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 2 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const balanceOf = (fan: { identity: { userId: string } }) => walletBalance(db, fan.identity.userId);

  test('a payment charges the wallet, confirms the reservation, sells the seats and ends the session', async () => {
    const fan = await newVisit(db, sale, 5 * PRICE);
    const { reservationId } = await held(db, sale, fan, [0, 1]);
    const paid = await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    expect(paid).toEqual({
      outcome: 'PAID',
      paymentId: expect.any(String),
      reservationId,
      amount: 2 * PRICE,
      balance: 3 * PRICE,
    });
    expect(await balanceOf(fan)).toBe(3 * PRICE);
    expect(await walletEntries(db, fan.identity.userId, { limit: 1 })).toMatchObject([
      { type: 'CHARGE', amount: -2 * PRICE, balanceAfter: 3 * PRICE },
    ]);
    expect(await reservationStatuses(db, fan)).toEqual(['CONFIRMED']);
    expect(await seatStatuses(db, sale)).toBe('RR');
    expect(await counters(db, sale.scheduleId)).toBe('0/0/2 SOLD_OUT');
    expect(await findSessionRecord(db, fan.identity.sessionId)).toMatchObject({
      state: 'DONE',
      endReason: 'PAID',
      reservationId,
    });
  });

  test('the same payment key again gives the same answer and charges once', async () => {
    const fan = await newVisit(db, sale, 5 * PRICE);
    await held(db, sale, fan, [0]);
    const first = await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    await topUpWallet(db, { userId: fan.identity.userId, amount: 7, key: sha256('later'), bodyHash: '' });
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY })).toEqual(first);
    expect(await balanceOf(fan)).toBe(4 * PRICE + 7);
  });

  test('too little money is INSUFFICIENT_BALANCE and leaves the hold and the wallet as they were', async () => {
    const fan = await newVisit(db, sale, PRICE - 1);
    await held(db, sale, fan, [0]);
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY })).toEqual({
      outcome: 'INSUFFICIENT_BALANCE',
      balance: PRICE - 1,
      requiredAmount: PRICE,
    });
    expect(await seatStatuses(db, sale)).toBe('HA');
    await topUpWallet(db, { userId: fan.identity.userId, amount: 1, key: sha256('more'), bodyHash: '' });
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY })).toMatchObject({
      balance: 0,
    });
  });

  test('after the deadline a payment is HOLD_EXPIRED, before and after the seats are released', async () => {
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0], { holdMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const pay = () => payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    expect(await pay()).toEqual({ outcome: 'HOLD_EXPIRED' });
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    expect(await pay()).toEqual({ outcome: 'HOLD_EXPIRED' });
    expect(await balanceOf(fan)).toBe(PRICE);
  });

  test('paying without a hold, or after letting it go, is INVALID_TRANSITION', async () => {
    const fan = await newVisit(db, sale, PRICE);
    const pay = (holdNumber: number) => payReservation(db, { ...fan, holdNumber, paymentKey: KEY });
    expect(await pay(1)).toEqual({ outcome: 'INVALID_TRANSITION' });
    await held(db, sale, fan, [0]);
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' });
    expect(await pay(1)).toEqual({ outcome: 'INVALID_TRANSITION' });
    await held(db, sale, fan, [0], { holdNumber: 2 });
    expect(await pay(1)).toEqual({ outcome: 'INVALID_TRANSITION' });
    expect(await pay(3)).toEqual({ outcome: 'INVALID_TRANSITION' });
    expect(await balanceOf(fan)).toBe(PRICE);
  });

  test('a second payment with another key is INVALID_TRANSITION', async () => {
    const fan = await newVisit(db, sale, 5 * PRICE);
    await held(db, sale, fan, [0]);
    await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    const again = await payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('other') });
    expect(again).toEqual({ outcome: 'INVALID_TRANSITION' });
    expect(await balanceOf(fan)).toBe(4 * PRICE);
  });

  test('a key that paid in another session is INVALID_TRANSITION: it does not confirm this one', async () => {
    const fan = await newVisit(db, sale, 5 * PRICE);
    await held(db, sale, fan, [0]);
    await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    const next = visit(sale.concertId, fan.identity.userId);
    await held(db, sale, next, [1]);
    expect(await payReservation(db, { ...next, holdNumber: 1, paymentKey: KEY })).toEqual({
      outcome: 'INVALID_TRANSITION',
    });
    await endSession(db, { ...next, holdNumber: 1, reason: 'FAN_LEFT' });
  });

  test('the idempotency key in progress is completed with the charge, and replays the answer', async () => {
    const fan = await newVisit(db, sale, PRICE);
    const claim = () =>
      claimIdempotencyKey(db, {
        userId: fan.identity.userId,
        route: PAYMENT_ROUTE,
        key: KEY,
        bodyHash: 'b',
        scope: fan.identity.sessionId,
        leaseMs: 10_000,
      });
    await held(db, sale, fan, [0]);
    expect(await claim()).toEqual({ outcome: 'CLAIMED' });
    const { outcome, ...body } = await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY });
    expect(outcome).toBe('PAID');
    expect(await claim()).toEqual({ outcome: 'REPLAY', status: 201, body });
  });

  test('a HELD reservation whose seats are not its own is an error, and nothing is charged', async () => {
    const fan = await newVisit(db, sale, PRICE);
    await held(db, sale, fan, [0]);
    await db.query('UPDATE seats SET hold_number = 9 WHERE id = $1', [sale.seatIds[0]]);
    await expect(payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY })).rejects.toThrow(
      'holds 0 of its 1',
    );
    expect(await balanceOf(fan)).toBe(PRICE);
    await db.query('UPDATE seats SET hold_number = 1 WHERE id = $1', [sale.seatIds[0]]);
  });

  test('a free seat is paid with an empty wallet and still leaves a charge in the ledger', async () => {
    await db.query('UPDATE seats SET price = 0 WHERE schedule_id = $1', [sale.scheduleId]);
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    expect(await payReservation(db, { ...fan, holdNumber: 1, paymentKey: KEY })).toMatchObject({
      outcome: 'PAID',
      amount: 0,
    });
    expect(await walletEntries(db, fan.identity.userId, { limit: 5 })).toHaveLength(1);
  });
});
