import { randomUUID } from 'node:crypto';
import { Problem } from '../../src/api/problem';
import { exampleHold } from './fakeSessions';
import { call, createTestApi, expectProblem, register, visit, type TestApi } from './testApi';

describe('session routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(() => {
    api.sessions.calls.length = 0;
  });
  afterAll(() => api.close());

  test('joining answers 201 with place and token, joining again 200 with the same', async () => {
    const fan = await register(api.app);
    const join = () => call(api.app, 'post', '/v1/concerts/5/sessions', fan);
    const first = await join().expect(201);
    expect(first.body).toEqual({
      sessionId: expect.any(String),
      token: expect.any(String),
      ...{
        state: 'WAITING',
        concertId: '5',
        position: 3,
        ahead: 2,
        estimatedWaitSeconds: 1,
        pollAfterSeconds: 1,
        waitingRoomState: 'OPEN',
      },
      ...{ admittedUntil: null, expiresAt: '2030-01-01T00:00:00.000Z', hold: null, reservationId: null },
    });
    expect((await join().expect(200)).body).toEqual(first.body);
  });

  test('a session is read with its hold, and without its token', async () => {
    const fan = await visit(api);
    const hold = exampleHold();
    api.sessions.put(fan.sessionId, 'HOLDING', hold);
    const { body, headers } = await call(api.app, 'get', '/v1/session', fan).expect(200);
    expect(body).toMatchObject({
      ...{ sessionId: fan.sessionId, state: 'HOLDING', position: null, ahead: 0 },
      admittedUntil: '2030-01-01T00:00:00.000Z',
      hold: {
        reservationId: hold.reservationId,
        scheduleId: '1',
        amount: 2000,
        expiresAt: '2030-01-01T00:00:00.000Z',
      },
    });
    expect(body.hold.seats).toEqual([
      { id: '7', seatNumber: 'A7', area: 'A', grade: 'VIP', price: 2000, status: 'HELD' },
    ]);
    expect(body).not.toHaveProperty('token');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('the final state of a session that is over can still be read', async () => {
    const fan = await visit(api);
    api.sessions.put(fan.sessionId, 'EXPIRED');
    expect((await call(api.app, 'get', '/v1/session', fan).expect(200)).body.state).toBe('EXPIRED');
  });

  test('a hold answers with what is held; both DELETEs answer 204', async () => {
    const fan = await visit(api);
    const body = { scheduleId: '1', seatIds: ['7'] };
    const held = await call(api.app, 'put', '/v1/session/hold', { ...fan, body }).expect(200);
    expect(held.body).toMatchObject({
      reservationId: expect.any(String),
      amount: 2000,
      seats: [{ id: '7' }],
    });
    expect((await call(api.app, 'delete', '/v1/session/hold', fan).expect(204)).text).toBe('');
    expect((await call(api.app, 'delete', '/v1/session', fan).expect(204)).text).toBe('');
    expect(api.sessions.calls).toEqual(['hold', 'releaseHold', 'leave']);
  });

  test('an extension and letting single seats go answer with the hold', async () => {
    const fan = await visit(api);
    const extended = await call(api.app, 'post', '/v1/session/hold/extension', fan).expect(200);
    expect(extended.body).toMatchObject({ amount: 2000, expiresAt: '2030-01-01T00:00:00.000Z' });
    const body = { releaseSeatIds: ['7', '8'] };
    const rest = await call(api.app, 'patch', '/v1/session/hold', { ...fan, body }).expect(200);
    expect(rest.body).toMatchObject({ amount: 2000, seats: [{ id: '7', status: 'HELD' }] });
    expect(api.sessions.calls).toEqual(['extendHold', 'releaseSeats 7 8']);
  });

  test.each([
    ['no seat', { releaseSeatIds: [] }, '/releaseSeatIds'],
    ['a seat twice', { releaseSeatIds: ['7', '7'] }, '/releaseSeatIds'],
    ['more than 100', { releaseSeatIds: Array.from({ length: 101 }, (_, i) => `${i}`) }, '/releaseSeatIds'],
    ['no field', {}, '/releaseSeatIds'],
    ['the seats to keep', { releaseSeatIds: ['7'], seatIds: ['8'] }, '/seatIds'],
  ])('letting go that names %s is refused and names the field', async (_what, body, pointer) => {
    const fan = await visit(api);
    const refused = await call(api.app, 'patch', '/v1/session/hold', { ...fan, body });
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.body.errors).toEqual([expect.objectContaining({ pointer })]);
    expect(api.sessions.calls).toEqual([]);
  });

  test('an extension takes no body: by how much is the concert’s to say', async () => {
    const fan = await visit(api);
    const refused = await call(api.app, 'post', '/v1/session/hold/extension', {
      ...fan,
      body: { seconds: 60 },
    });
    expectProblem(refused, 400, 'VALIDATION_FAILED');
  });

  test('a refusal of the session goes out with its facts', async () => {
    const fan = await visit(api);
    api.sessions.onHold = () =>
      Promise.reject(new Problem('SEAT_HELD', 'Choose others.', { seatIds: ['7'] }));
    const refused = await call(api.app, 'put', '/v1/session/hold', {
      ...fan,
      body: { scheduleId: '1', seatIds: ['7'] },
    });
    expectProblem(refused, 409, 'SEAT_HELD');
    expect(refused.body.seatIds).toEqual(['7']);
  });

  test('ids that nothing can have are not found, without asking the workflow', async () => {
    const fan = await visit(api);
    const hold = (body: object) => call(api.app, 'put', '/v1/session/hold', { ...fan, body });
    const seat = await hold({ scheduleId: '1', seatIds: ['7', 'A7'] });
    expectProblem(seat, 404, 'SEAT_NOT_FOUND');
    expect(seat.body.seatIds).toEqual(['A7']);
    expectProblem(await hold({ scheduleId: randomUUID(), seatIds: ['7'] }), 404, 'SCHEDULE_NOT_FOUND');
    const body = { releaseSeatIds: ['7', 'me@example.org'] };
    const released = await call(api.app, 'patch', '/v1/session/hold', { ...fan, body });
    expectProblem(released, 404, 'SEAT_NOT_FOUND');
    expect(released.body.seatIds).toEqual(['me@example.org']);
    expect(api.sessions.calls).toEqual([]);
    api.sessions.put(fan.sessionId, 'EXPIRED');
    expectProblem(await hold({ scheduleId: '1', seatIds: ['A7'] }), 401, 'QUEUE_TOKEN_EXPIRED');
  });

  test('a busy or silent session is 503 with Retry-After', async () => {
    const fan = await register(api.app);
    for (const code of ['OVERLOADED', 'DEPENDENCY_UNAVAILABLE'] as const) {
      api.sessions.onJoin = () => {
        throw new Problem(code, 'Try again.', code === 'OVERLOADED' ? { retryAfter: 2.4 } : {});
      };
      const refused = await call(api.app, 'post', '/v1/concerts/5/sessions', fan);
      expectProblem(refused, 503, code);
      expect(refused.headers['retry-after']).toBe(code === 'OVERLOADED' ? '3' : '1');
    }
    api.sessions.onJoin = () => undefined;
  });
});
