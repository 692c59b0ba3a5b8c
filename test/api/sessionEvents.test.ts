import { Problem } from '../../src/api/problem';
import { call, createTestApi, expectProblem, visit, type TestApi } from './testApi';

const PATH = '/v1/session/events';

describe('the event stream of a session', () => {
  let api: TestApi;
  const subscriptions = new Set<() => void>();
  let subscribing: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    api = await createTestApi({
      sessionChanges: {
        async subscribe(_session, listener) {
          await subscribing();
          subscriptions.add(listener);
          return () => subscriptions.delete(listener);
        },
      },
    });
  });
  afterEach(() => {
    subscribing = () => Promise.resolve();
    expect(subscriptions.size).toBe(0);
  });
  afterAll(() => api.close());

  test('of a session that has ended is its final state, as GET /v1/session gives it, and then ends', async () => {
    const fan = await visit(api);
    api.sessions.put(fan.sessionId, 'CONFIRMED');
    const { headers, text } = await call(api.app, 'get', PATH, fan).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const { body } = await call(api.app, 'get', '/v1/session', fan).expect(200);
    expect(text).toBe(`retry: 2000\n\nevent: session\nid: 0\ndata: ${JSON.stringify(body)}\n\n`);
  });

  test('answers 204 to a client that has the final state, so that it stops asking', async () => {
    const fan = await visit(api);
    api.sessions.put(fan.sessionId, 'LEFT');
    const again = call(api.app, 'get', PATH, { ...fan, headers: { 'Last-Event-ID': '0' } });
    await again.expect(204);
    const { text } = await call(api.app, 'get', PATH, { ...fan, headers: { 'Last-Event-ID': '7' } }).expect(
      200,
    );
    expect(text).toContain('"state":"LEFT"');
  });

  test('is refused as a problem when the session cannot be read or followed, and leaves no subscription', async () => {
    const fan = await visit(api);
    subscribing = () => Promise.reject(new Error('Connection is closed.'));
    expectProblem(await call(api.app, 'get', PATH, fan), 503, 'DEPENDENCY_UNAVAILABLE');
    subscribing = () => Promise.resolve();
    const read = jest.spyOn(api.sessions, 'read');
    read.mockRejectedValueOnce(new Problem('QUEUE_TOKEN_EXPIRED', 'Join again.'));
    expectProblem(await call(api.app, 'get', PATH, fan), 401, 'QUEUE_TOKEN_EXPIRED');
  });

  test('answers HEAD without streaming', async () => {
    const fan = await visit(api);
    const { headers } = await call(api.app, 'head' as 'get', PATH, fan).expect(200);
    expect(headers['content-type']).toContain('text/event-stream');
  });

  test('logs one line when it is over, without key or token', async () => {
    const fan = await visit(api);
    api.sessions.put(fan.sessionId, 'EXPIRED');
    await call(api.app, 'get', PATH, fan).expect(200);
    const lines = api.log.filter((line) => line.includes(`"route":"${PATH}"`));
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [fan.key, fan.token]) expect(lines.join()).not.toContain(secret);
  });
});
