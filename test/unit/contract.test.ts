import { committedContract, type GivenAnswer } from '../support/contract';

/** The answers are as an API would send them: the checks that other tests rely on must see what is wrong with one. */
describe('the check of answers against the document', () => {
  const headers = { 'x-request-id': 'a', 'cache-control': 'no-store', 'content-type': 'application/json' };
  const problem = {
    ...{ type: '/problems/forbidden', title: 'No', status: 403, detail: 'No.', code: 'FORBIDDEN' },
    ...{ instance: '/v1/wallet', requestId: 'a' },
  };

  function violationOf(
    { body, ...given }: Partial<Omit<GivenAnswer, 'header' | 'body'>> & { body?: unknown },
    changed: Record<string, string | undefined> = {},
  ): string | null {
    const sent: Record<string, string | undefined> = { ...headers, ...changed };
    return committedContract().violationOf({
      ...{ method: 'GET', url: '/v1/wallet', status: 200, ...given },
      body: body === undefined ? undefined : JSON.stringify(body),
      header: (name) => sent[name.toLowerCase()],
    });
  }

  const PROBLEM = { 'content-type': 'application/problem+json; charset=utf-8' };
  const wallet = { balance: 1, currency: 'KRW' };

  test('passes what is as documented, a refusal and a 304 included', () => {
    expect(violationOf({ body: wallet })).toBeNull();
    expect(violationOf({ body: problem, status: 403 }, PROBLEM)).toBeNull();
    const cached = { url: '/v1/concerts?limit=1', status: 304 };
    expect(violationOf(cached, { etag: 'W/"1"', 'content-type': undefined })).toBeNull();
  });

  test.each([
    ['of the wrong type', { balance: '1', currency: 'KRW' }, 'body/balance must be integer'],
    ['that is missing', { balance: 1 }, "must have required property 'currency'"],
    ['that is not documented', { ...wallet, secret: 1 }, 'must NOT have additional properties'],
  ])('finds a member %s', (_what, body, message) => {
    expect(violationOf({ body })).toContain(message);
  });

  test('finds a body that is no JSON, and one where there must be none', () => {
    expect(violationOf({})).toContain('not JSON');
    expect(violationOf({ method: 'DELETE', url: '/v1/session', status: 204, body: {} })).toContain(
      'has a body',
    );
  });

  test('finds a status, a code, a content type and a path that are not documented', () => {
    expect(violationOf({ status: 418, body: wallet })).toContain('the status is not documented');
    const coded = { ...problem, code: 'NOT_ADMITTED' };
    expect(violationOf({ status: 403, body: coded }, PROBLEM)).toContain('body/code');
    expect(violationOf({ body: wallet }, { 'content-type': 'text/html' })).toContain('text/html');
    expect(violationOf({ url: '/v1/nothing', body: wallet })).toContain('not a call of the document');
  });

  test('finds a header that is missing or not as documented', () => {
    expect(violationOf({ body: wallet }, { 'x-request-id': undefined })).toContain('X-Request-Id is missing');
    const limited = { status: 429, body: { ...problem, status: 429, code: 'RATE_LIMITED' } };
    expect(violationOf(limited, PROBLEM)).toContain('Retry-After is missing');
    expect(violationOf(limited, { ...PROBLEM, 'retry-after': 'soon' })).toContain('Retry-After is soon');
    expect(violationOf(limited, { ...PROBLEM, 'retry-after': '2' })).toBeNull();
  });

  test('takes 405 only with the methods that the path has', () => {
    const refused = {
      method: 'PUT',
      status: 405,
      body: { ...problem, status: 405, code: 'METHOD_NOT_ALLOWED' },
    };
    expect(violationOf(refused, { ...PROBLEM, allow: 'GET, HEAD' })).toBeNull();
    expect(violationOf(refused, { ...PROBLEM, allow: 'GET, HEAD, POST' })).toContain('Allow');
    expect(violationOf({ ...refused, status: 404 }, PROBLEM)).toContain('not answered 405');
  });
});
