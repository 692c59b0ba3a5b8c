import { createRateLimits, type RateLimitSettings } from '../../src/api/rateLimits';
import { createRedis } from '../../src/queue/redis';
import { createSharedCounts } from '../../src/queue/sharedCounts';
import { createTestRedis } from '../support/testRedis';
import {
  ADMIN_KEY,
  call,
  createTestApi,
  expectProblem,
  register,
  SECRETS,
  visit,
  type TestApi,
} from './testApi';

const NONE: RateLimitSettings = { perAddress: 0, perUser: 0, joins: 0, holds: 0 };
const SETTINGS = { adminKeys: [ADMIN_KEY], queueTokenSecrets: SECRETS, currency: 'KRW' };

let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
beforeAll(async () => {
  testRedis = await createTestRedis();
});
afterAll(() => testRedis.close());
const open: (() => void)[] = [];
const apis: TestApi[] = [];
afterEach(async () => {
  open.splice(0).forEach((end) => end());
  for (const api of apis.splice(0)) await api.close();
});

/** What one API process has: its own counting, and its own connection to the Redis of all. */
async function processLimits(limits: Partial<RateLimitSettings>, trustProxy = false) {
  const redis = createRedis(testRedis.url, () => undefined);
  await redis.connect();
  const rateLimits = createRateLimits(
    { ...NONE, ...limits },
    createSharedCounts(redis, () => undefined),
    trustProxy,
  );
  open.push(() => {
    rateLimits.stop();
    redis.disconnect();
  });
  return { rateLimits, redis };
}
async function limited(limits: Partial<RateLimitSettings>, trustProxy?: number) {
  const { rateLimits, redis } = await processLimits(limits, Boolean(trustProxy));
  const api = await createTestApi({ rateLimits, settings: { ...SETTINGS, trustProxy } });
  apis.push(api);
  return { api, redis };
}
/** Windows begin at the same time for all: none ends within the next half second. */
async function earlyInTheSecond(): Promise<void> {
  while (Date.now() % 1_000 > 400) await new Promise((resolve) => setTimeout(resolve, 20));
}
async function statuses(count: number, send: () => PromiseLike<{ status: number }>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i += 1) found.push((await send()).status);
  return found;
}

