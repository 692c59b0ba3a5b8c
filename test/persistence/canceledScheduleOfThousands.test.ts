import { findCanceledSchedule, reservationsToCancel } from '../../src/persistence/reads/canceledSchedule';
import { walletBalance } from '../../src/persistence/reads/wallet';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';
import { notRefunded, sellSeats } from '../support/soldSeats';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { counters, createSale, DAY_MS, expectCleanAudit, PRICE, purchase, type Sale } from './sale';

const SOLD = 2_000;

describe('a cancelled date with thousands of reservations', () => {
  let database: TestDatabase;
  let sale: Sale;
  beforeAll(async () => {
    database = await createTestDatabase();
    sale = await createSale(database.dataSource, { seats: SOLD + 5, startsInMs: DAY_MS / 2 });
    await sellSeats(database.dataSource, sale.scheduleId, SOLD);
    await expectCleanAudit(database.dataSource);
  });
  afterAll(() => database.close());

  test('is paged by id without a gap or a repeat, also while what was read is cancelled, and refunded exactly', async () => {
    const db = database.dataSource;
    const stranger = await purchase(db, await createSale(db), [0]);
    await closeSchedule(db, sale.scheduleId);
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await reservationsToCancel(db, sale.scheduleId, { after, limit: 100 });
      if (page.length === 0) break;
      seen.push(...page.map(({ reservationId }) => reservationId));
      // Two cancellations of each at once: the fan's own, and the operator's.
      for (let first = 0; first < page.length; first += 10) {
        const batch = page.slice(first, first + 10).flatMap((one) => [one, one]);
        const answers = await Promise.all(
          batch.map((one) => cancelReservation(db, { ...one, cutOffMs: DAY_MS })),
        );
        expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['CANCELED']));
      }
      after = seen.at(-1)!;
      const left = SOLD - seen.length;
      expect(await findCanceledSchedule(db, sale.scheduleId)).toMatchObject({
        ...{ left, canceled: seen.length, refunded: seen.length * PRICE, held: 0 },
      });
    }
    expect(new Set(seen).size).toBe(SOLD);
    expect(seen).not.toContain(stranger.reservationId);
    expect(await counters(db, sale.scheduleId)).toBe(`${SOLD + 5}/0/0 CANCELED`);
    await expectCleanAudit(db);
    expect(await notRefunded(db, sale.scheduleId)).toEqual([]);
    expect(await walletBalance(db, stranger.userId)).toBe(0);
  });
});
