import { matchesEtag } from '../../src/api/conditional';
import type { Operation } from '../../src/api/operation';
import { operations } from '../../src/api/operations';
import { call, createSale, createTestApi, visit, type TestApi, type Visitor } from './testApi';

/** What a cache may do with each; a call whose answers get an ETag and that has no row here fails the first test. */
const CACHE_CONTROL: Record<string, string> = {
  '/v1/concerts': 'public, max-age=10, stale-while-revalidate=60',
  '/v1/concerts/:concertId': 'public, max-age=10, stale-while-revalidate=60',
  '/v1/concerts/:concertId/schedules': 'public, no-cache',
  '/v1/concerts/:concertId/waiting-room': 'public, max-age=1',
  '/v1/concerts/:concertId/draw': 'public, max-age=3600',
  '/v1/schedules/:scheduleId/seats': 'private, no-cache',
};

const withEtag = operations.filter(
  ({ etagOfBody, success }) => etagOfBody === true || success.includes(304),
) as readonly Operation[];

describe('answers that may be kept', () => {
  let api: TestApi;
  let sale: Awaited<ReturnType<typeof createSale>>;
  let fan: Visitor;
  beforeAll(async () => {
    api = await createTestApi();
    sale = await createSale(api.app);
    fan = await visit(api, sale.concertId);
  });
  afterAll(() => api.close());

  test('are those of the table', () => {
    expect(
      withEtag
        .map(({ path }) => path)
        .filter((path) => path.startsWith('/v1'))
        .sort(),
    ).toEqual(Object.keys(CACHE_CONTROL).sort());
  });

  function ask(
    { path, access }: { path: string; access: string },
    etag?: string,
    method: 'get' | 'head' = 'get',
  ) {
    const address = path.replace(':concertId', sale.concertId).replace(':scheduleId', sale.scheduleId);
    const headers: Record<string, string> = etag === undefined ? {} : { 'If-None-Match': etag };
    return call(api.app, method as 'get', address, access === 'SESSION' ? { ...fan, headers } : { headers });
  }

  describe.each(withEtag.filter(({ path }) => path in CACHE_CONTROL).map((one) => [one.path, one] as const))(
    'GET %s',
    (path, one) => {
      test('says how long it may be kept, and carries an ETag that stays the same', async () => {
        const { headers } = await ask(one).expect(200);
        expect(headers['cache-control']).toBe(CACHE_CONTROL[path]);
        expect(headers.etag).toMatch(/^W\/"[\w-]+"$/);
        expect((await ask(one).expect(200)).headers.etag).toBe(headers.etag);
      });

      test('is 304 without a body, with ETag and Cache-Control, to a client that has it, however it says so', async () => {
        const { headers: fresh } = await ask(one).expect(200);
        const weak = String(fresh.etag);
        const strong = weak.slice(2);
        for (const known of [weak, strong, '*', ` ${weak} `, `"other", ${weak}`, `"a,b",W/"c",${strong}`]) {
          for (const method of ['get', 'head'] as const) {
            const answer = await ask(one, known, method).expect(304);
            expect(answer.text ?? '').toBe('');
            for (const name of ['etag', 'cache-control', 'vary', 'x-request-id']) {
              const kept = name === 'x-request-id' ? expect.any(String) : fresh[name];
              expect([name, answer.headers[name]]).toEqual([name, kept]);
            }
            expect(answer.headers).not.toHaveProperty('content-type');
          }
        }
      });

      test('is sent whole to a client that has something else, or nothing it can name', async () => {
        const { body, headers } = await ask(one).expect(200);
        const bare = String(headers.etag).slice(3, -1);
        for (const known of ['"other"', '', bare, `W/${bare}`, `"x${bare}"`, `"${bare}`, `"*"`]) {
          expect((await ask(one, known).expect(200)).body).toEqual(body);
        }
      });

      test('answers HEAD with the headers of GET and no body', async () => {
        const { headers } = await ask(one).expect(200);
        const head = await ask(one, undefined, 'head').expect(200);
        expect(head.text ?? '').toBe('');
        for (const name of ['etag', 'cache-control', 'content-type', 'content-length']) {
          expect([name, head.headers[name]]).toEqual([name, headers[name]]);
        }
      });
    },
  );

  test('are none where they are refusals: those are never kept', async () => {
    for (const one of withEtag.filter(({ path }) => path.includes(':'))) {
      const { status, headers } = await ask({ ...one, path: one.path.replace(/:\w+/, 'nothing') }, '*');
      expect([one.path, status]).toEqual([one.path, 404]);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers).not.toHaveProperty('etag');
    }
  });

  test('that depend on who asks say so, and those for everybody do not', async () => {
    for (const one of withEtag.filter(({ path }) => path in CACHE_CONTROL)) {
      const { headers } = await ask(one).expect(200);
      const varies = String(headers.vary ?? '');
      if (one.access === 'PUBLIC') expect(varies).not.toMatch(/authorization/i);
      else expect(varies).toMatch(/authorization, queue-token/i);
    }
  });

  test('of the seats are never older than the last change', async () => {
    const seatMap = withEtag.find(({ path }) => path.endsWith('/seats'))!;
    const dates = withEtag.find(({ path }) => path.endsWith('/schedules'))!;
    const before = await Promise.all([seatMap, dates].map(async (one) => (await ask(one)).headers.etag));
    await api.db.query(
      `UPDATE schedules SET available_seats = available_seats - 1, reserved_seats = reserved_seats + 1,
              seat_map_version = seat_map_version + 1 WHERE id = $1`,
      [sale.scheduleId],
    );
    for (const [i, one] of [seatMap, dates].entries()) {
      const { headers } = await ask(one, before[i]).expect(200);
      expect(headers.etag).not.toBe(before[i]);
    }
  });
});

test.each([
  ['"a,b"', 'W/"b"', false],
  ['"a", "b"', '"b"', true],
  ['W/"b"', '"b"', true],
  ['b', '"b"', false],
  [undefined, '"b"', false],
])('If-None-Match %s against %s matches: %s', (given, etag, matches) => {
  expect(matchesEtag(given, etag)).toBe(matches);
});
