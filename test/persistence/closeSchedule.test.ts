import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { runAudit } from '../../src/operations/audit';
import {
  CHANGE_SCHEDULE_UNLESS_CANCELED,
  PAY_UNLESS_CANCELED,
} from '../../src/persistence/functions/canceledSchedules.sql';
import { findCanceledSchedule, reservationsToCancel } from '../../src/persistence/reads/canceledSchedule';
import { listSchedules } from '../../src/persistence/reads/schedules';
import { seatFigures } from '../../src/persistence/reads/seatFigures';
import { walletBalance } from '../../src/persistence/reads/wallet';
import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { extendHold } from '../../src/persistence/statements/extendHold';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { removeGuards, tally } from './guards';
import {
  addSchedule,
  best,
  counters,
  createSale,
  DAY_MS,
  expectCleanAudit,
  held,
  hold,
  newVisit,
  PRICE,
  purchase,
  sha256,
  type Sale,
  type Visit,
} from './sale';

describe('a date that was cancelled', () => {
  let database: TestDatabase;
  let sale: Sale;
  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: 20 });
    sale = await createSale(database.dataSource, { seats: 20, holdExtensionSeconds: 60 });
  });
  afterEach(() => database.close());

  const db = () => database.dataSource;
  const extend = (fan: Visit) => extendHold(db(), { ...fan, holdNumber: 1, holdCapMs: 900_000 });
  const pay = (fan: Visit, holdNumber = 1) =>
    payReservation(db(), { ...fan, holdNumber, paymentKey: sha256(randomUUID()) });

  test('is neither held, extended nor paid for, and says so', async () => {
    const fan = await newVisit(db(), sale, PRICE);
    await held(db(), sale, fan, [0]);
    const patient = await newVisit(db(), sale);
    await held(db(), sale, patient, [2]);
    expect(await extend(patient)).toMatchObject({ outcome: 'EXTENDED' });
    expect(await closeSchedule(db(), sale.scheduleId)).toEqual({ concertId: sale.concertId });
    expect(await pay(fan)).toEqual({ outcome: 'SCHEDULE_CANCELED' });
    for (const holder of [fan, patient]) {
      expect(await extend(holder)).toEqual({ outcome: 'SCHEDULE_CANCELED' });
    }
    expect(await walletBalance(db(), fan.identity.userId)).toBe(PRICE);
    const late = await newVisit(db(), sale);
    expect(await hold(db(), sale, late, [1])).toEqual({ outcome: 'SCHEDULE_CANCELED', seatIds: [] });
    expect(await best(db(), sale, late, { count: 2 })).toMatchObject({ outcome: 'SCHEDULE_CANCELED' });
    expect(await hold(db(), sale, fan, [1], { holdNumber: 2 })).toMatchObject({
      outcome: 'SCHEDULE_CANCELED',
    });
    for (const holder of [fan, patient]) {
      await releaseHold(db(), { ...holder, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
    }
    expect(await counters(db(), sale.scheduleId)).toBe('20/0/0 CANCELED');
    await expectCleanAudit(db());
  });

  test('closed again it stays as it was closed first; an unknown one is null', async () => {
    await closeSchedule(db(), sale.scheduleId);
    const first = await findCanceledSchedule(db(), sale.scheduleId);
    await closeSchedule(db(), sale.scheduleId);
    expect(await findCanceledSchedule(db(), sale.scheduleId)).toEqual(first);
    expect(first?.canceledAt).toEqual(expect.any(Date));
    for (const id of ['999', 'x', '']) {
      expect(await closeSchedule(db(), id)).toBeNull();
      expect(await findCanceledSchedule(db(), id)).toBeNull();
    }
  });

  test('a hold of it can be swapped for another date', async () => {
    const fan = await newVisit(db(), sale, PRICE);
    await held(db(), sale, fan, [0]);
    const other = await addSchedule(db(), { ...sale, startsInMs: 40 * DAY_MS });
    await closeSchedule(db(), sale.scheduleId);
    await held(db(), other, fan, [3], { holdNumber: 2 });
    expect(await pay(fan, 2)).toMatchObject({ outcome: 'PAID' });
    expect(await counters(db(), sale.scheduleId)).toBe('20/0/0 CANCELED');
    await expectCleanAudit(db());
  });

  test('its reservations are refunded also after the cut-off and the start, once', async () => {
    const soon = await addSchedule(db(), { ...sale, startsInMs: DAY_MS / 2 });
    const { reservationId, userId } = await purchase(db(), soon, [0, 1]);
    const cancel = () => cancelReservation(db(), { reservationId, userId, cutOffMs: DAY_MS });
    expect(await cancel()).toEqual({ outcome: 'INVALID_TRANSITION' });
    await closeSchedule(db(), soon.scheduleId);
    await db().query(`UPDATE schedules SET starts_at = now() - interval '1 hour' WHERE id = $1`, [
      soon.scheduleId,
    ]);
    const first = await cancel();
    expect(first).toEqual({ outcome: 'CANCELED', refunded: 2 * PRICE, balance: 2 * PRICE });
    expect(await cancel()).toEqual(first);
    expect(await counters(db(), soon.scheduleId)).toBe('20/0/0 CANCELED');
    await expectCleanAudit(db());
  });

  test('is listed with its status and no free seat, and not among the available ones', async () => {
    const other = await addSchedule(db(), { ...sale, startsInMs: 40 * DAY_MS });
    await closeSchedule(db(), sale.scheduleId);
    const list = (available: boolean) => listSchedules(db(), sale.concertId, { available, limit: 9 });
    expect(await list(false)).toMatchObject([
      { id: sale.scheduleId, status: 'CANCELED', availableSeats: 0, totalSeats: 20 },
      { id: other.scheduleId, status: 'AVAILABLE', availableSeats: 20 },
    ]);
    expect((await list(true)).map(({ id }) => id)).toEqual([other.scheduleId]);
  });

  test('has no seats for the waiting room: what is left decides whether all is sold or held', async () => {
    const small = await createSale(db(), { seats: 2 });
    const room = async () => {
      const { soldOut, allSeatsHeld } = (await waitingRoomSettings(db(), small.concertId))!;
      return { soldOut, allSeatsHeld, ...(await seatFigures(db(), small.concertId)) };
    };
    const second = await addSchedule(db(), { ...small, startsInMs: 40 * DAY_MS });
    await purchase(db(), second, [0]);
    const fan = await newVisit(db(), small, PRICE);
    await held(db(), second, fan, [1]);
    expect(await room()).toEqual({ soldOut: false, allSeatsHeld: false, available: 2, held: 1, sold: 1 });
    await closeSchedule(db(), small.scheduleId);
    expect(await room()).toEqual({ soldOut: false, allSeatsHeld: true, available: 0, held: 1, sold: 1 });
    await pay(fan);
    expect(await room()).toEqual({ soldOut: true, allSeatsHeld: false, available: 0, held: 0, sold: 2 });
    await closeSchedule(db(), second.scheduleId);
    expect(await room()).toEqual({ soldOut: true, allSeatsHeld: false, available: 0, held: 0, sold: 0 });
  });

  test('a sold-out date is cancelled too, and the audit knows why it is neither sold out nor available', async () => {
    const small = await createSale(db(), { seats: 1 });
    await purchase(db(), small, [0]);
    await closeSchedule(db(), small.scheduleId);
    expect(await counters(db(), small.scheduleId)).toBe('0/0/1 CANCELED');
    await expectCleanAudit(db());
    await db().query('ALTER TABLE schedules DROP CONSTRAINT schedules_canceled_check');
    await db().query(`UPDATE schedules SET status = 'SOLD_OUT' WHERE id = $1`, [small.scheduleId]);
    expect(await runAudit(db())).toMatchObject([{ rule: 'schedule-counters-disagree-with-seats' }]);
  });

  test('what is left is counted, and holds only until they are orphans', async () => {
    const early = await purchase(db(), sale, [0]);
    await cancelReservation(db(), { ...early, cutOffMs: 0 });
    const bought = await purchase(db(), sale, [1, 2]);
    await purchase(db(), sale, [3]);
    const fan = await newVisit(db(), sale);
    await held(db(), sale, fan, [4], { holdMs: 60_000 });
    await closeSchedule(db(), sale.scheduleId);
    expect(await findCanceledSchedule(db(), sale.scheduleId)).toMatchObject({
      ...{ canceled: 0, refunded: 0, left: 2, held: 1 },
      heldForMs: expect.any(Number),
    });
    await cancelReservation(db(), { ...bought, cutOffMs: 0 });
    await db().query(
      `UPDATE reservations SET reserved_at = now() - interval '9 min', expires_at = now() - interval '61 s' WHERE status = 'HELD'`,
    );
    expect(await findCanceledSchedule(db(), sale.scheduleId)).toMatchObject({
      ...{ canceled: 1, refunded: 2 * PRICE, left: 1, held: 0, heldForMs: 0 },
    });
  });

  const FANS = 16;
  const confirmed = async () =>
    (await reservationsToCancel(db(), sale.scheduleId, { after: null, limit: 100 })).map(
      ({ reservationId }) => reservationId,
    );

  /** Fans hold, pay and swap while the date is closed; who is confirmed when it is, and who is in the end. */
  async function sellWhileClosing(closeAfterMs: number) {
    const fans = await Promise.all(
      Array.from({ length: FANS }, async (_, place) => {
        const fan = await newVisit(db(), sale, PRICE);
        if (place % 2 === 0) await held(db(), sale, fan, [place]);
        return fan;
      }),
    );
    const steps = fans.map((fan, place) => (place % 2 === 0 ? pay(fan) : hold(db(), sale, fan, [place])));
    await pause(closeAfterMs);
    await closeSchedule(db(), sale.scheduleId);
    const whenClosed = await confirmed();
    const heldWhenClosed = (await findCanceledSchedule(db(), sale.scheduleId))!.held;
    const answers = await Promise.all(steps);
    const heldInTheEnd = (await findCanceledSchedule(db(), sale.scheduleId))!.held;
    const inTheEnd = await confirmed();
    return {
      answers: tally(answers),
      late: inTheEnd.filter((id) => !whenClosed.includes(id)),
      grown: heldInTheEnd - heldWhenClosed,
    };
  }

  test('once it is closed no hold and no payment is added, whatever had begun before', async () => {
    for (let round = 0; round < 12; round += 1) {
      sale = await createSale(db(), { seats: 20 });
      const { answers, late, grown } = await sellWhileClosing(round * 2);
      expect(late).toEqual([]);
      expect(grown).toBeLessThanOrEqual(0);
      expect(
        Object.keys(answers).filter((outcome) => !['PAID', 'HELD', 'SCHEDULE_CANCELED'].includes(outcome)),
      ).toEqual([]);
    }
    await expectCleanAudit(db());
  });

  /** As the first versions would do it: payments look at the date once, before they wait for anything. */
  async function removeTheGuard(): Promise<void> {
    await removeGuards(db(), PAY_UNLESS_CANCELED, [
      [
        'UPDATE wallets SET balance = balance -',
        'PERFORM pg_sleep(0.3);\n    UPDATE wallets SET balance = balance -',
      ],
    ]);
    await removeGuards(db(), CHANGE_SCHEDULE_UNLESS_CANCELED, [
      ['IF v_canceled_at IS NOT NULL AND (p_available < 0 OR p_reserved > 0) THEN', 'IF false THEN'],
    ]);
  }

  async function cancelPage(): Promise<number> {
    const page = await reservationsToCancel(db(), sale.scheduleId, { after: null, limit: 100 });
    for (const one of page) await cancelReservation(db(), { ...one, cutOffMs: 0 });
    return page.length;
  }

  test('twin: without the guard at its row a payment is added after it was closed, and a single pass leaves it', async () => {
    await removeTheGuard();
    const early = await newVisit(db(), sale, PRICE);
    await held(db(), sale, early, [18]);
    const paying = pay(early);
    await pause(100);
    await closeSchedule(db(), sale.scheduleId);
    await cancelPage();
    expect((await findCanceledSchedule(db(), sale.scheduleId))?.held).toBe(1);
    expect(await paying).toMatchObject({ outcome: 'PAID' });
    expect(await confirmed()).toHaveLength(1);
    // Going round until neither a confirmed nor a held one is left makes up even for that.
    expect(await cancelPage()).toBe(1);
    expect(await findCanceledSchedule(db(), sale.scheduleId)).toMatchObject({ left: 0, held: 0 });
    await expectCleanAudit(db());
  });

  test('with the guard the same payment is refused and not charged', async () => {
    await removeTheGuard();
    await db().query(CHANGE_SCHEDULE_UNLESS_CANCELED);
    const early = await newVisit(db(), sale, PRICE);
    await held(db(), sale, early, [18]);
    const paying = pay(early);
    await pause(100);
    await closeSchedule(db(), sale.scheduleId);
    expect(await paying).toEqual({ outcome: 'SCHEDULE_CANCELED' });
    expect(await walletBalance(db(), early.identity.userId)).toBe(PRICE);
    await expectCleanAudit(db());
  });
});
