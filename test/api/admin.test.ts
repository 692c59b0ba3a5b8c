import { ADMIN_KEY, call, createSale, createTestApi, expectProblem, type TestApi } from './testApi';

describe('administration', () => {
  let api: TestApi;
  let sale: { concertId: string; scheduleId: string };
  let venueId: string;
  beforeAll(async () => {
    api = await createTestApi();
    sale = await createSale(api.app);
    const { body } = await call(api.app, 'get', `/v1/concerts/${sale.concertId}/schedules`);
    venueId = body.items[0].venueId;
  });
  afterAll(() => api.close());

  const addDate = (concertId: string, changes: object) =>
    call(api.app, 'post', `/v1/admin/concerts/${concertId}/schedules`, {
      key: ADMIN_KEY,
      body: {
        ...{ venueId, startsAt: '2031-01-01T19:00:00Z', endsAt: '2031-01-01T21:00:00Z' },
        prices: { VIP: 2, STANDARD: 1 },
        ...changes,
      },
    });

  test('a date puts every seat of the venue on sale', async () => {
    const { body } = await addDate(sale.concertId, {}).expect(201);
    expect(body).toEqual({ id: expect.any(String), totalSeats: 5 });
  });

  test('a concert says by how much a hold can be extended, from 0, the default, to an hour', async () => {
    const create = (settings: object) =>
      call(api.app, 'post', '/v1/admin/concerts', {
        key: ADMIN_KEY,
        body: {
          ...{ title: 'A night', description: '', durationMinutes: 120, saleOpensAt: '2026-01-01T00:00:00Z' },
          waitingRoom: { capacity: 10, admissionsPerSecond: 5 },
          ...settings,
        },
      });
    const extension = async (settings: object): Promise<unknown> => {
      const { body } = await create(settings).expect(201);
      const [row] = await api.db.query(
        'SELECT hold_extension_seconds AS seconds FROM concerts WHERE id = $1',
        [body.id],
      );
      return row?.seconds;
    };
    expect([await extension({}), await extension({ holdExtensionSeconds: 3600 })]).toEqual([0, 3600]);
    for (const holdExtensionSeconds of [-1, 3601, 1.5, '60', null]) {
      const refused = await create({ holdExtensionSeconds });
      expectProblem(refused, 400, 'VALIDATION_FAILED');
      expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/holdExtensionSeconds' })]);
    }
  });

  test('a date names a concert and a venue that exist', async () => {
    expectProblem(await addDate('999999', {}), 404, 'CONCERT_NOT_FOUND');
    expectProblem(await addDate(sale.concertId, { venueId: '999999' }), 404, 'VENUE_NOT_FOUND');
    expectProblem(await addDate(sale.concertId, { venueId: 'no-such-venue' }), 404, 'VENUE_NOT_FOUND');
  });

  test('a date without a price for each seat type names the missing one', async () => {
    const refused = await addDate(sale.concertId, { startsAt: '2031-01-01T18:00:00Z', prices: { VIP: 2 } });
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/prices/STANDARD' })]);
  });

  test('a second date at the same time is INVALID_TRANSITION', async () => {
    const startsAt = '2032-01-01T19:00:00Z';
    const endsAt = '2032-01-01T21:00:00Z';
    await addDate(sale.concertId, { startsAt, endsAt }).expect(201);
    expectProblem(await addDate(sale.concertId, { startsAt, endsAt }), 409, 'INVALID_TRANSITION');
  });

  test('stats count seats, reservations and revenue', async () => {
    const fresh = await createSale(api.app, 3);
    const path = (id: string): string => `/v1/admin/concerts/${id}/stats`;
    const { body } = await call(api.app, 'get', path(fresh.concertId), { key: ADMIN_KEY }).expect(200);
    expect(body).toEqual({
      concertId: fresh.concertId,
      currency: 'KRW',
      seats: { available: 3, held: 0, reserved: 0 },
      revenue: 0,
      reservations: { held: 0, confirmed: 0, expired: 0, canceled: 0 },
    });
    expectProblem(await call(api.app, 'get', path('999999'), { key: ADMIN_KEY }), 404, 'CONCERT_NOT_FOUND');
  });
});
