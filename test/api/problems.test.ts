import { ERROR_CODES, type ErrorCode } from '../../src/contracts/errors';
import { Problem } from '../../src/api/problem';
import { problemDocument } from '../../src/api/problemDocument';
import { call, createTestApi, expectProblem, type TestApi } from './testApi';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

describe('the pages of problems', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  test.each(CODES)('the type of %s leads to a page that names it and the way out', async (code) => {
    const { type } = problemDocument(new Problem(code, 'No.'), 'id', '/');
    const { text, headers } = await call(api.app, 'get', String(type)).expect(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(text).toContain(`<code>${code}</code>, HTTP status ${ERROR_CODES[code].status}`);
    expect(text).toMatch(/<h2>When<\/h2>\n<p>\S.*<\/p>\n<h2>The way out<\/h2>\n<p>\S.*<\/p>/);
    expect(text).not.toContain('`');
  });

  test('are listed, each with a link', async () => {
    const { text } = await call(api.app, 'get', '/problems').expect(200);
    const links = [...text.matchAll(/href="\/problems\/([a-z-]+)"/g)].map(([, slug]) => slug);
    expect(links).toEqual(CODES.map((code) => code.toLowerCase().replaceAll('_', '-')));
  });

  test('are there for no other code', async () => {
    for (const slug of ['SEAT_HELD', 'seat_held', 'nothing', '__proto__'])
      expectProblem(await call(api.app, 'get', `/problems/${slug}`), 404, 'ROUTE_NOT_FOUND');
  });
});
