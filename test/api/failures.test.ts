import { Problem } from '../../src/api/problem';
import { isDependencyFailure } from '../../src/api/dependencyFailure';
import { call, createTestApi, expectProblem, register, type TestApi } from './testApi';

function failing(members: object, message = 'secret words'): Error {
  return Object.assign(new Error(message), members);
}

describe('failures', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(() => {
    api.log.length = 0;
  });
  afterAll(() => api.close());

  const failWith = async (error: unknown) => {
    api.waitingRooms.summary.mockRejectedValueOnce(error);
    return await call(api.app, 'get', '/v1/concerts/1/waiting-room');
  };

  test.each([
    ['a lost connection', failing({ code: '08006' })],
    ['a server that shuts down', failing({ code: '57P01' })],
    ['too many connections', failing({ code: '53300' })],
    ['a statement timeout', failing({ code: '57014' })],
    ['a lock timeout', failing({ driverError: failing({ code: '55P03' }) })],
    ['a refused connection', new AggregateError([failing({ code: 'ECONNREFUSED' })])],
    ['an exhausted pool', new Error('timeout exceeded when trying to connect')],
    ['a connection cut in mid-query', new Error('Connection terminated unexpectedly')],
    ['a silent Redis', new Error('Command timed out')],
  ])('%s is DEPENDENCY_UNAVAILABLE with Retry-After', async (_what, error) => {
    const refused = await failWith(error);
    expectProblem(refused, 503, 'DEPENDENCY_UNAVAILABLE');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['cache-control']).toBe('no-store');
  });

  test.each([
    [failing({ code: '23505' })],
    [failing({ code: '42P01' })],
    [new Error('a bug')],
    ['text'],
    [null],
  ])('%s is nobody’s outage', (error) => {
    expect(isDependencyFailure(error)).toBe(false);
  });

  test('anything unknown is INTERNAL, told to nobody and logged with the request id', async () => {
    const refused = await failWith(new TypeError('the secret of the house'));
    expectProblem(refused, 500, 'INTERNAL');
    expect(refused.text).not.toContain('secret');
    const line = api.log.map((text) => JSON.parse(text)).find(({ msg }) => msg === 'request failed');
    expect(line).toMatchObject({
      requestId: refused.body.requestId,
      err: { name: 'TypeError', message: 'the secret of the house', frames: expect.any(Array) },
    });
  });

  test('a database error is logged without what users sent', async () => {
    const cause = failing({
      code: '23505',
      constraint: 'users_email_key',
      detail: 'Key (email)=(ada@example.org)',
    });
    const error = failing({ driverError: cause, parameters: ['ada@example.org'] }, 'about ada@example.org');
    expectProblem(await failWith(error), 500, 'INTERNAL');
    expect(api.log.join('')).toContain('users_email_key');
    expect(api.log.join('')).not.toContain('ada@example.org');
  });

  test('each request is logged in one line with its id, the pattern of its route, status and duration', async () => {
    const { headers } = await call(api.app, 'get', '/v1/concerts/12345?limit=3', {
      headers: { 'X-Request-Id': 'trace-1' },
    });
    expect(headers['x-request-id']).toBe('trace-1');
    const lines = api.log.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'request');
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ requestId: 'trace-1', method: 'GET', route: '/v1/concerts/:concertId', status: 400 },
        ms: expect.any(Number),
      }),
    ]);
    expect(api.log.join('')).not.toContain('12345');
  });

  test.each([
    ...['a b', 'x'.repeat(129), 'me@example.org', ''],
    ...[`fan_${'a'.repeat(43)}`, `${'a'.repeat(24)}.${'b'.repeat(43)}`],
  ])('the request id %j is replaced by one of ours', async (id) => {
    const { headers } = await call(api.app, 'get', '/healthz', { headers: { 'X-Request-Id': id } });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['a JSON answer', 'get', '/healthz', 200],
    ['a list with an ETag', 'get', '/v1/concerts', 200],
    ['the documentation', 'get', '/docs', 200],
    ['a refusal', 'get', '/v1/wallet', 401],
    ['a call there is not', 'get', '/v1/nothing', 404],
    ['a method there is not', 'put', '/healthz', 405],
  ] as const)(
    '%s carries its id and the headers that keep browsers from doing harm, and names no software',
    async (_what, method, path, status) => {
      const { headers } = await call(api.app, method, path).expect(status);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  test('a key that is known is not looked up again at once, and never answers for another', async () => {
    const fan = await register(api.app);
    const query = jest.spyOn(api.db, 'query');
    for (let count = 0; count < 3; count += 1) await call(api.app, 'get', '/v1/users/me', fan).expect(200);
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
    await call(api.app, 'get', '/v1/users/me', { key: `${fan.key.slice(0, -2)}AA` }).expect(401);
  });
});

describe('health', () => {
  test('an app is ready when all its parts are, and 503 with each part otherwise', async () => {
    let checks: Promise<Record<string, boolean>> = Promise.resolve({ database: true, redis: true });
    const api = await createTestApi({ readiness: () => checks });
    expect((await call(api.app, 'get', '/readyz').expect(200)).body.checks).toEqual({
      database: true,
      redis: true,
    });
    checks = Promise.resolve({ database: true, redis: false });
    const unready = await call(api.app, 'get', '/readyz');
    expectProblem(unready, 503, 'DEPENDENCY_UNAVAILABLE');
    expect(unready.body).toMatchObject({ checks: { database: true, redis: false }, missing: ['redis'] });
    expect(unready.body.detail).toContain('Missing: redis.');
    checks = Promise.reject(new Problem('INTERNAL', 'No.'));
    expectProblem(await call(api.app, 'get', '/readyz'), 503, 'DEPENDENCY_UNAVAILABLE');
    checks = new Promise(() => undefined);
    expectProblem(await call(api.app, 'get', '/readyz'), 503, 'DEPENDENCY_UNAVAILABLE');
    await call(api.app, 'get', '/healthz').expect(200, { status: 'ok' });
    const stopping = await createTestApi({ isDraining: () => true });
    const draining = await call(stopping.app, 'get', '/readyz');
    expectProblem(draining, 503, 'DEPENDENCY_UNAVAILABLE');
    expect(draining.body.draining).toBe(true);
    await call(stopping.app, 'get', '/healthz').expect(200, { status: 'ok' });
    await stopping.close();
    await api.close();
  });
});
