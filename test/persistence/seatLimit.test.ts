import { HOLD_WITH_DEADLINE } from '../../src/persistence/functions/holdWithDeadline.sql';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { topUpWallet } from '../../src/persistence/statements/topUpWallet';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { PAUSE, removeGuards, tally } from './guards';
import {
  addSchedule,
  best,
  createFan,
  createSale,
  expectCleanAudit,
  held,
  hold,
  PRICE,
  purchase,
  sha256,
  visit,
  type Sale,
} from './sale';

const LIMIT = 4;

/** One fan has one session at a time. Here there are several, as after a workflow that was terminated from outside. */
describe('the limit of seats across the sessions of a fan', () => {
  let database: TestDatabase;
  let sale: Sale;
  beforeEach(async () => {
    database = await createTestDatabase();
    sale = await createSale(database.dataSource, { seats: 40 });
  });
  afterEach(() => database.close());

  const db = () => database.dataSource;
  const PAUSED: [string, string] = [
    '  IF v_earlier.id IS NOT NULL THEN\n    UPDATE',
    `  ${PAUSE}\n  IF v_earlier.id IS NOT NULL THEN\n    UPDATE`,
  ];

  test('seats that another session of the fan holds count, on every date of the concert, until they are released', async () => {
    const userId = await createFan(db());
    const lost = visit(sale.concertId, userId);
    await held(db(), sale, lost, [0, 1, 2]);
    const other = await addSchedule(db(), { ...sale, startsInMs: 9e8 });
    const next = visit(sale.concertId, userId);
    expect(await hold(db(), other, next, [0, 1])).toEqual({ outcome: 'SEAT_LIMIT_EXCEEDED', seatIds: [] });
    expect(await best(db(), other, next, { count: 2 }, { maxSeats: LIMIT })).toEqual({
      outcome: 'SEAT_LIMIT_EXCEEDED',
      seatIds: [],
    });
    expect(await hold(db(), other, next, [0])).toMatchObject({ outcome: 'HELD' });
    await releaseHold(db(), { ...lost, holdNumber: 1, lastHoldEnd: 'RELEASED' });
    expect(await hold(db(), other, next, [0, 1, 2, 3], { holdNumber: 2 })).toMatchObject({ outcome: 'HELD' });
    await expectCleanAudit(db());
  });

  test('seats of another concert and of another fan do not count', async () => {
    const userId = await createFan(db());
    const elsewhere = await createSale(db());
    await held(db(), elsewhere, visit(elsewhere.concertId, userId), [0, 1, 2, 3]);
    await purchase(db(), sale, [0, 1, 2, 3]);
    expect(await hold(db(), sale, visit(sale.concertId, userId), [4, 5, 6, 7])).toMatchObject({
      outcome: 'HELD',
    });
  });

  test('a hold that nobody released bars its fan until ten seconds past its deadline, when no payment can be under way', async () => {
    const userId = await createFan(db());
    const { reservationId } = await held(db(), sale, visit(sale.concertId, userId), [0, 1, 2, 3]);
    const past = (seconds: number) =>
      db().query(
        `UPDATE reservations SET reserved_at = now() - interval '1 hour',
                expires_at = now() - $2 * interval '1 second' WHERE id = $1`,
        [reservationId, seconds],
      );
    const next = visit(sale.concertId, userId);
    await past(8);
    expect(await hold(db(), sale, next, [4])).toMatchObject({ outcome: 'SEAT_LIMIT_EXCEEDED' });
    await past(11);
    expect(await hold(db(), sale, next, [4])).toMatchObject({ outcome: 'HELD' });
  });

  /** Six fans hold three seats in each of two sessions at once. */
  async function race() {
    const fans = await Promise.all(Array.from({ length: 6 }, () => createFan(db())));
    return Promise.all(
      fans.flatMap((userId, fan) =>
        [0, 3].map((first) =>
          hold(
            db(),
            sale,
            visit(sale.concertId, userId),
            [0, 1, 2].map((seat) => fan * 6 + first + seat),
            { maxSeats: LIMIT },
          ),
        ),
      ),
    );
  }

  test('of two sessions of one fan that hold at once, one is refused with SEAT_LIMIT_EXCEEDED', async () => {
    await removeGuards(db(), HOLD_WITH_DEADLINE, [PAUSED]);
    expect(tally(await race())).toEqual({ HELD: 6, SEAT_LIMIT_EXCEEDED: 6 });
    await expectCleanAudit(db());
  });

  test('twin: without the lock on the wallet both sessions get their seats', async () => {
    await removeGuards(db(), HOLD_WITH_DEADLINE, [
      PAUSED,
      ['PERFORM 1 FROM wallets WHERE user_id = v_session.user_id FOR NO KEY UPDATE;', ''],
    ]);
    expect(tally(await race()).HELD).toBeGreaterThan(6);
  });

  test('whatever the sessions of a fan do at once, the limit holds, and no order of theirs is a deadlock', async () => {
    const userId = await createFan(db(), 1_000 * PRICE);
    for (let round = 0; round < 12; round += 1) {
      const visits = Array.from({ length: 5 }, () => visit(sale.concertId, userId));
      await Promise.all(
        visits.map(async (fan, index) => {
          const places = [0, 1].map((seat) => ((round + index) * 2 + seat) % 40);
          const answer =
            index % 2 === 0
              ? await best(db(), sale, fan, { count: 2 }, { maxSeats: LIMIT })
              : await hold(db(), sale, fan, places, { maxSeats: LIMIT });
          await topUpWallet(db(), { userId, amount: 1, key: sha256(`${round} ${index}`), bodyHash: '' });
          if (answer.outcome !== 'HELD') return;
          const key = sha256(fan.identity.sessionId);
          const [paid] = await Promise.all([
            payReservation(db(), { ...fan, holdNumber: 1, paymentKey: key }),
            index % 2 === 0 ? releaseHold(db(), { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' }) : null,
          ]);
          if (paid.outcome === 'PAID' && round % 2 === 0)
            await cancelReservation(db(), { reservationId: paid.reservationId, userId, cutOffMs: 0 });
        }),
      );
      const [live] = await db().query<{ seats: number }[]>(
        `SELECT count(*)::int AS seats FROM reservations r JOIN reservation_seats rs ON rs.reservation_id = r.id
          WHERE r.user_id = $1 AND r.status IN ('HELD', 'CONFIRMED')`,
        [userId],
      );
      expect(live!.seats).toBeLessThanOrEqual(LIMIT);
    }
    const [found] = await db().query<{ deadlocks: number }[]>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(found!.deadlocks).toBe(0);
    await expectCleanAudit(db());
  });
});
