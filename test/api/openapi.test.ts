import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentText } from '../../src/api/openapi/document';
import { operations } from '../../src/api/operations';
import { call, createTestApi, expectProblem, type TestApi } from './testApi';

const committed = readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8');
const document = JSON.parse(committed);

describe('the OpenAPI document', () => {
  test('that is committed is what the table says: npm run openapi writes it', () => {
    // Compared as objects first: a difference then is a line, and not 9,000 of them.
    expect(document).toEqual(JSON.parse(documentText(operations)));
    expect(committed).toBe(documentText(operations));
  });

  test('gives each operation an id of its own, and each parameter a description', () => {
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const item of Object.values<
      Record<string, { parameters: { description?: string; $ref?: string }[] }>
    >(document.paths)) {
      for (const { parameters } of Object.values(item))
        for (const { $ref, description } of parameters) expect($ref ?? description).toMatch(/\w/);
    }
  });

  test('gives each body and each answer that has one an example', () => {
    const without: unknown[] = [];
    /** Wherever the document has a `content`. */
    function look(at: unknown, path: string): void {
      if (typeof at !== 'object' || at === null) return;
      for (const [name, member] of Object.entries(at)) {
        if (name !== 'content') look(member, `${path}/${name}`);
        else
          for (const [type, media] of Object.entries<object>(member as Record<string, object>))
            if (!('example' in media || 'examples' in media)) without.push(`${path} ${type}`);
      }
    }
    look(document.paths, '');
    look(document.components.responses, '');
    expect(without).toEqual([]);
  });

  test('requires what a request must have: a body without a default, path parameters, the Idempotency-Key', () => {
    const { paths, components } = document;
    expect(paths['/v1/users'].post.requestBody.required).toBe(true);
    expect(paths['/v1/admin/schedules/{scheduleId}/cancellation'].post.requestBody.required).toBe(false);
    expect(paths['/v1/session/payment'].post.requestBody).toBeUndefined();
    expect(components.parameters.IdempotencyKey.required).toBe(true);
    expect(components.schemas.NewUser.additionalProperties).toBe(false);
    expect(components.schemas.NewHold.oneOf).toHaveLength(2);
  });
});

describe('the reference', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  test('GET /openapi.json is the committed document, and 304 to who has it', async () => {
    const { text, headers } = await call(api.app, 'get', '/openapi.json').expect(200);
    expect(text).toBe(committed);
    expect(headers['cache-control']).toBe('public, no-cache');
    const given = { headers: { 'If-None-Match': headers.etag as string } };
    expect((await call(api.app, 'get', '/openapi.json', given).expect(304)).text).toBe('');
  });

  test('GET /docs loads nothing from elsewhere and has no script in the page, which its policy would not run', async () => {
    const { text, headers } = await call(api.app, 'get', '/docs').expect(200);
    const addresses = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address as string);
    const files = addresses.filter((address) => address !== 'data:,');
    expect(files).toEqual(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/page.js']);
    expect(text).not.toMatch(/<script>|https?:/);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    // It would turn the page's own files into https where there is none.
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    for (const file of files) {
      const { headers: sent } = await call(api.app, 'get', file).expect(200);
      expect(sent['content-type']).toMatch(file.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      await call(api.app, 'get', file, { headers: { 'If-None-Match': sent.etag as string } }).expect(304);
    }
  });

  test('the page has no other files', async () => {
    for (const file of ['package.json', '..%2fpackage.json', 'index.html', '%00'])
      expectProblem(await call(api.app, 'get', `/docs/${file}`), 404, 'ROUTE_NOT_FOUND');
  });
});
