import { ADMIN_KEY, call, createSale, createTestApi, expectProblem, register, type TestApi } from './testApi';

describe('the cancellation of a date', () => {
  let api: TestApi;
  let path: string;
  let scheduleId: string;
  let concertId: string;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    ({ scheduleId, concertId } = await createSale(api.app));
    path = `/v1/admin/schedules/${scheduleId}/cancellation`;
    api.scheduleCancellations.calls.length = 0;
    api.scheduleCancellations.run = null;
  });

  const operator = { by: 'ops-1', why: 'the singer is ill' };
  const post = (body: object | undefined = operator, of = path) =>
    call(api.app, 'post', of, { key: ADMIN_KEY, body });
  const get = (of = path) => call(api.app, 'get', of, { key: ADMIN_KEY });
  const patch = (body: object, of = path) => call(api.app, 'patch', of, { key: ADMIN_KEY, body });

  test('is begun once: the first POST is 202, the next ones 200 with the same progress', async () => {
    const first = await post().expect(202);
    expect(first.body).toEqual({
      ...{ scheduleId, concertId, state: 'CANCELING', since: '2030-01-01T00:00:00.000Z' },
      canceledAt: expect.any(String),
      ...{ total: 0, canceled: 0, refunded: 0, left: 0, held: 0 },
      lastActions: [{ at: '2030-01-01T00:00:00.000Z', what: 'cancelled the date', ...operator }],
    });
    expect((await post().expect(200)).body).toEqual(first.body);
    expect((await get().expect(200)).body).toEqual(first.body);
    expect(api.scheduleCancellations.calls).toEqual([`begin ${scheduleId}`]);
  });

  test('is begun also without a body, in the name of the API', async () => {
    const { body } = await call(api.app, 'post', path, { key: ADMIN_KEY }).expect(202);
    expect(body.lastActions).toMatchObject([{ by: 'admin-api', why: 'no reason given' }]);
  });

  test('shows its date in the catalogue as CANCELED without a free seat', async () => {
    await post().expect(202);
    const schedules = `/v1/concerts/${concertId}/schedules`;
    const listed = await call(api.app, 'get', schedules).expect(200);
    expect(listed.body.items).toMatchObject([{ id: scheduleId, status: 'CANCELED', availableSeats: 0 }]);
    const available = await call(api.app, 'get', `${schedules}?available=true`).expect(200);
    expect(available.body.items).toEqual([]);
  });

  test('is stopped and resumed', async () => {
    await post().expect(202);
    expect((await patch({ paused: true, ...operator }).expect(200)).body).toMatchObject({ state: 'PAUSED' });
    expect((await patch({ paused: false }).expect(200)).body).toMatchObject({ state: 'CANCELING' });
    expect(api.scheduleCancellations.calls.slice(1)).toEqual([
      `change ${scheduleId} ${JSON.stringify({ paused: true, ...operator })}`,
      `change ${scheduleId} ${JSON.stringify({ paused: false, by: 'admin-api', why: 'no reason given' })}`,
    ]);
  });

  test('is DONE when nothing is left and the workflow is over, also when Temporal has forgotten it', async () => {
    await post().expect(202);
    api.scheduleCancellations.run!.open = false;
    api.scheduleCancellations.run!.state = 'DONE';
    expect((await get().expect(200)).body).toMatchObject({ state: 'DONE', since: expect.any(String) });
    api.scheduleCancellations.run = null;
    const { body } = await post().expect(200);
    expect(body).toMatchObject({ state: 'DONE', since: null, lastActions: [] });
    expect(api.scheduleCancellations.calls).toHaveLength(1);
    expectProblem(await patch({ paused: true }), 409, 'INVALID_TRANSITION');
  });

  test('is STOPPED when its workflow was ended with something left, and POST begins it again', async () => {
    const { id } = await register(api.app);
    await post().expect(202);
    await api.db.query(
      `WITH visit AS (
         INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at)
         VALUES (gen_random_uuid(), $1, $2, 'session', 'PROGRESS', 1, 0, now()) RETURNING id)
       INSERT INTO reservations (user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at)
       SELECT $1, $3, id, 1, 'HELD', 1000, now(), now() + interval '5 min' FROM visit`,
      [id, concertId, scheduleId],
    );
    api.scheduleCancellations.run!.open = false;
    expect((await get().expect(200)).body).toMatchObject({ state: 'STOPPED', since: null, held: 1, left: 0 });
    expect((await post().expect(202)).body).toMatchObject({ state: 'CANCELING' });
  });

  test('that was begun while every worker is away is CLOSING, and POST asks again', async () => {
    const at = Date.UTC(2030, 0, 1);
    api.scheduleCancellations.run = { open: true, state: 'CLOSING', since: at, lastActions: [] };
    expect((await get().expect(200)).body).toMatchObject({ state: 'CLOSING', canceledAt: null });
    expect((await post().expect(202)).body).toMatchObject({ canceledAt: expect.any(String) });
  });

  test('of a date that nobody has cancelled is not found, and cannot be stopped', async () => {
    expectProblem(await get(), 404, 'ROUTE_NOT_FOUND');
    expectProblem(await patch({ paused: true }), 409, 'INVALID_TRANSITION');
  });

  test('of an unknown schedule is SCHEDULE_NOT_FOUND and starts nothing', async () => {
    for (const id of ['999', 'abc', '99999999999999999999']) {
      const unknown = `/v1/admin/schedules/${id}/cancellation`;
      expectProblem(await post(operator, unknown), 404, 'SCHEDULE_NOT_FOUND');
      expectProblem(await get(unknown), 404, 'SCHEDULE_NOT_FOUND');
      expectProblem(await patch({ paused: true }, unknown), 404, 'SCHEDULE_NOT_FOUND');
    }
    expect(api.scheduleCancellations.calls).toEqual([]);
  });

  test.each([
    ['a blank name', { by: ' ' }, '/by'],
    ['a reason that is too long', { why: 'x'.repeat(201) }, '/why'],
    ['an unknown field', { email: 'fan@example.org' }, '/email'],
  ])('with %s is VALIDATION_FAILED', async (_what, body, pointer) => {
    for (const answer of [await post(body), await patch({ paused: true, ...body })]) {
      expectProblem(answer, 400, 'VALIDATION_FAILED');
      expect(answer.body.errors).toMatchObject([{ pointer }]);
    }
    expectProblem(await patch(operator), 400, 'VALIDATION_FAILED');
    expect(api.scheduleCancellations.calls).toEqual([]);
  });
});
