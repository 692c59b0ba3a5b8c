import { setTimeout as pause } from 'node:timers/promises';
import Redis from 'ioredis';
import { API_SERVING } from '../../src/queue/keys';
import { keepServing, servingSince } from '../../src/queue/serving';
import { createTestRedis } from '../support/testRedis';

let redis: Redis;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestRedis();
  redis = new Redis(database.url);
  close = () => database.close();
});
afterAll(async () => {
  redis.disconnect();
  await close();
});
beforeEach(() => redis.flushdb());

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

const answers = (): Promise<void> => Promise.resolve();
const fail = (error: Error): never => {
  throw error;
};
/** One process of the API, once its first beat has been written. */
async function serve(): Promise<void> {
  stops.push(keepServing(redis, answers, fail).stop);
  while ((await redis.pttl(API_SERVING)) < 14_000) await pause(5);
}

describe('since when the API serves', () => {
  test('is known from the first process on', async () => {
    expect(await servingSince(redis)).toBeNull();
    await serve();
    expect(Math.abs((await servingSince(redis))! - Date.now())).toBeLessThan(5_000);
  });

  test('stays the same when a second process comes, and is known for longer', async () => {
    await redis.set(API_SERVING, 12_345, 'PX', 3_000);
    await serve();
    expect(await servingSince(redis)).toBe(12_345);
    expect(await redis.pttl(API_SERVING)).toBeGreaterThan(13_000);
  });

  test('outlives the end of one process by some seconds: another may serve', async () => {
    await serve();
    stops.pop()!();
    expect(await servingSince(redis)).not.toBeNull();
    expect(await redis.pttl(API_SERVING)).toBeLessThanOrEqual(15_000);
  });

  test('is not told by a process that can only answer with errors', async () => {
    const errors: Error[] = [];
    const unable = (): Promise<never> => Promise.reject(new Error('PostgreSQL is away'));
    stops.push(keepServing(redis, unable, (error) => errors.push(error)).stop);
    while (errors.length === 0) await pause(5);
    expect(await servingSince(redis)).toBeNull();
  });

  test('a beat that fails is told, and ends nothing', async () => {
    const lost = redis.duplicate({ lazyConnect: true });
    lost.disconnect();
    const errors: Error[] = [];
    stops.push(keepServing(lost, answers, (error) => errors.push(error)).stop);
    while (errors.length === 0) await pause(5);
    expect(errors[0]).toBeInstanceOf(Error);
  });
});
