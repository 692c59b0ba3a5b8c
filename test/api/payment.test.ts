import { randomUUID } from 'node:crypto';
import type { PayResult } from '../../src/contracts/messages';
import { Problem } from '../../src/api/problem';
import { call, createTestApi, expectProblem, visit, type TestApi, type Visitor } from './testApi';

/** The gateway's stand-in charges nobody: as the real payment does, it completes the key together with the charge. */
describe('payment under an Idempotency-Key', () => {
  let api: TestApi;
  let fan: Visitor;
  let paid: PayResult;

  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(async () => {
    fan = await visit(api);
    paid = { paymentId: randomUUID(), reservationId: randomUUID(), amount: 1000, balance: 4000 };
    api.sessions.calls.length = 0;
    api.sessions.onPay = succeed;
  });
  afterAll(() => api.close());

  async function succeed(paymentKey: string): Promise<PayResult> {
    await api.db.query(
      `UPDATE idempotency_keys SET state = 'COMPLETED', response_status = 201, response_body = $3
        WHERE user_id = $1 AND key = $2`,
      [fan.id, paymentKey, JSON.stringify(paid)],
    );
    api.sessions.put(fan.sessionId, 'CONFIRMED');
    return paid;
  }
  const pay = (idempotencyKey: string, visitor = fan) =>
    call(api.app, 'post', '/v1/session/payment', { ...visitor, idempotencyKey });
  const refuse = (problem: Problem): void => {
    api.sessions.onPay = () => Promise.reject(problem);
  };
  const payments = (): number => api.sessions.calls.filter((name) => name === 'pay').length;

  test('is made once, and repeated with the first answer though the session is over', async () => {
    const key = randomUUID();
    const first = await pay(key).expect(201);
    expect(first.body).toEqual(paid);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const again = await pay(key).expect(201);
    expect(again.body).toEqual(paid);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(payments()).toBe(1);
    expectProblem(await pay(randomUUID()), 401, 'QUEUE_TOKEN_EXPIRED');
  });

  test('takes an empty object for a body, as some clients must send one', async () => {
    await call(api.app, 'post', '/v1/session/payment', {
      ...fan,
      idempotencyKey: randomUUID(),
      body: {},
    }).expect(201);
  });

  test('needs a key', async () => {
    expectProblem(await call(api.app, 'post', '/v1/session/payment', fan), 400, 'VALIDATION_FAILED');
    expect(payments()).toBe(0);
  });

  test.each([
    [
      'INSUFFICIENT_BALANCE',
      402,
      { balance: 5, requiredAmount: 1000, expiresAt: '2030-01-01T00:00:00.000Z' },
    ],
    ['HOLD_EXPIRED', 410, {}],
    ['INVALID_TRANSITION', 409, {}],
  ] as const)('keeps the definite refusal %s for the same key', async (code, status, facts) => {
    refuse(new Problem(code, 'Do something else.', facts));
    const key = randomUUID();
    const first = await pay(key);
    expectProblem(first, status, code);
    expect(first.body).toMatchObject(facts);
    api.sessions.onPay = succeed;
    const again = await pay(key);
    expectProblem(again, status, code);
    expect(again.body).toEqual({ ...first.body, requestId: again.body.requestId });
    expect(again.headers['idempotency-replayed']).toBe('true');
    await pay(randomUUID()).expect(201);
  });

  test.each([
    ['NOT_ADMITTED', 403],
    ['QUEUE_TOKEN_EXPIRED', 401],
    ['RATE_LIMITED', 429],
    ['OVERLOADED', 503],
  ] as const)('gives the key back after %s, which came before anything was begun', async (code, status) => {
    refuse(new Problem(code, 'Try again.'));
    const key = randomUUID();
    expectProblem(await pay(key), status, code);
    api.sessions.onPay = succeed;
    await pay(key).expect(201);
  });

  test.each([
    ['the outcome is unknown', () => new Problem('DEPENDENCY_UNAVAILABLE', 'Again.'), 503],
    ['something unforeseen happened', () => new Error('a bug'), 500],
  ] as const)(
    'leaves the key to its lease when %s; after it the same key takes over',
    async (_when, error, status) => {
      api.sessions.onPay = () => Promise.reject(error());
      const key = randomUUID();
      expect((await pay(key)).status).toBe(status);
      api.sessions.onPay = succeed;
      expectProblem(await pay(key), 409, 'IDEMPOTENCY_KEY_IN_USE');
      expectProblem(await pay(randomUUID()), 409, 'INVALID_TRANSITION');
      await api.db.query(
        `UPDATE idempotency_keys SET lease_expires_at = now() - interval '1 s' WHERE user_id = $1`,
        [fan.id],
      );
      await pay(key).expect(201);
      expect(payments()).toBe(2);
    },
  );

  test('at once with one key is made once; the others are told to ask again', async () => {
    api.sessions.onPay = async (key) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return await succeed(key);
    };
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(key)));
    const others = answers.filter(({ status }) => status !== 201);
    others.forEach((answer) => expectProblem(answer, 409, 'IDEMPOTENCY_KEY_IN_USE'));
    expect(payments()).toBe(1);
    expect((await pay(key).expect(201)).body).toEqual(paid);
  });

  test('at once with two keys of one session is made once; the second is INVALID_TRANSITION', async () => {
    api.sessions.onPay = async (key) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return await succeed(key);
    };
    const answers = await Promise.all([pay(randomUUID()), pay(randomUUID())]);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(1);
    refused.forEach((answer) => expectProblem(answer, 409, 'INVALID_TRANSITION'));
    expect(payments()).toBe(1);
  });

  test('with the key of a payment for another session is IDEMPOTENCY_KEY_REUSED', async () => {
    const key = randomUUID();
    await pay(key).expect(201);
    const { body } = await call(api.app, 'post', '/v1/concerts/2/sessions', { key: fan.key }).expect(201);
    api.sessions.put(body.sessionId, 'HOLDING');
    expectProblem(await pay(key, { ...fan, token: body.token }), 422, 'IDEMPOTENCY_KEY_REUSED');
  });
});
