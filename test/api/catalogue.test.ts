import { ADMIN_KEY, call, createSale, createTestApi, expectProblem, visit, type TestApi } from './testApi';

describe('the catalogue', () => {
  let api: TestApi;
  let sale: { concertId: string; scheduleId: string };
  beforeAll(async () => {
    api = await createTestApi();
    sale = await createSale(api.app);
  });
  afterAll(() => api.close());

  const get = (path: string, etag?: string) =>
    call(api.app, 'get', path, etag === undefined ? {} : { headers: { 'If-None-Match': etag } });
  const changeASeat = () =>
    api.db.query(
      `UPDATE schedules SET available_seats = available_seats - 1, reserved_seats = reserved_seats + 1,
              seat_map_version = seat_map_version + 1 WHERE id = $1`,
      [sale.scheduleId],
    );

  test('a concert has the documented shape', async () => {
    const { body } = await get(`/v1/concerts/${sale.concertId}`).expect(200);
    expect(body).toEqual({
      id: sale.concertId,
      ...{ title: 'A night', description: '', durationMinutes: 120 },
      ...{ saleOpensAt: '2026-01-01T00:00:00.000Z', status: 'ON_SALE' },
    });
    expectProblem(await get('/v1/concerts/999999'), 404, 'CONCERT_NOT_FOUND');
  });

  test('concerts are paged without gaps or repeats', async () => {
    const ids = [sale.concertId];
    for (let count = 0; count < 4; count += 1) ids.push((await createSale(api.app, 1)).concertId);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/v1/concerts?limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.items.map((concert: { id: string }) => concert.id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('concerts may be kept by a CDN and are told apart by their ETag', async () => {
    const first = await get('/v1/concerts').expect(200);
    expect(first.headers['cache-control']).toContain('public, max-age=10');
    const again = await get('/v1/concerts', `"other", ${first.headers.etag}`).expect(304);
    expect(again.text).toBe('');
    expect(again.headers.etag).toBe(first.headers.etag);
  });

  test('schedules are filtered by date and by free seats', async () => {
    const path = `/v1/concerts/${sale.concertId}/schedules`;
    const { body } = await get(`${path}?available=true`).expect(200);
    expect(body).toEqual({
      items: [
        {
          id: sale.scheduleId,
          concertId: sale.concertId,
          venueId: expect.any(String),
          startsAt: '2030-05-01T19:00:00.000Z',
          endsAt: '2030-05-01T21:00:00.000Z',
          totalSeats: 5,
          availableSeats: 5,
          status: 'AVAILABLE',
        },
      ],
      nextCursor: null,
    });
    const on = async (query: string): Promise<number> =>
      (await get(`${path}?${query}`).expect(200)).body.items.length;
    expect(await on('from=2030-05-02T00:00:00Z')).toBe(0);
    expect(await on('from=2030-05-01T00:00:00%2B09:00&to=2030-05-02T00:00:00Z')).toBe(1);
    expectProblem(await get('/v1/concerts/999999/schedules'), 404, 'CONCERT_NOT_FOUND');
  });

  test('schedules are paged by start, without gaps or repeats', async () => {
    const { concertId, scheduleId } = await createSale(api.app, 1);
    const [first] = (await get(`/v1/concerts/${concertId}/schedules`)).body.items;
    const ids = [scheduleId];
    for (let day = 2; day <= 5; day += 1) {
      const { body } = await call(api.app, 'post', `/v1/admin/concerts/${concertId}/schedules`, {
        key: ADMIN_KEY,
        body: {
          venueId: first.venueId,
          startsAt: `2030-05-0${day}T19:00:00+09:00`,
          endsAt: `2030-05-0${day}T21:00:00+09:00`,
          prices: { VIP: 1 },
        },
      }).expect(201);
      ids.push(body.id);
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(
        `/v1/concerts/${concertId}/schedules?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...body.items.map((schedule: { id: string }) => schedule.id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('free seats are never served older than the last change', async () => {
    const path = `/v1/concerts/${sale.concertId}/schedules`;
    const first = await get(path).expect(200);
    expect(first.headers['cache-control']).toBe('public, no-cache');
    await get(path, first.headers.etag).expect(304);
    await changeASeat();
    const changed = await get(path, first.headers.etag).expect(200);
    expect(changed.body.items[0].availableSeats).toBe(first.body.items[0].availableSeats - 1);
  });

  test('the waiting room may be kept for a second', async () => {
    const path = `/v1/concerts/${sale.concertId}/waiting-room`;
    const { body, headers } = await get(path).expect(200);
    expect(body).toEqual({
      ...{ state: 'OPEN', waiting: 3, admitted: 2, admissionsPerMinute: 60 },
      seats: 'AVAILABLE',
    });
    expect(headers['cache-control']).toBe('public, max-age=1');
    api.waitingRooms.summary.mockResolvedValueOnce(null);
    expectProblem(await get(path), 404, 'CONCERT_NOT_FOUND');
  });

  describe('the seat map', () => {
    const map = (fan: { key: string; token: string }, scheduleId = sale.scheduleId, etag?: string) =>
      call(api.app, 'get', `/v1/schedules/${scheduleId}/seats`, {
        ...fan,
        headers: etag === undefined ? {} : { 'If-None-Match': etag },
      });

    test('is one page of seats, kept privately and asked for each time', async () => {
      const fan = await visit(api, sale.concertId);
      const first = await map(fan).expect(200);
      expect(first.body.nextCursor).toBeNull();
      expect(first.body.items).toHaveLength(5);
      expect(first.body.items[0]).toEqual({
        id: expect.any(String),
        ...{ seatNumber: 'A1', area: 'A', grade: 'VIP', price: 2000, status: 'AVAILABLE' },
      });
      expect(first.headers['cache-control']).toBe('private, no-cache');
      const same = await map(fan, sale.scheduleId, first.headers.etag).expect(304);
      expect(same.text).toBe('');
      await changeASeat();
      await map(fan, sale.scheduleId, first.headers.etag).expect(200);
    });

    test('is for admitted sessions that are not over', async () => {
      const fan = await visit(api, sale.concertId);
      api.sessions.put(fan.sessionId, 'WAITING');
      expectProblem(await map(fan), 403, 'NOT_ADMITTED');
      api.sessions.put(fan.sessionId, 'CONFIRMED');
      expectProblem(await map(fan), 401, 'QUEUE_TOKEN_EXPIRED');
    });

    test('of another concert is not found', async () => {
      const fan = await visit(api, '999');
      expectProblem(await map(fan), 404, 'SCHEDULE_NOT_FOUND');
      expectProblem(await map(fan, '999999'), 404, 'SCHEDULE_NOT_FOUND');
    });
  });
});
