import { LimitWindow } from '../../src/api/limitWindow';
import type { SharedCounts } from '../../src/queue/sharedCounts';

/** Counters as Redis has them, for several processes. */
function sharedStore() {
  const counters = new Map<string, number>();
  const state = { up: true, calls: 0 };
  const counts: SharedCounts = {
    available: () => state.up,
    add(additions) {
      if (!state.up) return Promise.resolve(null);
      state.calls += 1;
      return Promise.resolve(
        additions.map(({ key, by }) => {
          counters.set(key, (counters.get(key) ?? 0) + by);
          return counters.get(key)!;
        }),
      );
    },
  };
  return { counts, counters, state };
}

const POLICY = { name: 'user', most: 100, windowMs: 10_000 };
const times = (count: number, act: () => unknown): void => {
  for (let i = 0; i < count; i += 1) act();
};

describe('a window of a limit', () => {
  test('counts each caller apart, and from nothing in the next window', () => {
    let now = 20_000;
    const window = new LimitWindow(POLICY, sharedStore().counts, () => now);
    times(3, () => window.take('a'));
    expect(window.take('a')).toEqual({ total: 4, leftMs: 10_000 });
    expect(window.take('b').total).toBe(1);
    now = 29_999;
    expect(window.take('a')).toEqual({ total: 5, leftMs: 1 });
    now = 30_000;
    expect(window.take('a').total).toBe(1);
  });

  test('tells Redis nothing of those who make less than a tenth of what they may', async () => {
    const { counts, state } = sharedStore();
    const window = new LimitWindow(POLICY, counts, () => 0);
    times(9, () => window.take('a'));
    await window.exchange();
    expect(state.calls).toBe(0);
    window.take('a');
    await window.exchange();
    expect(state.calls).toBe(1);
  });

  test('knows of what a caller does at other processes, to a tenth of the limit', async () => {
    const { counts } = sharedStore();
    const [one, two] = [new LimitWindow(POLICY, counts, () => 0), new LimitWindow(POLICY, counts, () => 0)];
    times(60, () => one.take('a'));
    await one.exchange();
    times(30, () => two.take('a'));
    await two.exchange();
    expect(two.take('a').total).toBe(91);
    times(15, () => one.take('a'));
    await one.exchange();
    expect(one.take('a').total).toBeGreaterThan(100);
  });

  test('where it is asked to it counts exactly across processes, from a tenth of the limit on', async () => {
    const { counts } = sharedStore();
    const [one, two] = [new LimitWindow(POLICY, counts, () => 0), new LimitWindow(POLICY, counts, () => 0)];
    for (let turn = 0; turn < 50; turn += 1) {
      await one.takeShared('a');
      await two.takeShared('a');
    }
    expect((await one.takeShared('a')).total).toBe(101);
    expect((await two.takeShared('a')).total).toBeGreaterThan(100);
  });

  test('asks Redis neither below a tenth of the limit nor once a caller is beyond it', async () => {
    const { counts, state } = sharedStore();
    const window = new LimitWindow(POLICY, counts, () => 0);
    for (let i = 0; i < 9; i += 1) await window.takeShared('a');
    expect(state.calls).toBe(0);
    for (let i = 0; i < 121; i += 1) await window.takeShared('a');
    expect(state.calls).toBe(91);
  });

  test('of requests at the same moment those within the limit pass', async () => {
    const { counts } = sharedStore();
    const window = new LimitWindow(POLICY, counts, () => 0);
    const standings = await Promise.all(
      Array.from({ length: 130 }, async () => await window.takeShared('a')),
    );
    expect(standings.filter(({ total }) => total <= POLICY.most)).toHaveLength(100);
  });

  test('tells Redis what it counted while Redis was away', async () => {
    const { counts, counters, state } = sharedStore();
    const window = new LimitWindow(POLICY, counts, () => 0);
    state.up = false;
    for (let i = 0; i < 40; i += 1) await window.takeShared('a');
    state.up = true;
    await window.takeShared('a');
    expect([...counters.values()]).toEqual([41]);
  });

  test('of a small limit every request is counted in Redis', async () => {
    const { counts } = sharedStore();
    const policy = { ...POLICY, most: 3 };
    const [one, two] = [new LimitWindow(policy, counts, () => 0), new LimitWindow(policy, counts, () => 0)];
    await one.takeShared('a');
    expect((await two.takeShared('a')).total).toBe(2);
  });

  test('counts here what Redis cannot, and forgets none of it when Redis has lost its memory', async () => {
    const { counts, counters, state } = sharedStore();
    const window = new LimitWindow(POLICY, counts, () => 0);
    state.up = false;
    for (let i = 0; i < 50; i += 1) await window.takeShared('a');
    expect((await window.takeShared('a')).total).toBe(51);
    state.up = true;
    await window.takeShared('a');
    counters.clear();
    expect((await window.takeShared('a')).total).toBe(53);
  });
});
