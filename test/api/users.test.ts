import { randomUUID } from 'node:crypto';
import { call, createTestApi, expectProblem, type TestApi } from './testApi';

describe('users', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  const registerAs = (email: string, name = 'Fan') =>
    call(api.app, 'post', '/v1/users', { body: { email, name } });

  test('a registered user gets a key, shown once, of which only the hash is stored', async () => {
    const { body } = await registerAs('first@example.org', '  Ada  ').expect(201);
    expect(body).toEqual({
      id: expect.any(String),
      email: 'first@example.org',
      name: 'Ada',
      status: 'ACTIVE',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      apiKey: expect.stringMatching(/^fan_/),
    });
    const { apiKey, ...user } = body;
    const me = await call(api.app, 'get', '/v1/users/me', { key: apiKey }).expect(200);
    expect(me.body).toEqual(user);
    const rows = await api.db.query('SELECT * FROM users WHERE id = $1', [body.id]);
    expect(JSON.stringify(rows)).not.toContain(apiKey);
  });

  test.each([
    ['more than 64 characters before the @', `${'x'.repeat(65)}@example.org`],
    ['a label that ends with a hyphen', 'fan@example-.org'],
    ['a label of more than 63 characters', `fan@${'x'.repeat(64)}.org`],
    ['two dots in a row', 'f..an@example.org'],
    ['no dot after the @', 'fan@example'],
  ])('an address with %s is refused: no mail server takes it', async (_what, email) => {
    const answer = await registerAs(email);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toContainEqual({ pointer: '/email', detail: expect.stringContaining('must') });
  });

  test('an address as long as mail servers take is registered', async () => {
    const email = `${randomUUID().padEnd(64, 'x')}@${'y'.repeat(63)}.example.org`;
    expect((await registerAs(email).expect(201)).body.email).toBe(email);
  });

  test('an address that is registered, whatever its case, is EMAIL_TAKEN', async () => {
    const name = randomUUID();
    await registerAs(`${name}@example.org`).expect(201);
    for (const email of [
      `${name}@example.org`,
      `${name.toUpperCase()}@Example.ORG`,
      ` ${name}@example.org `,
    ]) {
      expectProblem(await registerAs(email), 409, 'EMAIL_TAKEN');
    }
  });

  test('of 20 registrations of one address at once, one succeeds', async () => {
    const email = `${randomUUID()}@example.org`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => registerAs(email)));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  test('neither key, token, name nor address is logged', async () => {
    const email = `${randomUUID()}@example.org`;
    const { body } = await registerAs(email, 'Grace Unmistakable').expect(201);
    await registerAs(email, 'Grace Unmistakable').expect(409);
    await call(api.app, 'get', '/v1/users/me', { key: body.apiKey, token: 'a-queue-token' }).expect(200);
    await call(api.app, 'get', `/v1/reservations?cursor=${body.apiKey}`, { key: body.apiKey }).expect(400);
    const logged = api.log.join('');
    for (const secret of [email, 'Unmistakable', body.apiKey, 'a-queue-token'])
      expect(logged).not.toContain(secret);
    expect(logged).toContain('"route":"/v1/users/me"');
  });
});
