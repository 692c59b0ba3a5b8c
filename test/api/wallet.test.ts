import { randomUUID } from 'node:crypto';
import { call, createTestApi, expectProblem, register, type Fan, type TestApi } from './testApi';

describe('the wallet', () => {
  let api: TestApi;
  let fan: Fan;
  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(async () => {
    fan = await register(api.app);
  });
  afterAll(() => api.close());

  const topUp = (amount: number, idempotencyKey: string = randomUUID(), { key } = fan) =>
    call(api.app, 'post', '/v1/wallet/top-ups', { key, idempotencyKey, body: { amount } });
  const balance = async (): Promise<number> =>
    (await call(api.app, 'get', '/v1/wallet', fan).expect(200)).body.balance;

  test('begins empty and is filled by top-ups', async () => {
    const empty = await call(api.app, 'get', '/v1/wallet', fan).expect(200);
    expect(empty.body).toEqual({ balance: 0, currency: 'KRW' });
    const { body } = await topUp(5000).expect(201);
    expect(body).toEqual({ id: expect.any(String), amount: 5000, balance: 5000 });
    expect(await balance()).toBe(5000);
  });

  test('is topped up once by 100 requests at once with one key', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 100 }, () => topUp(700, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await balance()).toBe(700);
  });

  test('refuses a key that stood for another amount, and keeps keys of users apart', async () => {
    const key = randomUUID();
    await topUp(100, key).expect(201);
    expectProblem(await topUp(200, key), 422, 'IDEMPOTENCY_KEY_REUSED');
    const neighbour = await register(api.app);
    await topUp(300, key, neighbour).expect(201);
    expect(await balance()).toBe(100);
  });

  test('refuses a top-up without a key, or with one that is too long or not printable', async () => {
    const missing = await call(api.app, 'post', '/v1/wallet/top-ups', { key: fan.key, body: { amount: 1 } });
    for (const refused of [missing, await topUp(1, 'x'.repeat(256)), await topUp(1, 'caf\u00e9')]) {
      expectProblem(refused, 400, 'VALIDATION_FAILED');
      expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/headers/Idempotency-Key' })]);
    }
    await topUp(1, 'x'.repeat(255)).expect(201);
  });

  test('does not use a key up for a body that is not valid', async () => {
    const key = randomUUID();
    expectProblem(await topUp(-1, key), 400, 'VALIDATION_FAILED');
    await topUp(10, key).expect(201);
  });

  test('refuses to hold more than it can count exactly', async () => {
    await api.db.query('UPDATE wallets SET balance = 9007199254740990 WHERE user_id = $1', [fan.id]);
    expectProblem(await topUp(10), 409, 'INVALID_TRANSITION');
  });

  test('pages its ledger, newest first, without gaps or repeats', async () => {
    for (let amount = 1; amount <= 7; amount += 1) await topUp(amount).expect(201);
    const seen: number[] = [];
    let path = '/v1/wallet/entries?limit=3';
    for (let pages = 1; ; pages += 1) {
      const { body } = await call(api.app, 'get', path, fan).expect(200);
      seen.push(...body.items.map((entry: { amount: number }) => entry.amount));
      if (body.nextCursor === null) {
        expect(pages).toBe(3);
        break;
      }
      path = `/v1/wallet/entries?limit=3&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('shows nobody the ledger of another, whatever the cursor', async () => {
    for (let count = 0; count < 3; count += 1) await topUp(5).expect(201);
    const { body } = await call(api.app, 'get', '/v1/wallet/entries?limit=1', fan).expect(200);
    const neighbour = await register(api.app);
    const theirs = await call(
      api.app,
      'get',
      `/v1/wallet/entries?cursor=${body.nextCursor}`,
      neighbour,
    ).expect(200);
    expect(theirs.body).toEqual({ items: [], nextCursor: null });
  });
});
