import { answerWithin } from '../../src/api/boundedCalls';

const never = () => new Promise<never>(() => undefined);

describe('a call that is bounded in time', () => {
  test('answers and fails as it would without a bound', async () => {
    expect(await answerWithin(1_000, 'Temporal', () => Promise.resolve('in time'))).toBe('in time');
    const failure = new Error('refused');
    await expect(answerWithin(1_000, 'Temporal', () => Promise.reject(failure))).rejects.toBe(failure);
  });

  test('is DEPENDENCY_UNAVAILABLE when it does not answer in time, and tells who', async () => {
    const started = performance.now();
    await expect(answerWithin(50, 'The session', never)).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
      detail: expect.stringMatching(/^The session does not answer/) as string,
      members: { retryAfter: 2 },
    });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