describe('limits of requests', () => {
  test('an address that makes too many in a second is RATE_LIMITED until the second is over', async () => {
    const { api } = await limited({ perAddress: 5 });
    const send = () => call(api.app, 'get', '/v1/concerts');
    await earlyInTheSecond();
    expect(await statuses(5, send)).toEqual([200, 200, 200, 200, 200]);
    const refused = await send();
    expectProblem(refused, 429, 'RATE_LIMITED');
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.body).toMatchObject({ retryAfter: 1, limit: 'address' });
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(refused.headers['retry-after'])));
    expect((await send()).status).toBe(200);
  });

  test('each answer says in RateLimit headers what is allowed, what is left and for how long', async () => {
    const { api } = await limited({ perAddress: 500, perUser: 50, joins: 7 });
    const { headers } = await call(api.app, 'get', '/v1/concerts');
    expect(headers['ratelimit-policy']).toBe('"address";q=500;w=1');
    expect(headers.ratelimit).toMatch(/^"address";r=49\d;t=1$/);
    const fan = await register(api.app);
    const joined = await call(api.app, 'post', '/v1/concerts/1/sessions', fan);
    expect(joined.headers['ratelimit-policy']).toBe('"address";q=500;w=1, "user";q=50;w=10, "join";q=7;w=60');
    expect(joined.headers.ratelimit).toMatch(
      /^"address";r=\d+;t=1, "user";r=49;t=([1-9]|10), "join";r=6;t=([1-9]|[1-5]\d|60)$/,
    );
    const refused = await call(api.app, 'get', '/v1/wallet');
    expect(refused.headers.ratelimit).toMatch(/^"address";r=\d+;t=1$/);
  });

  test('guessing keys is limited: the address is looked at before the key', async () => {
    const { api } = await limited({ perAddress: 3 });
    await earlyInTheSecond();
    const guess = () => call(api.app, 'get', '/v1/wallet', { key: `fan_${'x'.repeat(43)}` });
    expect(await statuses(4, guess)).toEqual([401, 401, 401, 429]);
  });

  test('joins and holds have stricter limits of their own, and one user does not use up those of another', async () => {
    const { api } = await limited({ joins: 2, holds: 3 });
    const [fan, other] = [await visit(api), await visit(api)];
    const join = (key: string) => call(api.app, 'post', '/v1/concerts/1/sessions', { key });
    const hold = (method: 'put' | 'delete') =>
      call(api.app, method, '/v1/session/hold', { ...fan, ...(method === 'put' ? { body: {} } : {}) });
    expect((await join(fan.key)).status).toBe(200);
    const refused = await join(fan.key);
    expectProblem(refused, 429, 'RATE_LIMITED');
    expect(refused.body.limit).toBe('join');
    expect((await join(other.key)).status).toBe(200);
    expect(await statuses(4, () => hold('put'))).toEqual([400, 400, 400, 429]);
    expect((await hold('delete')).status).toBe(204);
  });

  test('two processes share a limit: what is used up at one is used up at the other', async () => {
    const { api } = await limited({ joins: 5 });
    const fan = await register(api.app);
    const second = await processLimits({ joins: 5 });
    const other = await createTestApi({ rateLimits: second.rateLimits, db: api.db, settings: SETTINGS });
    apis.push(other);
    const joinAt = (where: TestApi) => call(where.app, 'post', '/v1/concerts/1/sessions', fan);
    const found: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      found.push((await joinAt(api)).status, (await joinAt(other)).status);
    }
    expect(found.filter((status) => status < 300)).toHaveLength(5);
    expect(found.slice(5)).toEqual([429, 429, 429]);
  });

  test('health, readiness and metrics are not limited', async () => {
    const { api } = await limited({ perAddress: 1 });
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect(await statuses(3, () => call(api.app, 'get', path))).toEqual([200, 200, 200]);
      expect((await call(api.app, 'get', path)).headers).not.toHaveProperty('ratelimit');
    }
  });

  test('while Redis is away reads pass, and writes are held to a limit of this process', async () => {
    const { api, redis } = await limited({ perUser: 5, joins: 3 });
    const fan = await register(api.app);
    redis.disconnect();
    expect(await statuses(3, () => call(api.app, 'post', '/v1/concerts/1/sessions', fan))).not.toContain(429);
    expectProblem(await call(api.app, 'post', '/v1/concerts/1/sessions', fan), 429, 'RATE_LIMITED');
    expect(await statuses(20, () => call(api.app, 'get', '/v1/wallet', fan))).not.toContain(429);
    expectProblem(
      await call(api.app, 'post', '/v1/wallet/top-ups', { ...fan, idempotencyKey: 'a', body: { amount: 1 } }),
      429,
      'RATE_LIMITED',
    );
  });

  test('without a proxy of ours nobody is believed who they are for: a made-up address is no way around', async () => {
    const { api } = await limited({ perAddress: 3 });
    await earlyInTheSecond();
    let number = 0;
    const send = () =>
      call(api.app, 'get', '/v1/concerts', { headers: { 'X-Forwarded-For': `10.0.0.${(number += 1)}` } });
    expect(await statuses(4, send)).toEqual([200, 200, 200, 429]);
  });

  test('behind a proxy of ours each address counts apart, by what that proxy says and not by what was sent to it', async () => {
    const { api } = await limited({ perAddress: 2 }, 1);
    await earlyInTheSecond();
    const from = (forwarded: string) => () =>
      call(api.app, 'get', '/v1/concerts', { headers: { 'X-Forwarded-For': forwarded } });
    expect(await statuses(3, from('1.1.1.1, 10.0.0.1'))).toEqual([200, 200, 429]);
    expect((await from('10.0.0.1, 10.0.0.2')()).status).toBe(200);
    expect((await from('2.2.2.2, 10.0.0.1')()).status).toBe(429);
  });

  test('of an IPv6 address the household counts, which has billions of them', async () => {
    const { api } = await limited({ perAddress: 2 }, 1);
    await earlyInTheSecond();
    let number = 0;
    const send = () =>
      call(api.app, 'get', '/v1/concerts', {
        headers: { 'X-Forwarded-For': `2001:db8:1:2::${(number += 1)}` },
      });
    expect(await statuses(3, send)).toEqual([200, 200, 429]);
  });

  test('what is sent in one go with all its headers says it too', async () => {
    const { api } = await limited({ perUser: 50 });
    const fan = await visit(api);
    const { headers } = await call(api.app, 'get', '/v1/session', fan).expect(200);
    expect(headers['ratelimit-policy']).toBe('"user";q=50;w=10');
  });
});
