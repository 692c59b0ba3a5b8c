import { MOST_LIVE_KEYS } from '../../src/persistence/statements/apiKeys';
import { fakeKeyRevocations } from './fakeKeyRevocations';
import { ADMIN_KEY, call, createTestApi, expectProblem, register, type Fan, type TestApi } from './testApi';

const KEYS = '/v1/users/me/api-keys';

describe('API keys', () => {
  let api: TestApi;
  let fan: Fan;
  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(async () => {
    fan = await register(api.app);
  });
  afterAll(() => api.close());

  const list = async (key = fan.key) => (await call(api.app, 'get', KEYS, { key }).expect(200)).body.items;
  const issue = async (key = fan.key) => (await call(api.app, 'post', KEYS, { key }).expect(201)).body;
  const revoke = (id: string, key = fan.key) => call(api.app, 'delete', `${KEYS}/${id}`, { key });
  const admin = (method: 'get' | 'post', what = '', id = fan.id) =>
    call(api.app, method, `/v1/admin/users/${id}/api-keys${what}`, { key: ADMIN_KEY });

  test('the list shows what each key ends with, and no secret', async () => {
    const second = await issue();
    const items = await list();
    expect(items.map(({ lastFour }: { lastFour: string }) => lastFour)).toEqual([
      fan.key.slice(-4),
      second.apiKey.slice(-4),
    ]);
    expect(Object.keys(items[0]).sort()).toEqual(['createdAt', 'id', 'lastFour']);
    const rows = await api.db.query('SELECT * FROM api_keys');
    for (const key of [fan.key, second.apiKey]) expect(JSON.stringify(rows)).not.toContain(key);
  });

  test('a key is replaced without a break: the new one works beside the old one, then the old one is revoked', async () => {
    const fresh = await issue();
    const [old] = await list(fresh.apiKey);
    await call(api.app, 'get', '/v1/wallet', fan).expect(200);
    await revoke(old.id, fresh.apiKey).expect(204);
    expectProblem(await call(api.app, 'get', '/v1/wallet', fan), 401, 'UNAUTHENTICATED');
    await revoke(old.id, fresh.apiKey).expect(204);
    expect(await list(fresh.apiKey)).toHaveLength(1);
  });

  test('the last key that works is not revoked', async () => {
    const [only] = await list();
    expectProblem(await revoke(only.id), 409, 'INVALID_TRANSITION');
  });

  test(`a fan has at most ${MOST_LIVE_KEYS} keys that work, also when 20 are asked for at once; a revoked one makes room`, async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(api.app, 'post', KEYS, fan)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST_LIVE_KEYS - 1);
    expectProblem(
      answers.find(({ status }) => status !== 201)!,
      409,
      'INVALID_TRANSITION',
    );
    const items = await list();
    await revoke(items[1].id).expect(204);
    await issue();
  });

  test("another fan's key is API_KEY_NOT_FOUND, and stays", async () => {
    const other = await register(api.app);
    const [theirs] = await list(other.key);
    expectProblem(await revoke(theirs.id), 404, 'API_KEY_NOT_FOUND');
    expectProblem(await revoke('no-id'), 404, 'API_KEY_NOT_FOUND');
    await call(api.app, 'get', '/v1/wallet', other).expect(200);
  });

  test('an operator revokes all keys of a fan at once, and gives a new one to who has none', async () => {
    const second = await issue();
    await call(api.app, 'get', '/v1/wallet', { key: second.apiKey }).expect(200);
    expect((await admin('get').expect(200)).body.items).toHaveLength(2);
    expect((await admin('post', '/revocation').expect(200)).body).toEqual({ revoked: 2 });
    expect((await admin('post', '/revocation').expect(200)).body).toEqual({ revoked: 0 });
    for (const key of [fan.key, second.apiKey]) {
      expectProblem(await call(api.app, 'get', '/v1/wallet', { key }), 401, 'UNAUTHENTICATED');
    }
    const { body } = await admin('post').expect(201);
    expect((await call(api.app, 'get', '/v1/users/me', { key: body.apiKey }).expect(200)).body.id).toBe(
      fan.id,
    );
    for (let more = 1; more < MOST_LIVE_KEYS; more += 1) await admin('post').expect(201);
    expectProblem(await admin('post'), 409, 'INVALID_TRANSITION');
  });

  test.each(['get', 'post'] as const)(
    'the keys of a fan who is not there are USER_NOT_FOUND (%s)',
    async (method) => {
      const nobody = '018f0000-0000-7000-8000-000000000000';
      expectProblem(await admin(method, '', nobody), 404, 'USER_NOT_FOUND');
      expectProblem(await admin('post', '/revocation', nobody), 404, 'USER_NOT_FOUND');
      expectProblem(await admin(method, '', 'no-id'), 404, 'USER_NOT_FOUND');
    },
  );

  test('a key that is revoked while it is being looked up is not remembered', async () => {
    const keyRevocations = fakeKeyRevocations();
    const raced = await createTestApi({ keyRevocations });
    const mine = await register(raced.app);
    const [{ key_hash: hash }] = (await raced.db.query('SELECT key_hash FROM api_keys')) as [
      { key_hash: string },
    ];
    const query = raced.db.query.bind(raced.db);
    jest.spyOn(raced.db, 'query').mockImplementationOnce(async (...given: Parameters<typeof query>) => {
      const found = await query(...given);
      await keyRevocations.announce([hash]);
      return found;
    });
    expectProblem(await call(raced.app, 'get', '/v1/users/me', mine), 401, 'UNAUTHENTICATED');
    expectProblem(await call(raced.app, 'get', '/v1/users/me', mine), 401, 'UNAUTHENTICATED');
    await raced.close();
  });
});
