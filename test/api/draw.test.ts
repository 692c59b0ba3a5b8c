import { createHash } from 'node:crypto';
import { call, createSale, createTestApi, expectProblem, type TestApi } from './testApi';

describe('the draw', () => {
  let api: TestApi;
  let concertId: string;
  let seed: string;
  beforeAll(async () => {
    api = await createTestApi();
    ({ concertId } = await createSale(api.app));
    const rows = await api.db.query<{ seed: string }>('SELECT draw_seed AS seed FROM concerts');
    seed = rows[0]?.seed ?? '';
  });
  afterAll(() => api.close());

  const draw = () => call(api.app, 'get', `/v1/concerts/${concertId}/draw`);
  const openIn = (seconds: number) =>
    api.db.query(`UPDATE concerts SET sale_opens_at = now() + make_interval(secs => $1)`, [seconds]);

  test('shows before the sale only the hash of its seed, and may be kept for seconds', async () => {
    await openIn(3_600);
    const { body, headers, text } = await draw().expect(200);
    expect(body).toEqual({
      algorithm: expect.stringContaining('SHA-1(seed:sessionId)'),
      saleOpensAt: expect.any(String),
      seedHash: createHash('sha256').update(seed).digest('hex'),
      seed: null,
    });
    expect(text).not.toContain(seed);
    expect(headers['cache-control']).toBe('public, max-age=5');
  });

  test('keeps the seed for a moment after the opening, as not all clocks agree on it', async () => {
    await openIn(-0.2);
    expect((await draw().expect(200)).body.seed).toBeNull();
  });

  test('shows the seed once the sale has opened', async () => {
    await openIn(-10);
    const { body, headers } = await draw().expect(200);
    expect(body.seed).toBe(seed);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expectProblem(await call(api.app, 'get', '/v1/concerts/999999/draw'), 404, 'CONCERT_NOT_FOUND');
  });
});
