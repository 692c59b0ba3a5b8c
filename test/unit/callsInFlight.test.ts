import { createCallsInFlight, type CallKind } from '../../src/api/callsInFlight';
import { Problem } from '../../src/api/problem';

/** Calls that end when they are told to. */
function blockedCalls(settings: { most: number; waitMs: number }) {
  const inFlight = createCallsInFlight(settings);
  const made: string[] = [];
  const ends: (() => void)[] = [];
  function run(kind: CallKind, name: string = kind): Promise<boolean> {
    const call = inFlight.run(kind, async (waitedMs) => {
      made.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return waitedMs > 0;
    });
    // Most tests only look at which calls are made.
    call.catch(() => undefined);
    return call;
  }
  return {
    run,
    /** Names of the calls that were made, once all that can be made are. */
    async made() {
      await new Promise((resolve) => setImmediate(resolve));
      return [...made];
    },
    /** The oldest call under way ends. */
    async end() {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'made',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

describe('calls in flight', () => {
  test('beyond the bound wait for their turn, and are told that they did', async () => {
    const { run, made, end } = blockedCalls({ most: 4, waitMs: 60_000 });
    const calls = ['a', 'b', 'c', 'd'].map((name) => run('BEGIN', name));
    expect(await made()).toEqual(['a', 'b', 'c']);
    await end();
    expect(await made()).toEqual(['a', 'b', 'c', 'd']);
    for (let i = 0; i < 3; i += 1) await end();
    expect(await Promise.all(calls)).toEqual([false, false, false, true]);
  });

  test('that would wait too long are OVERLOADED at once, with when to come back, and not made', async () => {
    const { run, made } = blockedCalls({ most: 4, waitMs: 100 });
    for (let i = 0; i < 5; i += 1) void codeOf(run('BEGIN'));
    expect(await made()).toHaveLength(3);
    const refused = await run('BEGIN').catch((error: unknown) => error as Problem);
    expect(refused).toMatchObject({ code: 'OVERLOADED', members: { retryAfter: 1 } });
    expect(await made()).toHaveLength(3);
  });

  test('that waited too long after all are OVERLOADED, and give their place up', async () => {
    const { run, made, end } = blockedCalls({ most: 1, waitMs: 150 });
    void run('BEGIN', 'first');
    expect(await codeOf(run('BEGIN', 'late'))).toBe('OVERLOADED');
    await end();
    expect(await made()).toEqual(['first']);
    void run('BEGIN', 'next');
    expect(await made()).toEqual(['first', 'next']);
  });

  test('what finishes a visit finds room when what begins one finds none, and goes first', async () => {
    const { run, made, end } = blockedCalls({ most: 4, waitMs: 60_000 });
    for (const name of ['a', 'b', 'c', 'd']) void run('BEGIN', name);
    void run('FINISH', 'paid');
    expect(await made()).toEqual(['a', 'b', 'c', 'paid']);
    void run('FINISH', 'left');
    await end();
    expect(await made()).toEqual(['a', 'b', 'c', 'paid', 'left']);
    await end();
    expect(await made()).toEqual(['a', 'b', 'c', 'paid', 'left']);
    await end();
    expect((await made()).at(-1)).toBe('d');
  });

  test('that fail make room as well', async () => {
    const inFlight = createCallsInFlight({ most: 1, waitMs: 60_000 });
    const failing = () => inFlight.run('BEGIN', () => Promise.reject(new Error('down')));
    for (let i = 0; i < 3; i += 1) await expect(failing()).rejects.toThrow('down');
    expect(await inFlight.run('BEGIN', (waitedMs) => Promise.resolve(waitedMs))).toBe(0);
  });

  test('the slower calls are, the fewer may wait for one', async () => {
    const inFlight = createCallsInFlight({ most: 1, waitMs: 40 });
    const lasting = (ms: number) =>
      inFlight.run('BEGIN', () => new Promise<void>((resolve) => setTimeout(resolve, ms)));
    await lasting(1_000);
    const [first, second] = [lasting(50), lasting(1)];
    expect(await codeOf(second)).toBe('OVERLOADED');
    await first;
  });

  test('are not bounded by 0', async () => {
    const { run, made } = blockedCalls({ most: 0, waitMs: 0 });
    for (let i = 0; i < 500; i += 1) void run('BEGIN');
    expect(await made()).toHaveLength(500);
  });
});
