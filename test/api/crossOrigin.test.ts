import { ADMIN_KEY, call, createTestApi, register, SECRETS, type TestApi } from './testApi';

const ORIGIN = 'https://tickets.example';
const settingsWith = (corsOrigins: string[]) => ({
  settings: { adminKeys: [ADMIN_KEY], queueTokenSecrets: SECRETS, currency: 'KRW', corsOrigins },
});

describe('pages of other origins', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi(settingsWith([ORIGIN, 'http://localhost:5173']));
  });
  afterAll(() => api.close());

  const preflight = (app = api.app, origin = ORIGIN) =>
    call(app, 'options' as 'get', '/v1/session/hold', {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'authorization,queue-token,content-type',
      },
    });

  test('that are allowed may send what the API needs', async () => {
    const { status, headers } = await preflight();
    expect([status, headers['access-control-allow-origin']]).toEqual([204, ORIGIN]);
    expect(headers['access-control-allow-methods']).toContain('PUT');
    for (const name of [
      'Authorization',
      'Queue-Token',
      'Idempotency-Key',
      'If-None-Match',
      'Last-Event-ID',
    ]) {
      expect(headers['access-control-allow-headers']).toContain(name);
    }
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(Number(headers['access-control-max-age'])).toBeGreaterThan(0);
  });

  test('may read the headers a client needs, of answers, refusals and what is sent in one go', async () => {
    const fan = await register(api.app);
    const own = { Origin: ORIGIN };
    for (const path of ['/v1/concerts', '/v1/users/me', '/v1/nothing', '/v1/session', '/docs']) {
      const { headers } = await call(api.app, 'get', path, { key: fan.key, headers: own });
      expect([path, headers['access-control-allow-origin']]).toEqual([path, ORIGIN]);
      expect(headers.vary).toContain('Origin');
      for (const name of ['ETag', 'Retry-After', 'RateLimit', 'X-Request-Id', 'Idempotency-Replayed']) {
        expect(headers['access-control-expose-headers']).toContain(name);
      }
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('that are not allowed are told no origin', async () => {
    const { headers } = await preflight(api.app, 'https://elsewhere.example');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('are none at all unless the configuration names some', async () => {
    const closed = await createTestApi();
    const { status, headers } = await preflight(closed.app);
    expect(status).toBe(405);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    await closed.close();
  });

  test('are any where the configuration says *', async () => {
    const open = await createTestApi(settingsWith(['*']));
    expect(
      (await preflight(open.app, 'https://elsewhere.example')).headers['access-control-allow-origin'],
    ).toBe('*');
    await open.close();
  });
});
