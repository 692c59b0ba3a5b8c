import type { SqlClient } from '../../src/persistence/sqlClient';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { best, createSale, expectCleanAudit, held, newVisit, seatNumbers, type Sale } from './sale';

interface Ask {
  count: number;
  grade?: string;
}

/** Seats of a row by number, such as `row('B', 1, 4)`: B1 B2 B3 B4. */
function row(name: string, from: number, to: number, seat: { area?: string; seatType?: string } = {}) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    seatNumber: `${name}${from + index}`,
    ...seat,
  }));
}

describe('best available seats side by side', () => {
  let database: TestDatabase;
  let db: SqlClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
  });
  afterAll(async () => {
    await expectCleanAudit(db);
    await database.close();
  });

  const hall = (plan: { seatNumber: string; area?: string; seatType?: string }[]) =>
    createSale(db, { plan, grades: ['S', 'R'] });
  const uniform = (names: string[]) => hall(names.map((seatNumber) => ({ seatNumber, seatType: 'S' })));

  /** Another fan takes these, each on its own. */
  async function take(sale: Sale, places: number[]): Promise<void> {
    for (const place of places) await held(db, sale, await newVisit(db, sale), [place]);
  }

  const ask = async (sale: Sale, what: Ask) =>
    seatNumbers(await best(db, sale, await newVisit(db, sale), what));

  test('a run of the length asked for is preferred to earlier seats apart', async () => {
    const sale = await hall([...row('A', 1, 4, { seatType: 'S' }), ...row('B', 1, 4, { seatType: 'S' })]);
    await take(sale, [1]);
    expect(await ask(sale, { count: 3 })).toBe('B1 B2 B3');
    expect(await ask(sale, { count: 2 })).toBe('A3 A4');
  });

  test('a run stays in its row and in its area', async () => {
    const sale = await hall([
      ...row('A', 1, 2, { area: 'Left', seatType: 'S' }),
      ...row('B', 3, 4, { area: 'Left', seatType: 'S' }),
      ...row('B', 5, 6, { area: 'Right', seatType: 'S' }),
      ...row('C', 1, 3, { area: 'Right', seatType: 'S' }),
    ]);
    expect(await ask(sale, { count: 3 })).toBe('C1 C2 C3');
  });

  test('rows come in the order of the plan, not of the alphabet, also where it lists their seats by turns', async () => {
    const sale = await uniform(['Z2', 'B1', 'Z1', 'B2']);
    expect(await ask(sale, { count: 2 })).toBe('Z2 Z1');
    expect(await ask(sale, { count: 2 })).toBe('B1 B2');
  });

  test('seats count by number and not as text: 9 and 10 are neighbours, 1 and 10 are not', async () => {
    const sale = await uniform(['A1', 'A10', 'A9', 'A3']);
    expect(await ask(sale, { count: 2 })).toBe('A10 A9');
  });

  test('no free seat is left alone while one of the runs avoids it', async () => {
    const sale = await hall([...row('A', 1, 3, { seatType: 'S' }), ...row('B', 1, 4, { seatType: 'S' })]);
    expect(await ask(sale, { count: 2 })).toBe('B1 B2');
    expect(await ask(sale, { count: 2 })).toBe('B3 B4');
    expect(await ask(sale, { count: 2 })).toBe('A1 A2');
  });

  test('a single fan gets a seat that is alone already rather than one that leaves its neighbour alone', async () => {
    const sale = await uniform(['A1', 'A2', 'A3', 'A4', 'A5']);
    await take(sale, [2, 3]);
    expect(await ask(sale, { count: 1 })).toBe('A5');
  });

  test('a seat of another grade is not left alone either', async () => {
    const sale = await hall([
      ...row('A', 1, 2, { seatType: 'R' }),
      ...row('A', 3, 3, { seatType: 'S' }),
      ...row('B', 1, 2, { seatType: 'R' }),
    ]);
    expect(await ask(sale, { count: 2, grade: 'R' })).toBe('B1 B2');
  });

  test('nobody is sent further back than 500 runs for the sake of one seat', async () => {
    const threes = Array.from({ length: 260 }, (_, index) =>
      row(`${index}-`, 1, 3, { seatType: 'S' }),
    ).flat();
    const sale = await hall([...threes, ...row('Z', 1, 2, { seatType: 'S' })]);
    expect(await ask(sale, { count: 2 })).toBe('0-1 0-2');
  });

  test('a run has the grade asked for; without one it may cross from grade to grade', async () => {
    const sale = await hall([
      ...row('A', 1, 1, { seatType: 'R' }),
      ...row('A', 2, 4, { seatType: 'S' }),
      ...row('B', 1, 2, { seatType: 'R' }),
    ]);
    expect(await ask(sale, { count: 2, grade: 'R' })).toBe('B1 B2');
    expect(await ask(sale, { count: 2 })).toBe('A1 A2');
  });

  test('without a run of that length the seats come in as few runs as can be', async () => {
    const sale = await uniform(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9']);
    await take(sale, [1, 3, 7]);
    // Free: A1, A3, A5 A6 A7, A9.
    expect(await ask(sale, { count: 4 })).toBe('A1 A5 A6 A7');
    expect(await ask(sale, { count: 3 })).toBe('SEAT_HELD');
    expect(await ask(sale, { count: 2 })).toBe('A3 A9');
  });

  test('seat numbers without digits at the end, and repeated ones, are rows by themselves and still sold', async () => {
    const sale = await uniform(['Box', 'A01', 'A1', 'A2', 'A٣', '12345678901', 'C-7b', '7', '8']);
    expect(await ask(sale, { count: 2 })).toBe('A01 A2');
    expect(await ask(sale, { count: 2 })).toBe('7 8');
    expect(await ask(sale, { count: 5 })).toBe('Box A1 A٣ 12345678901 C-7b');
  });

  test('the seats that the fan holds count as free for a swap, and the run may keep some of them', async () => {
    const sale = await uniform(['A1', 'A2', 'A3', 'A4', 'A5']);
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [1, 2]);
    await take(sale, [0]);
    expect(seatNumbers(await best(db, sale, fan, { count: 4 }, { holdNumber: 2 }))).toBe('A2 A3 A4 A5');
  });

  test('more seats than there are free are refused although the fan holds some', async () => {
    const sale = await uniform(['A1', 'A2', 'A3']);
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [1]);
    await take(sale, [0]);
    expect(seatNumbers(await best(db, sale, fan, { count: 3 }, { holdNumber: 2 }))).toBe('SEAT_HELD');
  });
});
