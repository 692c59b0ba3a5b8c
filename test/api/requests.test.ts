import { ADMIN_KEY, call, createTestApi, expectProblem, register, type Fan, type TestApi } from './testApi';

const VENUE = {
  ...{ name: 'Hall', address: 'Seoul', timeZone: 'Asia/Seoul' },
  seats: [{ seatNumber: 'A1', area: 'A', seatType: 'VIP' }],
};
const CONCERT = {
  ...{ title: 'A night', description: 'Out', durationMinutes: 120, saleOpensAt: '2026-01-01T00:00:00Z' },
  waitingRoom: { capacity: 10, admissionsPerSecond: 5 },
};
const SCHEDULE = {
  ...{ venueId: '1', startsAt: '2030-05-01T19:00:00Z', endsAt: '2030-05-01T21:00:00Z' },
  prices: { VIP: 1 },
};
const USER = { email: 'somebody@example.org', name: 'Somebody' };
const HOLD = { scheduleId: '1', seatIds: ['1'] };

describe('requests', () => {
  let api: TestApi;
  let fan: Fan & { token: string };

  beforeAll(async () => {
    api = await createTestApi();
    const { id, email, key } = await register(api.app);
    const { body } = await call(api.app, 'post', '/v1/concerts/1/sessions', { key });
    fan = { id, email, key, token: body.token };
  });
  afterAll(() => api.close());

  const send = (method: string, path: string, body: object | string, headers?: Record<string, string>) =>
    call(api.app, method as 'post', path, {
      ...{ body, headers, token: fan.token, idempotencyKey: 'validation' },
      key: path.startsWith('/v1/admin') ? ADMIN_KEY : fan.key,
    });

  test.each<[string, string, object, string[]]>([
    ['post', '/v1/users', {}, ['/email', '/name']],
    ['post', '/v1/users', [], ['the body']],
    ['post', '/v1/users', { ...USER, email: 'nobody' }, ['/email']],
    ['post', '/v1/users', { ...USER, email: `${'x'.repeat(250)}@example.org` }, ['/email']],
    ['post', '/v1/users', { ...USER, email: 7 }, ['/email']],
    ['post', '/v1/users', { ...USER, name: ' \t ' }, ['/name']],
    ['post', '/v1/users', { ...USER, name: 'x'.repeat(101) }, ['/name']],
    ['post', '/v1/users', { ...USER, name: 'a\u0000b' }, ['/name']],
    ['post', '/v1/users', { ...USER, name: 'a\ud800b' }, ['/name']],
    ['post', '/v1/users', { ...USER, admin: true, 'a/b~c': 1 }, ['/admin', '/a~1b~0c']],
    ['post', '/v1/wallet/top-ups', {}, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: -5 }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: 0 }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: 1.5 }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: '100' }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: 1_000_000_001 }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: 1e300 }, ['/amount']],
    ['post', '/v1/wallet/top-ups', { amount: null }, ['/amount']],
    ['put', '/v1/session/hold', {}, ['/scheduleId']],
    ['put', '/v1/session/hold', { scheduleId: '1' }, ['the body']],
    ['put', '/v1/session/hold', { ...HOLD, bestAvailable: { count: 1 } }, ['the body']],
    ['put', '/v1/session/hold', { ...HOLD, seatIds: [] }, ['/seatIds']],
    ['put', '/v1/session/hold', { ...HOLD, seatIds: '1' }, ['/seatIds']],
    ['put', '/v1/session/hold', { ...HOLD, seatIds: ['1', 2] }, ['/seatIds/1']],
    ['put', '/v1/session/hold', { ...HOLD, seatIds: ['1', '1'] }, ['/seatIds']],
    ['put', '/v1/session/hold', { scheduleId: '1', bestAvailable: { count: 0 } }, ['/bestAvailable/count']],
    [
      'put',
      '/v1/session/hold',
      { scheduleId: '1', bestAvailable: { count: 1, row: 3 } },
      ['/bestAvailable/row'],
    ],
    ['post', '/v1/session/payment', { amount: 1 }, ['/amount']],
    ['post', '/v1/concerts/1/sessions', { userId: '1' }, ['/userId']],
    ['post', '/v1/admin/venues', { ...VENUE, timeZone: 'Mars/Olympus' }, ['/timeZone']],
    ['post', '/v1/admin/venues', { ...VENUE, seats: [] }, ['/seats']],
    ['post', '/v1/admin/venues', { ...VENUE, seats: [{}] }, ['/seats/0/seatNumber']],
    [
      'post',
      '/v1/admin/venues',
      { ...VENUE, seats: [...VENUE.seats, ...VENUE.seats] },
      ['/seats/1/seatNumber'],
    ],
    ['post', '/v1/admin/concerts', { ...CONCERT, saleOpensAt: 'tomorrow' }, ['/saleOpensAt']],
    ['post', '/v1/admin/concerts', { ...CONCERT, saleOpensAt: '2026-02-30T00:00:00Z' }, ['/saleOpensAt']],
    [
      'post',
      '/v1/admin/concerts',
      { ...CONCERT, saleOpensAt: '0000-01-01T00:00:00+14:00' },
      ['/saleOpensAt'],
    ],
    ['post', '/v1/admin/concerts', { ...CONCERT, durationMinutes: 0 }, ['/durationMinutes']],
    [
      'post',
      '/v1/admin/concerts',
      { ...CONCERT, waitingRoom: { capacity: 1 } },
      ['/waitingRoom/admissionsPerSecond'],
    ],
    ['post', '/v1/admin/concerts/1/schedules', { ...SCHEDULE, endsAt: SCHEDULE.startsAt }, ['/endsAt']],
    ['post', '/v1/admin/concerts/1/schedules', { ...SCHEDULE, prices: { VIP: 1.5 } }, ['/prices/VIP']],
    ['post', '/v1/admin/concerts/1/schedules', { ...SCHEDULE, prices: { VIP: -1 } }, ['/prices/VIP']],
    ['patch', '/v1/admin/concerts/1/waiting-room', {}, ['the body']],
    ['patch', '/v1/admin/concerts/1/waiting-room', { capacity: -1 }, ['/capacity']],
    ['patch', '/v1/admin/concerts/1/waiting-room', { admissionsPerSecond: 0 }, ['/admissionsPerSecond']],
    ['patch', '/v1/admin/concerts/1/waiting-room', { paused: 'yes' }, ['/paused']],
  ])('%s %s refuses %j and names the field', async (method, path, body, fields) => {
    const refused = await send(method, path, body);
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    const errors = refused.body.errors as { pointer: string; detail: string }[];
    const named = errors.map(({ pointer }) => pointer || 'the body');
    expect(named).toEqual(expect.arrayContaining(fields));
    for (const field of fields) expect(refused.body.detail).toContain(field);
  });

  test('a body with a key __proto__ is refused like any unknown field', async () => {
    const refused = await send(
      'post',
      '/v1/users',
      `{"email":"a@example.org","name":"A","__proto__":{"status":"X"}}`,
    );
    expectProblem(refused, 400, 'VALIDATION_FAILED');
  });

  test.each([
    ['malformed JSON', '{"amount":', {}],
    ['JSON that is no object', '7', {}],
    ['a form', 'amount=5', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['text', '{"amount":5}', { 'Content-Type': 'text/plain' }],
    ['an unknown character set', '{"amount":5}', { 'Content-Type': 'application/json; charset=klingon' }],
    [
      'an unknown encoding',
      '{"amount":5}',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'zip' },
    ],
    ['an absurd depth', `{"amount":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, {}],
  ])('%s as a body is VALIDATION_FAILED', async (_what, body, headers) => {
    expectProblem(await send('post', '/v1/wallet/top-ups', body, headers), 400, 'VALIDATION_FAILED');
  });

  test('a missing body names each field that is missing', async () => {
    const refused = await call(api.app, 'post', '/v1/users');
    expectProblem(refused, 400, 'VALIDATION_FAILED');
  });

  test('a venue that is wrong in 50,000 places is told of the first few', async () => {
    const seats = Array.from({ length: 50_000 }, () => ({}));
    const refused = await send('post', '/v1/admin/venues', { ...VENUE, seats });
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.body.errors).toHaveLength(20);
  });

  test('a body over 100 kB is PAYLOAD_TOO_LARGE; a venue may be large', async () => {
    expectProblem(await send('post', '/v1/users', { name: 'x'.repeat(110_000) }), 413, 'PAYLOAD_TOO_LARGE');
    const seats = Array.from({ length: 5_000 }, (_, n) => ({
      seatNumber: `A${n}`,
      area: 'A',
      seatType: 'VIP',
    }));
    const created = await send('post', '/v1/admin/venues', { ...VENUE, seats }).expect(201);
    expect(created.body.capacity).toBe(5_000);
    expectProblem(
      await send('post', '/v1/admin/venues', { name: 'x'.repeat(6_000_000) }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
  });

  test.each([
    ['/v1/concerts?limit=0', '/query/limit'],
    ['/v1/concerts?limit=101', '/query/limit'],
    ['/v1/concerts?limit=ten', '/query/limit'],
    ['/v1/concerts?limit=1&limit=2', '/query/limit'],
    ['/v1/concerts?page=2', '/query/page'],
    ['/v1/concerts?cursor=nonsense', '/query/cursor'],
    ['/v1/concerts?cursor=', '/query/cursor'],
    [`/v1/concerts?cursor=${Buffer.from('{"id":"x"}').toString('base64url')}`, '/query/cursor'],
    ['/v1/concerts/1/schedules?available=yes', '/query/available'],
    ['/v1/concerts/1/schedules?from=soon', '/query/from'],
    ['/v1/concerts/1?verbose=1', '/query/verbose'],
    ['/v1/reservations?status=LOST', '/query/status'],
    ['/v1/wallet/entries?cursor=e30', '/query/cursor'],
  ])('%s names what is wrong in the query', async (path, pointer) => {
    const refused = await call(api.app, 'get', path, fan);
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
  });

  const absurd = [
    '0',
    '-1',
    '1.5',
    '01',
    'x',
    '9223372036854775808',
    '1e3',
    "1'--",
    '%00',
    '9'.repeat(500),
    '%F0%9F%8E%AB',
  ];

  test.each(absurd)('the absurd id %s in a path is not found', async (id) => {
    for (const path of [
      `/v1/concerts/${id}`,
      `/v1/concerts/${id}/schedules`,
      `/v1/concerts/${id}/waiting-room`,
    ]) {
      expectProblem(await call(api.app, 'get', path), 404, 'CONCERT_NOT_FOUND');
    }
    expectProblem(
      await call(api.app, 'post', `/v1/concerts/${id}/sessions`, { key: fan.key }),
      404,
      'CONCERT_NOT_FOUND',
    );
    expectProblem(await call(api.app, 'get', `/v1/schedules/${id}/seats`, fan), 404, 'SCHEDULE_NOT_FOUND');
    expectProblem(await call(api.app, 'get', `/v1/reservations/${id}`, fan), 404, 'RESERVATION_NOT_FOUND');
    const stats = await call(api.app, 'get', `/v1/admin/concerts/${id}/stats`, { key: ADMIN_KEY });
    expectProblem(stats, 404, 'CONCERT_NOT_FOUND');
  });

  test.each(['/', '/v1', '/v2/concerts', '/v1/concerts/1/nothing', '/v1/concerts/%ff', '/.env'])(
    'the unknown address %s is not found',
    async (path) => {
      expectProblem(await call(api.app, 'get', path), 404, 'ROUTE_NOT_FOUND');
    },
  );

  test('another method than those of a resource is METHOD_NOT_ALLOWED and says which there are', async () => {
    const refused = await call(api.app, 'delete', '/v1/users');
    expectProblem(refused, 405, 'METHOD_NOT_ALLOWED');
    expect(refused.headers.allow).toBe('POST');
    const session = await call(api.app, 'put', '/v1/session');
    expectProblem(session, 405, 'METHOD_NOT_ALLOWED');
    expect(session.headers.allow).toBe('GET, HEAD, DELETE');
  });
});
