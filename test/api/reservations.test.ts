import { randomUUID } from 'node:crypto';
import { Problem } from '../../src/api/problem';
import {
  ADMIN_KEY,
  call,
  createSale,
  createTestApi,
  expectProblem,
  register,
  type Fan,
  type TestApi,
} from './testApi';

describe('reservations', () => {
  let api: TestApi;
  let fan: Fan;
  let sale: { concertId: string; scheduleId: string };
  let ids: string[];

  beforeAll(async () => {
    api = await createTestApi();
    sale = await createSale(api.app);
    fan = await register(api.app);
    ids = [];
    // Within one millisecond: a cursor that is only as fine as a JavaScript Date would lose some.
    for (const microseconds of ['000123', '000456', '000789', '001000', '001001']) {
      ids.push(await reserve(`2026-05-01T10:00:00.${microseconds}Z`));
    }
  });
  afterAll(() => api.close());

  /** Written as it would be after a session: reservations are the business of persistence, here they are only read. */
  async function reserve(reservedAt: string): Promise<string> {
    const [session, reservation] = [randomUUID(), randomUUID()];
    await api.db.query(
      `INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ended_at, end_reason)
       VALUES ($1, $2, $3, $4, 'EXPIRED', 1, 0, $5, $5, 'ADMISSION_WINDOW')`,
      [session, fan.id, sale.concertId, `session:${sale.concertId}:${session}`, reservedAt],
    );
    await api.db.query(
      `INSERT INTO reservations (id, user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at)
       VALUES ($1, $2, $3, $4, 1, 'EXPIRED', 1000, $5, $5::timestamptz + interval '5 min')`,
      [reservation, fan.id, sale.scheduleId, session, reservedAt],
    );
    return reservation;
  }
  const get = (path: string, { key } = fan) => call(api.app, 'get', path, { key });

  test('are paged newest first without gaps or repeats, however close together they are', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/v1/reservations?limit=1${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.items.map((reservation: { id: string }) => reservation.id));
      cursor = body.nextCursor ?? '';
    } while (cursor && seen.length < 10);
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('are filtered by status', async () => {
    expect((await get('/v1/reservations?status=EXPIRED').expect(200)).body.items).toHaveLength(5);
    expect((await get('/v1/reservations?status=CONFIRMED').expect(200)).body.items).toEqual([]);
  });

  test('are read with the documented shape by their owner, and by nobody else', async () => {
    const path = `/v1/reservations/${ids[0]}`;
    expect((await get(path).expect(200)).body).toEqual({
      ...{ id: ids[0], status: 'EXPIRED', scheduleId: sale.scheduleId, concertId: sale.concertId, seats: [] },
      ...{
        amount: 1000,
        reservedAt: '2026-05-01T10:00:00.000Z',
        expiresAt: '2026-05-01T10:05:00.000Z',
        payment: null,
        history: [
          { at: '2026-05-01T10:00:00.000Z', what: 'HELD' },
          { at: expect.any(String), what: 'EXPIRED' },
        ],
      },
    });
    expectProblem(await get(path, await register(api.app)), 404, 'RESERVATION_NOT_FOUND');
    expectProblem(await get(`/v1/reservations/${randomUUID()}`), 404, 'RESERVATION_NOT_FOUND');
  });

  test('are filtered by concert and time, from inclusive and to exclusive', async () => {
    const at = (index: number) => ids[index];
    const found = async (query: string) =>
      (await get(`/v1/reservations?${query}`).expect(200)).body.items.map(({ id }: { id: string }) => id);
    expect(await found(`concertId=${sale.concertId}`)).toHaveLength(5);
    expect(await found('concertId=1')).toEqual([]);
    expect(await found('from=2026-05-01T10:00:00.001Z')).toEqual([at(4), at(3)]);
    expect(await found('to=2026-05-01T19:00:00.001%2B09:00')).toEqual([at(2), at(1), at(0)]);
    expect(await found('from=2026-05-02T00:00:00Z&to=2026-05-02T00:00:00Z')).toEqual([]);
    expect(
      await found('from=2026-05-01T10:00:00Z&to=2026-05-01T10:00:00.001Z&status=EXPIRED&limit=2'),
    ).toEqual([at(2), at(1)]);
  });

  test.each([
    ['from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z', '/query/to'],
    ['from=yesterday', '/query/from'],
    ['to=2026-05-01', '/query/to'],
    ['concertId=abc', '/query/concertId'],
    ['status=PAID', '/query/status'],
    ['user=me', '/query/user'],
  ])('asked for with %s are VALIDATION_FAILED, naming the field', async (query, pointer) => {
    const refused = await get(`/v1/reservations?${query}`);
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.body.errors).toMatchObject([{ pointer }]);
  });

  describe('of any fan, for support', () => {
    const support = (path: string) => get(`/v1/admin${path}`, { ...fan, key: ADMIN_KEY });

    test('are read with their fan and session, ended ones too', async () => {
      const own = (await get(`/v1/reservations/${ids[0]}`).expect(200)).body;
      const { body } = await support(`/reservations/${ids[0]}`).expect(200);
      expect(body).toEqual({ ...own, userId: fan.id, sessionId: expect.any(String) });
      expectProblem(await support(`/reservations/${randomUUID()}`), 404, 'RESERVATION_NOT_FOUND');
    });

    test('are listed by fan, paged and filtered as the fan sees them', async () => {
      const path = `/users/${fan.id}/reservations`;
      const own = await get('/v1/reservations').expect(200);
      expect((await support(path).expect(200)).body).toEqual(own.body);
      const first = (await support(`${path}?limit=3&status=EXPIRED`).expect(200)).body;
      expect(first.items).toEqual(own.body.items.slice(0, 3));
      const rest = await support(`${path}?limit=3&cursor=${first.nextCursor}`).expect(200);
      expect(rest.body).toEqual({ items: own.body.items.slice(3), nextCursor: null });
      expectProblem(
        await support(`${path}?from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z`),
        400,
        'VALIDATION_FAILED',
      );
    });

    test('of a fan without any are an empty list, of nobody USER_NOT_FOUND', async () => {
      const { id } = await register(api.app);
      expect((await support(`/users/${id}/reservations`).expect(200)).body).toEqual({
        items: [],
        nextCursor: null,
      });
      for (const unknown of [randomUUID(), 'abc'])
        expectProblem(await support(`/users/${unknown}/reservations`), 404, 'USER_NOT_FOUND');
    });
  });

  describe('cancellation', () => {
    const cancel = (id: string | undefined, { key } = fan) =>
      call(api.app, 'post', `/v1/reservations/${id}/cancellation`, { key });

    test('answers with the reservation as it is afterwards, and again the same', async () => {
      api.sessions.onCancel = async (id) => {
        await api.db.query(`UPDATE reservations SET status = 'CANCELED' WHERE id = $1`, [id]);
      };
      const first = await cancel(ids[1]).expect(200);
      expect(first.body).toMatchObject({ id: ids[1], status: 'CANCELED' });
      expect((await cancel(ids[1]).expect(200)).body).toEqual(first.body);
    });

    test('of what cannot be cancelled is INVALID_TRANSITION', async () => {
      api.sessions.onCancel = () => Promise.reject(new Problem('INVALID_TRANSITION', 'Too late.'));
      expectProblem(await cancel(ids[2]), 409, 'INVALID_TRANSITION');
    });

    test("of another user's reservation is not found and starts nothing", async () => {
      api.sessions.calls.length = 0;
      expectProblem(await cancel(ids[2], await register(api.app)), 404, 'RESERVATION_NOT_FOUND');
      expect(api.sessions.calls).toEqual([]);
    });
  });
});
