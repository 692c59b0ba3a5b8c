import { HOLD_WITH_DEADLINE } from '../../src/persistence/functions/holdWithDeadline.sql';
import { RECORD_SESSION } from '../../src/persistence/functions/recordSession.sql';
import { runAudit } from '../../src/operations/audit';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { removeGuards, removeSeatGuards, tally } from './guards';
import { counters, createSale, expectCleanAudit, held, hold, newVisit, seatStatuses } from './sale';

const FANS = 100;

describe('holds at once', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: 20 });
  });
  afterEach(() => database.close());

  async function race() {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: FANS });
    const fans = await Promise.all(Array.from({ length: FANS }, () => newVisit(db, sale)));
    const answers = await Promise.all(fans.map((fan) => hold(db, sale, fan, [7])));
    return { sale, answers };
  }

  test('of a hundred holds on one seat exactly one is HELD, the others are SEAT_HELD', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { sale, answers } = await race();
      expect(tally(answers)).toEqual({ HELD: 1, SEAT_HELD: FANS - 1 });
      expect(await counters(database.dataSource, sale.scheduleId)).toBe(`${FANS - 1}/1/0 AVAILABLE`);
    }
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the conditional claim, the seat locks and the unique index, several win', async () => {
    const db = database.dataSource;
    await removeSeatGuards(db);
    const { answers } = await race();
    expect(tally(answers).HELD).toBeGreaterThan(1);
    expect((await runAudit(db)).map(({ rule }) => rule)).toContain('seat-has-two-owners');
  });

  test('overlapping holds, swaps and releases in any order never meet a deadlock, and all or nothing holds', async () => {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: 12 });
    const fans = await Promise.all(Array.from({ length: 20 }, () => newVisit(db, sale)));
    const place = (seed: number) => (seed * 7919) % 12;
    for (let round = 1; round <= 15; round += 1) {
      const outcomes = await Promise.all(
        fans.map((fan, index) =>
          (round + index) % 4 === 0
            ? releaseHold(db, { ...fan, holdNumber: round, lastHoldEnd: 'RELEASED' }).then(() => 'RELEASED')
            : hold(
                db,
                sale,
                fan,
                [1, 2, 3].map((step) => place(round * 31 + index * step + step)),
                { holdNumber: round },
              ).then(({ outcome }) => outcome),
        ),
      );
      expect(new Set([...outcomes, 'HELD', 'SEAT_HELD', 'RELEASED']).size).toBe(3);
      await expectCleanAudit(db);
    }
  });

  async function holdAgainstRelease() {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: 20 });
    const fans = await Promise.all(Array.from({ length: 20 }, () => newVisit(db, sale)));
    await Promise.all(
      fans.flatMap((fan, index) => [
        hold(db, sale, fan, [index]),
        releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' }),
      ]),
    );
    return seatStatuses(db, sale);
  }

  test('a hold that meets its own release never keeps the seat, whichever comes first', async () => {
    expect(await holdAgainstRelease()).toBe('A'.repeat(20));
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the lock on the session a hold outlives its release', async () => {
    const db = database.dataSource;
    await removeGuards(db, RECORD_SESSION, [['FOR NO KEY UPDATE', '']]);
    await removeGuards(db, HOLD_WITH_DEADLINE, [
      ['  SELECT * INTO v_earlier', `  PERFORM pg_sleep(0.6);\n  SELECT * INTO v_earlier`],
    ]);
    const sale = await createSale(db, { seats: 1 });
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0]);
    await releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'RELEASED' });
    // The second hold has looked at the session and pauses while its release runs.
    const late = hold(db, sale, fan, [0], { holdNumber: 2 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await releaseHold(db, { ...fan, holdNumber: 2, lastHoldEnd: 'RELEASED' });
    await late;
    expect(await seatStatuses(db, sale)).toBe('H');
  });
});
