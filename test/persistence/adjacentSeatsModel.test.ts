import fc from 'fast-check';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { best, createSale, held, newVisit, seatNumbers } from './sale';

const RUNS = 150;

interface PlanSeat {
  seatNumber: string;
  row: string;
  number: number;
  seatType: string;
  state: 'free' | 'sold' | 'own';
}

const seat = fc.record({
  gap: fc.constantFrom(0, 0, 0, 0, 1),
  seatType: fc.constantFrom('R', 'S', 'S'),
  state: fc.constantFrom<PlanSeat['state'][]>('free', 'free', 'free', 'sold', 'own'),
});
const plan = fc
  .array(fc.array(seat, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 })
  .map((rows) =>
    rows.flatMap((seats, index) => {
      let number = 0;
      return seats.map(({ gap, seatType, state }): PlanSeat => {
        number += 1 + gap;
        const row = 'CAB'[index]!;
        return { seatNumber: `${row}${number}`, row, number, seatType, state };
      });
    }),
  );

const neighbours = (one: PlanSeat, other: PlanSeat) =>
  one.row === other.row && Math.abs(one.number - other.number) === 1;

/** How many groups of neighbours the seats make; they are in the order of the plan. */
function runs(seats: PlanSeat[]): number {
  return seats.filter((one, index) => index === 0 || !neighbours(seats[index - 1]!, one)).length;
}

function alone(seats: PlanSeat[]): number {
  return seats.filter((one) => !seats.some((other) => neighbours(one, other))).length;
}

function choices(seats: PlanSeat[], count: number): PlanSeat[][] {
  if (count === 0) return [[]];
  return seats.flatMap((one, index) =>
    choices(seats.slice(index + 1), count - 1).map((others) => [one, ...others]),
  );
}

/** The rules, by looking at every choice there is: those that are right, or none where the answer is a refusal. */
function rightChoices(free: PlanSeat[], count: number, grade: string | undefined): PlanSeat[][] {
  const wanted = free.filter(({ seatType }) => grade === undefined || seatType === grade);
  const all = choices(wanted, count);
  const fewest = Math.min(...all.map(runs));
  const inFewest = all.filter((choice) => runs(choice) === fewest);
  if (fewest > 1) return inFewest;
  const leaves = (choice: PlanSeat[]) => {
    const chosen = new Set(choice);
    const lone = free.filter(
      (one) => !free.some((other) => neighbours(one, other)) && !chosen.has(one),
    ).length;
    return alone(free.filter((one) => !chosen.has(one))) - lone;
  };
  const best = inFewest.find((choice) => leaves(choice) === 0) ?? inFewest[0];
  return best === undefined ? [] : [best];
}

describe('best available against its rules on paper', () => {
  let database: TestDatabase;
  let db: SqlClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
  });
  afterAll(() => database.close());

  test('every choice on a small plan is one the rules allow, and a refusal means there is none', async () => {
    await fc.assert(
      fc.asyncProperty(
        plan,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(undefined, 'R', 'S'),
        async (seats, count, grade) => {
          const sale = await createSale(db, { plan: seats, grades: ['R', 'S'] });
          const places = (state: PlanSeat['state']) =>
            seats.flatMap((one, place) => (one.state === state ? [place] : []));
          await db.query(`UPDATE seats SET status = 'RESERVED' WHERE id = ANY ($1::bigint[])`, [
            places('sold').map((place) => sale.seatIds[place]),
          ]);
          await db.query('UPDATE schedules SET available_seats = $2, reserved_seats = $3 WHERE id = $1', [
            sale.scheduleId,
            seats.length - places('sold').length,
            places('sold').length,
          ]);
          const fan = await newVisit(db, sale);
          if (places('own').length > 0) await held(db, sale, fan, places('own'), { maxSeats: 21 });

          const answer = await best(db, sale, fan, grade === undefined ? { count } : { count, grade }, {
            holdNumber: 2,
          });

          const right = rightChoices(
            seats.filter(({ state }) => state !== 'sold'),
            count,
            grade,
          ).map((choice) => choice.map(({ seatNumber }) => seatNumber).join(' '));
          if (right.length === 0) expect(answer.outcome).not.toBe('HELD');
          else expect(right).toContain(seatNumbers(answer));
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});
