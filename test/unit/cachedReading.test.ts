import { createCachedReading } from '../../src/metrics/cachedReading';

const KEEP_MS = 5_000;
const WITHIN_MS = 1_000;

describe('a reading for many scrapers', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function reading(read: () => Promise<number>) {
    const errors: unknown[] = [];
    const asked = jest.fn(read);
    const latest = createCachedReading({
      ...{ read: asked, keepMs: KEEP_MS, withinMs: WITHIN_MS },
      onError: (error) => errors.push(error),
    });
    return { latest, asked, errors };
  }

  test('is made once for all who ask at once, and kept for a while', async () => {
    let value = 0;
    const { latest, asked } = reading(() => Promise.resolve((value += 1)));
    expect(await Promise.all([latest(), latest(), latest()])).toEqual([1, 1, 1]);
    jest.advanceTimersByTime(KEEP_MS - 1);
    expect(await latest()).toBe(1);
    jest.advanceTimersByTime(1);
    expect(await latest()).toBe(2);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  test('that hangs keeps nobody waiting, is not begun again, and is had once it is there', async () => {
    let answer: (value: number) => void = () => undefined;
    const { latest, asked } = reading(() => new Promise((resolve) => (answer = resolve)));
    const first = latest();
    jest.advanceTimersByTime(WITHIN_MS);
    expect(await first).toBeUndefined();
    const second = latest();
    jest.advanceTimersByTime(WITHIN_MS);
    expect(await second).toBeUndefined();
    expect(asked).toHaveBeenCalledTimes(1);
    answer(7);
    expect(await latest()).toBe(7);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('that fails is told of and is nothing, not what was read before', async () => {
    let fails = false;
    const { latest, errors } = reading(() =>
      fails ? Promise.reject(new Error('away')) : Promise.resolve(1),
    );
    expect(await latest()).toBe(1);
    fails = true;
    jest.advanceTimersByTime(KEEP_MS);
    expect(await latest()).toBeUndefined();
    expect(errors).toEqual([new Error('away')]);
    fails = false;
    expect(await latest()).toBe(1);
  });
});
