import { Registry } from 'prom-client';
import { createDependencyHealth } from '../../src/metrics/dependencyHealth';
import { gaugesOf } from '../../src/metrics/gauges';
import { samplesOf, valueOf } from '../support/metricsText';

const never = (): Promise<never> => new Promise(() => undefined);

describe('the health of the parts', () => {
  test('is told of each by itself: one that fails or hangs hides none of the others', async () => {
    const health = createDependencyHealth({
      database: () => Promise.resolve(),
      redis: () => Promise.reject(new Error('away')),
      temporal: never,
    });
    const { database, redis, temporal } = await health.ask();
    expect([database.up, redis.up, temporal.up]).toEqual([true, false, false]);
    expect(temporal.seconds).toBeGreaterThan(1);
  });

  test('of a part that throws at once is that it is down', async () => {
    const throwing = (): never => {
      throw new Error('no connection');
    };
    const health = createDependencyHealth({ database: throwing, redis: throwing, temporal: throwing });
    expect((await health.ask()).redis.up).toBe(false);
  });

  test('is asked once for many scrapes, and has a time for each part', async () => {
    const ping = jest.fn(() => Promise.resolve());
    const health = createDependencyHealth({ database: ping, redis: ping, temporal: ping });
    const texts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const registry = new Registry();
        await health.add(gaugesOf(registry));
        return await registry.metrics();
      }),
    );
    expect(ping).toHaveBeenCalledTimes(3);
    const samples = samplesOf(texts[0]!);
    for (const dependency of ['database', 'redis', 'temporal']) {
      expect(valueOf(samples, 'concert_sessions_dependency_up', { dependency })).toBe(1);
      expect(
        valueOf(samples, 'concert_sessions_dependency_answer_seconds', { dependency }),
      ).toBeGreaterThanOrEqual(0);
    }
  });
});
