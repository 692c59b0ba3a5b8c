import { setTimeout as pause } from 'node:timers/promises';
import { createPollWheel } from '../../bench/onsale/pollWheel';
import { createWishes } from '../../bench/onsale/wishes';

describe('fans of the on-sale benchmark', () => {
  test.each([
    [100, 10, 2],
    [500, 10, 2],
    [50, 0, 4],
    [40, 50, 50],
    [30, 0, 0],
  ])(
    'of the first %i holds %i percent run out and %i percent are left; later ones are paid for',
    (n, out, left) => {
      const wish = createWishes(n, out, left);
      const first = Array.from({ length: n }, wish);
      const count = (what: string): number => first.filter((one) => one === what).length;
      expect(count('LETS_IT_RUN_OUT')).toBe((n * out) / 100);
      expect(count('LEAVES')).toBe((n * left) / 100);
      expect(Array.from({ length: n }, wish)).toEqual(Array(n).fill('PAYS'));
    },
  );

  test('ask when their time has come, no more at once than may, and again after what they were told', async () => {
    const asked = new Map<number, number>();
    let [underWay, most] = [0, 0];
    const wheel = createPollWheel<number>(async (fan) => {
      most = Math.max(most, ++underWay);
      await pause(5);
      underWay -= 1;
      const times = (asked.get(fan) ?? 0) + 1;
      asked.set(fan, times);
      return times < 3 ? 60 : null;
    }, 4);
    for (let fan = 0; fan < 20; fan++) wheel.add(fan, 10);
    wheel.add(99, 3_600_000);
    while ([...asked.values()].filter((times) => times === 3).length < 20) await pause(10);
    await wheel.stop();
    expect(asked).toEqual(new Map(Array.from({ length: 20 }, (_, fan) => [fan, 3])));
    expect(most).toBe(4);
  });
});
