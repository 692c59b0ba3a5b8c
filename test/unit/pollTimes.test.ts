import fc from 'fast-check';
import { pollAfter, pollBeforeSale } from '../../src/api/pollTimes';

const CROWD = 400;
const crowd = (poll: () => number): number[] => Array.from({ length: CROWD }, poll);

/** The part of the crowd that asks within the busiest second. */
function busiest(times: number[]): number {
  const seconds = new Map<number, number>();
  for (const time of times) seconds.set(Math.floor(time), (seconds.get(Math.floor(time)) ?? 0) + 1);
  return Math.max(...seconds.values()) / times.length;
}

const waits = fc.double({ min: 0, max: 100_000, noNaN: true });
const openings = fc.double({ min: 0.001, max: 86_400, noNaN: true });

describe('fans who wait in the line', () => {
  test('ask again after a tenth of the wait, 1 to 30 s, and up to a third more', () => {
    fc.assert(
      fc.property(waits, (wait) => {
        const calm = Math.min(Math.max(wait / 10, 1), 30);
        const times = crowd(() => pollAfter(wait));
        expect(times.every(Number.isInteger)).toBe(true);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(calm);
        expect(Math.max(...times)).toBeLessThanOrEqual(Math.ceil(calm) + calm / 3 + 1);
      }),
    );
  });

  test('ask the less in step the longer they wait', () => {
    fc.assert(
      fc.property(waits, (wait) => {
        const seconds = 1 + Math.min(Math.max(wait / 10, 1), 30) / 3;
        expect(busiest(crowd(() => pollAfter(wait)))).toBeLessThan(1 / seconds + 0.15);
      }),
    );
  });
});

describe('fans who came before the sale', () => {
  const ask = (untilOpening: number, waiting: number): number[] =>
    crowd(() => pollBeforeSale(untilOpening, waiting));

  test('ask well before a minute is over: after that they would be passed over', () => {
    fc.assert(
      fc.property(openings, fc.nat(1_000_000), (untilOpening, waiting) => {
        const times = ask(untilOpening, waiting);
        expect(times.every(Number.isInteger)).toBe(true);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...times)).toBeLessThanOrEqual(45);
      }),
    );
  });

  test('never come together, neither before the opening nor just after it', () => {
    fc.assert(
      fc.property(openings, fc.nat(1_000_000), (untilOpening, waiting) => {
        expect(busiest(ask(untilOpening, waiting))).toBeLessThan(0.4);
      }),
    );
  });

  test('spread over the first seconds after the opening, however they are spread before, and a crowd over more', () => {
    /** Each fan's first poll after the opening, counted from it; they came within the half minute before. */
    const afterOpening = (waiting: number): number[] =>
      crowd(() => {
        let untilOpening = 60 + Math.random() * 30;
        while (untilOpening > 0) untilOpening -= pollBeforeSale(untilOpening, waiting);
        return -untilOpening;
      });
    const few = afterOpening(10);
    const many = afterOpening(100_000);
    for (const times of [few, many]) {
      expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...times)).toBeLessThanOrEqual(11);
    }
    expect(busiest(few)).toBeLessThan(0.4);
    expect(busiest(many)).toBeLessThan(0.25);
  });
});
