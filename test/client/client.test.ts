import { createClient, ProblemError, type ApiClient } from '../../src/client';
import { events, json, problem, startScripted, type Scripted, type ScriptedServer } from './scriptedServer';

const AT_ONCE = { 'Retry-After': '0' };

describe('the typed client', () => {
  let server: ScriptedServer;
  async function answering(...answers: Scripted[]): Promise<ApiClient> {
    server = await startScripted(answers);
    return createClient({ baseUrl: server.baseUrl, key: 'fan_key', token: 'a.token' });
  }
  afterEach(() => server.close());

  const refusalOf = async (answering: Promise<unknown>): Promise<ProblemError> => {
    const error = await answering.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ProblemError);
    return error as ProblemError;
  };
  const calls = (): string[] => server.received.map(({ call }) => call);

  test('sends the credentials, and the parameters where the document says', async () => {
    const client = await answering(json(200, { items: [], nextCursor: null }));
    const params = { path: { concertId: '7' }, query: { available: true, limit: 5 } } as const;
    const { data, status } = await client.GET('/v1/concerts/{concertId}/schedules', { params });

    expect([status, data.items]).toEqual([200, []]);
    expect(calls()).toEqual(['GET /v1/concerts/7/schedules?available=true&limit=5']);
    expect(server.received[0]?.headers).toMatchObject({
      authorization: 'Bearer fan_key',
      'queue-token': 'a.token',
    });
  });

  test('shows nothing of the credentials before when it becomes somebody else', async () => {
    const client = await answering(json(200, {}));
    await client.as({ key: 'other_key' }).GET('/v1/wallet');
    await client.as({}).GET('/v1/concerts');
    const [other, nobody] = server.received.map(({ headers }) => headers);
    expect([other?.authorization, other?.['queue-token']]).toEqual(['Bearer other_key', undefined]);
    expect([nobody?.authorization, nobody?.['queue-token']]).toEqual([undefined, undefined]);
  });

  test('throws a refusal as a ProblemError with its code', async () => {
    const client = await answering(problem(409, 'SEAT_HELD'));
    const body = { scheduleId: '1', seatIds: ['2'] };
    const error = await refusalOf(client.PUT('/v1/session/hold', { body }));
    expect(error).toMatchObject({ status: 409, code: 'SEAT_HELD', call: 'PUT /v1/session/hold' });
    expect(error.problem?.detail).toBe('Do something else.');
    expect(calls()).toHaveLength(1);
  });

  test('throws an answer of something else in front of the API with no code', async () => {
    const client = await answering({ status: 502, headers: { 'Content-Type': 'text/html' }, body: '<html>' });
    expect(await refusalOf(client.GET('/v1/wallet'))).toMatchObject({
      status: 502,
      code: null,
      problem: null,
    });
  });

  test.each(['GET', 'PUT', 'DELETE'] as const)(
    'sends a %s again after 429 and 503 with Retry-After',
    async (method) => {
      const overloaded = problem(503, 'OVERLOADED', AT_ONCE);
      const client = await answering(overloaded, problem(429, 'RATE_LIMITED', AT_ONCE), json(200, {}));
      if (method === 'GET') await client.GET('/v1/session');
      if (method === 'PUT')
        await client.PUT('/v1/session/hold', { body: { scheduleId: '1', seatIds: ['2'] } });
      if (method === 'DELETE') await client.DELETE('/v1/session');
      expect(server.received).toHaveLength(3);
      expect(new Set(server.received.map(({ call, body }) => call + body)).size).toBe(1);
    },
  );

  test('sends a POST with an Idempotency-Key again, with the same key and body', async () => {
    const client = await answering(
      problem(503, 'DEPENDENCY_UNAVAILABLE', AT_ONCE),
      json(201, { balance: 5 }),
    );
    const { data } = await client.POST('/v1/wallet/top-ups', { body: { amount: 5 } });
    expect(data.balance).toBe(5);
    const [first, second] = server.received.map(({ headers, body }) => [headers['idempotency-key'], body]);
    expect(first).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), '{"amount":5}']);
    expect(second).toEqual(first);
  });

  test('uses a new Idempotency-Key for each call, and the one that it is given', async () => {
    const client = await answering(json(201, {}));
    for (const idempotencyKey of [undefined, undefined, 'mine'])
      await client.POST('/v1/session/payment', { idempotencyKey });
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('mine');
  });

  test('never sends a POST without an Idempotency-Key, or a PATCH, twice', async () => {
    const client = await answering(problem(503, 'OVERLOADED', AT_ONCE));
    const params = { path: { concertId: '1' } };
    await refusalOf(client.POST('/v1/concerts/{concertId}/sessions', { params }));
    await refusalOf(client.PATCH('/v1/session/hold', { body: { releaseSeatIds: ['1'] } }));
    expect(calls()).toEqual(['POST /v1/concerts/1/sessions', 'PATCH /v1/session/hold']);
  });

  test('gives up after three repeats, and at once where it would have to wait for long', async () => {
    const client = await answering(problem(503, 'OVERLOADED', AT_ONCE));
    expect(await refusalOf(client.GET('/v1/session'))).toMatchObject({ code: 'OVERLOADED' });
    expect(server.received).toHaveLength(4);
    server.close();

    const patient = await answering(problem(429, 'RATE_LIMITED', { 'Retry-After': '3600' }));
    expect(await refusalOf(patient.GET('/v1/session'))).toMatchObject({ retryAfterSeconds: 3600 });
    expect(server.received).toHaveLength(1);
  });

  test('says which call had no answer from where', async () => {
    const client = await answering(json(200, {}));
    server.close();
    await expect(client.GET('/v1/wallet')).rejects.toThrow(
      `GET /v1/wallet: no answer from ${server.baseUrl}`,
    );
  });

  test('follows a session over cut connections to its end, without telling anything twice', async () => {
    const client = await answering(
      events({ id: '1', data: { state: 'WAITING' } }, { id: '2', data: { state: 'ADMITTED' } }),
      events({ id: '3', data: { state: 'LEFT' } }),
      { status: 204 },
    );
    const states: string[] = [];
    for await (const { state } of client.sessionEvents()) states.push(state);
    expect(states).toEqual(['WAITING', 'ADMITTED', 'LEFT']);
    expect(server.received.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '3']);
    expect(server.received[0]?.headers['queue-token']).toBe('a.token');
  });

  test('ends the events with the refusal when the session is gone', async () => {
    const client = await answering(problem(401, 'QUEUE_TOKEN_EXPIRED'));
    expect(await refusalOf(client.sessionEvents().next())).toMatchObject({ code: 'QUEUE_TOKEN_EXPIRED' });
    expect(server.received).toHaveLength(1);
  });

  test('is checked by the compiler against the document', async () => {
    const client = await answering(json(200, {}));
    // @ts-expect-error -- there is no such path
    await client.GET('/v1/nothing');
    // @ts-expect-error -- the body is missing
    await client.POST('/v1/users');
    // @ts-expect-error -- an amount is a number
    await client.POST('/v1/wallet/top-ups', { body: { amount: '5' } });
    // @ts-expect-error -- the path has an id
    await client.GET('/v1/reservations/{reservationId}');
    expect(calls()).toHaveLength(4);
  });
});
