import { once } from 'node:events';
import type Redis from 'ioredis';
import { limitKey } from '../../src/queue/keys';
import { createRedis } from '../../src/queue/redis';
import { createSharedCounts } from '../../src/queue/sharedCounts';
import { createTestRedis } from '../support/testRedis';

const onError = jest.fn();
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let redis: Redis;
beforeAll(async () => {
  testRedis = await createTestRedis();
});
beforeEach(async () => {
  onError.mockClear();
  redis = createRedis(testRedis.url, () => undefined);
  await redis.connect();
});
afterEach(() => redis.disconnect());
afterAll(() => testRedis.close());

test('a counter is what all have added, and ends by itself with its window', async () => {
  const [one, two] = [createSharedCounts(redis, onError), createSharedCounts(redis, onError)];
  const key = limitKey('user', 'a-fan', 7);
  expect(await one.add([{ key, by: 5, keepMs: 60_000 }])).toEqual([5]);
  const other = limitKey('user', 'another', 7);
  expect(
    await two.add([
      { key, by: 2, keepMs: 60_000 },
      { key: other, by: 1, keepMs: 60_000 },
    ]),
  ).toEqual([7, 1]);
  for (const counter of [key, other]) {
    const left = await redis.pttl(counter);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
  }
});

test('while Redis is away nothing is counted and nothing is thrown', async () => {
  const counts = createSharedCounts(redis, onError);
  const ended = once(redis, 'end');
  redis.disconnect();
  await ended;
  expect(counts.available()).toBe(false);
  expect(await counts.add([{ key: 'limit:x', by: 1, keepMs: 1_000 }])).toBeNull();
});

test('a Redis that hangs is waited for once, and then left alone for a second', async () => {
  const counts = createSharedCounts(redis, onError);
  const control = createRedis(testRedis.url, () => undefined);
  await control.connect();
  const pipeline = jest
    .spyOn(redis, 'pipeline')
    .mockImplementation(
      () => ({ 'limit:count': () => undefined, exec: () => new Promise(() => undefined) }) as never,
    );
  const one = { key: 'limit:y', by: 1, keepMs: 1_000 };
  expect(await counts.add([one])).toBeNull();
  expect(counts.available()).toBe(false);
  expect(await counts.add([one])).toBeNull();
  expect(pipeline).toHaveBeenCalledTimes(1);
  expect(onError).toHaveBeenCalledTimes(1);
  pipeline.mockRestore();
  while (!counts.available()) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await counts.add([one])).toEqual([1]);
  control.disconnect();
});
