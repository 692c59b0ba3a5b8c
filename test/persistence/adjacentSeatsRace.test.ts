import { BEST_AVAILABLE } from '../../src/persistence/functions/bestAvailable.sql';
import { HOLD_WITH_DEADLINE } from '../../src/persistence/functions/holdWithDeadline.sql';
import type { HoldSeatsOutcome } from '../../src/persistence/statements/holdSeats';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { PAUSE, removeGuards } from './guards';
import { best, createSale, expectCleanAudit, hold, newVisit, seatNumbers, type Sale } from './sale';

const FANS = 50;
const ROWS = 20;
const WIDTH = 15;
const PLAN = Array.from({ length: ROWS * WIDTH }, (_, index) => ({
  seatNumber: `R${Math.floor(index / WIDTH)}-${(index % WIDTH) + 1}`,
}));

describe('best available seats at once', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: FANS });
  });
  afterEach(() => database.close());

  /** Everybody keeps what they chose locked for a while before they claim it. */
  async function slowHolds(): Promise<void> {
    await removeGuards(database.dataSource, HOLD_WITH_DEADLINE, [
      [
        '  IF v_earlier.id IS NOT NULL THEN\n    UPDATE',
        `  ${PAUSE}\n  IF v_earlier.id IS NOT NULL THEN\n    UPDATE`,
      ],
    ]);
  }

  async function race(count: (fan: number) => number) {
    const db = database.dataSource;
    const sale = await createSale(db, { plan: PLAN });
    const fans = await Promise.all(Array.from({ length: FANS }, () => newVisit(db, sale)));
    return Promise.allSettled(fans.map((fan, index) => best(db, sale, fan, { count: count(index) })));
  }

  /** The starts of the runs that were held, by row; anything else is an error. */
  function wholeRuns(
    answers: PromiseSettledResult<HoldSeatsOutcome>[],
    count: (fan: number) => number,
  ): number {
    return answers.filter((answer, fan) => {
      if (answer.status === 'rejected') return false;
      const places = seatNumbers(answer.value)
        .split(' ')
        .map((seatNumber) => PLAN.findIndex((seat) => seat.seatNumber === seatNumber));
      const first = places[0]!;
      const last = first + count(fan) - 1;
      return (
        places.length === count(fan) &&
        places.every((place, index) => place === first + index) &&
        Math.floor(first / WIDTH) === Math.floor(last / WIDTH)
      );
    }).length;
  }

  async function deadlocks(): Promise<number> {
    const [found] = await database.dataSource.query<{ deadlocks: number }[]>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    return found!.deadlocks;
  }

  test.each<[string, (fan: number) => number]>([
    ['three seats each', () => 3],
    ['one to four seats each', (fan) => 1 + (fan % 4)],
  ])('fifty fans at once, %s, all get whole runs of their own, without a deadlock', async (_, count) => {
    await slowHolds();
    const answers = await race(count);
    expect(wholeRuns(answers, count)).toBe(FANS);
    expect(await deadlocks()).toBe(0);
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the check that all of a run was locked, fans get parts of runs or errors', async () => {
    await slowHolds();
    await removeGuards(database.dataSource, BEST_AVAILABLE, [["IF v_lost = '{}' THEN", 'IF true THEN']]);
    expect(wholeRuns(await race(() => 3), () => 3)).toBeLessThan(FANS);
  });

  /** Asks for two seats while somebody else has the third seat of the plan locked. */
  async function chooseBesideALock(): Promise<string> {
    const db = database.dataSource;
    const sale: Sale = await createSale(db, { plan: PLAN });
    const fan = await newVisit(db, sale);
    const other = db.createQueryRunner();
    await other.startTransaction();
    try {
      await other.query('SELECT FROM seats WHERE id = $1 FOR NO KEY UPDATE', [sale.seatIds[2]]);
      const waited = new Promise<string>((resolve) => setTimeout(() => resolve('WAITS'), 1_000));
      const chosen = best(db, sale, fan, { count: 3 }).then(seatNumbers);
      const answer = await Promise.race([chosen, waited]);
      await other.rollbackTransaction();
      await chosen;
      return answer;
    } finally {
      await other.release();
    }
  }

  test('a seat that someone is just looking at is passed over without waiting, and leaves no gap behind', async () => {
    expect(await chooseBesideALock()).toBe('R0-4 R0-5 R0-6');
  });

  test('twin: without SKIP LOCKED the choice waits', async () => {
    await removeGuards(database.dataSource, BEST_AVAILABLE, [[' SKIP LOCKED', '']]);
    expect(await chooseBesideALock()).toBe('WAITS');
  });

  test('choices and named holds that cross never meet a deadlock, and nobody gets half', async () => {
    const db = database.dataSource;
    const sale = await createSale(db, { plan: PLAN.slice(0, 2 * WIDTH) });
    const fans = await Promise.all(Array.from({ length: 30 }, () => newVisit(db, sale)));
    for (let round = 1; round <= 5; round += 1) {
      const answers = await Promise.all(
        fans.map((fan, index) =>
          index % 2 === 0
            ? best(db, sale, fan, { count: 1 + (index % 3) }, { holdNumber: round })
            : hold(db, sale, fan, [29 - ((index * 7 + round) % 28), 28 - ((index * 7 + round) % 28)], {
                holdNumber: round,
              }),
        ),
      );
      expect(new Set([...answers.map(({ outcome }) => outcome), 'HELD', 'SEAT_HELD']).size).toBe(2);
      await expectCleanAudit(db);
    }
    expect(await deadlocks()).toBe(0);
  });
});
