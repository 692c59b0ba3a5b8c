import { setTimeout as pause } from 'node:timers/promises';
import { createSeatRush } from '../../src/api/seatRush';

/** Calls that end when they are told to. */
function blockedCalls(waitMs = 60_000) {
  const rush = createSeatRush(waitMs);
  const made: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  return {
    made,
    async run(name: string, ...seatIds: string[]): Promise<boolean> {
      return await rush.run(seatIds, async (waited) => {
        made.push(name);
        await new Promise<void>((resolve, reject) =>
          ends.set(name, (error) => (error ? reject(error) : resolve())),
        );
        return waited;
      });
    },
    async end(name: string, error?: Error): Promise<void> {
      ends.get(name)?.(error);
      await pause(0);
    },
  };
}

describe('holds of the same seats', () => {
  test('wait for the one under way, and are told that they did; those of other seats do not', async () => {
    const { run, made, end } = blockedCalls();
    const first = run('first', 'A1', 'A2');
    const second = run('second', 'A2');
    const elsewhere = run('elsewhere', 'A3');
    const third = run('third', 'A2', 'A3');
    const anySeat = run('any seat');
    await pause(0);
    expect(made).toEqual(['first', 'elsewhere', 'any seat']);
    await end('first');
    await pause(0);
    expect(made).toEqual(['first', 'elsewhere', 'any seat', 'second']);
    await end('elsewhere');
    expect(made).toEqual(['first', 'elsewhere', 'any seat', 'second', 'third']);
    for (const name of ['second', 'third', 'any seat']) await end(name);
    expect(await Promise.all([first, second, third, elsewhere, anySeat])).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('go on together once the one under way has failed, which is told to its own caller only', async () => {
    const { run, made, end } = blockedCalls();
    const failure = new Error('the wallet is empty');
    const first = run('first', 'A1');
    const others = [run('second', 'A1'), run('third', 'A1')];
    await Promise.all([expect(first).rejects.toBe(failure), end('first', failure)]);
    expect(made).toEqual(['first', 'second', 'third']);
    await end('second');
    await end('third');
    expect(await Promise.all(others)).toEqual([true, true]);
  });

  test('wait no longer than they are to: it is no lock', async () => {
    const { run, made, end } = blockedCalls(20);
    const first = run('first', 'A1');
    const second = run('second', 'A1');
    while (made.length < 2) await pause(5);
    await end('second');
    expect(await second).toBe(true);
    await end('first');
    expect(await first).toBe(false);
  });

  test('leave nothing behind: who comes after them waits for nobody', async () => {
    const { run, end } = blockedCalls();
    for (const name of ['first', 'second']) {
      const call = run(name, 'A1');
      await pause(0);
      await end(name);
      expect(await call).toBe(false);
    }
  });
});
