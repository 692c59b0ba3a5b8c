import { randomUUID } from 'node:crypto';
import { Problem } from '../../src/api/problem';
import { FIGURES } from './fakeWaitingRooms';
import { ADMIN_KEY, call, createSale, createTestApi, expectProblem, type TestApi } from './testApi';

describe("the operators' calls for a waiting room", () => {
  let api: TestApi;
  let concertId: string;
  beforeAll(async () => {
    api = await createTestApi();
    ({ concertId } = await createSale(api.app));
  });
  beforeEach(() => jest.clearAllMocks());
  afterAll(() => api.close());

  const pathOf = (id: string): string => `/v1/admin/concerts/${id}/waiting-room`;
  const change = (body: object, id = concertId) =>
    call(api.app, 'patch', pathOf(id), { key: ADMIN_KEY, body });
  const act = (what: 'admissions' | 'removals', body: object, id = concertId) =>
    call(api.app, 'post', `${pathOf(id)}/${what}`, { key: ADMIN_KEY, body });

  test('a change goes through the workflow, with who and why, and answers the settings as they are stored', async () => {
    const why = 'the venue lets fewer in';
    const { body } = await change({ paused: true, capacity: 7, by: 'ops', why }).expect(200);
    expect(body).toEqual({
      ...{ concertId, capacity: 7, admissionsPerSecond: 5, paused: true, status: 'ON_SALE' },
      ...{ saleOpensAt: '2026-01-01T00:00:00.000Z', soldOut: false, allSeatsHeld: false },
    });
    expect(api.waitingRooms.change).toHaveBeenCalledWith(concertId, {
      ...{ paused: true, capacity: 7, by: 'ops', why },
    });
  });

  test('closing and reopening change the status', async () => {
    expect((await change({ closed: true }).expect(200)).body.status).toBe('CLOSED');
    expect((await change({ closed: false }).expect(200)).body.status).toBe('ON_SALE');
  });

  test('who does not say who and why acts as admin-api, without a reason', async () => {
    const userId = randomUUID();
    const unnamed = { by: 'admin-api', why: 'no reason given' };
    await change({ paused: false }).expect(200);
    await act('admissions', { userId }).expect(200);
    expect(api.waitingRooms.change).toHaveBeenCalledWith(concertId, { paused: false, ...unnamed });
    expect(api.waitingRooms.admitOne).toHaveBeenCalledWith(concertId, { userId, ...unnamed });
  });

  test('who and why alone change nothing and are refused', async () => {
    for (const body of [
      {},
      { by: 'ops', why: 'to see' },
      { paused: true, by: ' ' },
      { paused: true, by: 'ops@example.org' },
      { closed: 'yes' },
    ])
      expectProblem(await change(body), 400, 'VALIDATION_FAILED');
    expect(api.waitingRooms.change).not.toHaveBeenCalled();
  });

  test('the seed of the draw is in no answer', async () => {
    const rows = await api.db.query<{ seed: string }>(
      'SELECT draw_seed AS seed FROM concerts WHERE id = $1',
      [concertId],
    );
    const answers = [await change({ capacity: 8 }), await call(api.app, 'get', `/v1/concerts/${concertId}`)];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain(rows[0]?.seed ?? 'no seed');
    }
  });

  test.each([
    ['admissions', 'admitOne'],
    ['removals', 'removeOne'],
  ] as const)('%s act on one fan and answer the room as it is then', async (what, method) => {
    const fan = { userId: randomUUID(), by: 'ops', why: 'asked by the venue' };
    const { body } = await act(what, fan).expect(200);
    expect(body).toEqual({ ...FIGURES, at: '2030-01-01T00:00:00.000Z' });
    expect(api.waitingRooms[method]).toHaveBeenCalledWith(concertId, fan);
  });

  test('a fan is named by id: anything else would stand in the history for good', async () => {
    for (const what of ['admissions', 'removals'] as const) {
      expectProblem(await act(what, { userId: 'fan@example.org' }), 400, 'VALIDATION_FAILED');
      expectProblem(await act(what, {}), 400, 'VALIDATION_FAILED');
    }
    expect(api.waitingRooms.admitOne).not.toHaveBeenCalled();
  });

  test('a concert that does not exist is CONCERT_NOT_FOUND, and no workflow is started for it', async () => {
    const userId = randomUUID();
    expectProblem(await change({ paused: true }, '999999'), 404, 'CONCERT_NOT_FOUND');
    expectProblem(await act('admissions', { userId }, '999999'), 404, 'CONCERT_NOT_FOUND');
    expectProblem(await act('removals', { userId }, '999999'), 404, 'CONCERT_NOT_FOUND');
    const { change: changed, admitOne, removeOne } = api.waitingRooms;
    for (const method of [changed, admitOne, removeOne]) expect(method).not.toHaveBeenCalled();
  });

  test('a refusal of the workflow goes out with its code', async () => {
    const userId = randomUUID();
    api.waitingRooms.admitOne.mockRejectedValueOnce(new Problem('INVALID_TRANSITION', 'No slot is free.'));
    expectProblem(await act('admissions', { userId }), 409, 'INVALID_TRANSITION');
    api.waitingRooms.change.mockRejectedValueOnce(new Problem('DEPENDENCY_UNAVAILABLE', 'Try again.'));
    expectProblem(await change({ paused: true }), 503, 'DEPENDENCY_UNAVAILABLE');
  });

  test('the figures are read without a workflow', async () => {
    const { body } = await call(api.app, 'get', pathOf(concertId), { key: ADMIN_KEY }).expect(200);
    expect(body).toEqual({ ...FIGURES, at: '2030-01-01T00:00:00.000Z' });
    api.waitingRooms.figures.mockResolvedValueOnce(null);
    expectProblem(await call(api.app, 'get', pathOf('999999'), { key: ADMIN_KEY }), 404, 'CONCERT_NOT_FOUND');
  });
});
