import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { issueQueueToken } from '../../src/api/queueToken';
import { ApiClient, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

interface Reference {
  $ref?: string;
}
interface DocumentedOperation {
  operationId: string;
  security: Record<string, unknown>[];
  parameters?: (Reference & { name?: string; in?: string; example?: unknown })[];
  requestBody?: { content: { 'application/json': { example?: unknown } } };
  responses: Record<string, Reference & { content?: object }>;
}
interface OpenApiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: Record<string, Record<string, unknown>>;
}

const document = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8'),
) as OpenApiDocument;
const all = Object.entries(document.paths).flatMap(([address, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${address}`,
    method: method.toUpperCase(),
    address,
    operation,
  })),
);
type Documented = (typeof all)[number];

/** What the token of a session that has ended still opens. Each call that takes a queue token has its row. */
const WITH_EXPIRED_TOKEN: Record<string, string> = {
  'GET /v1/session': '200',
  'GET /v1/session/events': '200',
  // Leaving can be repeated.
  'DELETE /v1/session': '204',
  'GET /v1/schedules/{scheduleId}/seats': '401 QUEUE_TOKEN_EXPIRED',
  'GET /v1/schedules/{scheduleId}/seats/events': '401 QUEUE_TOKEN_EXPIRED',
  'PUT /v1/session/hold': '401 QUEUE_TOKEN_EXPIRED',
  'PATCH /v1/session/hold': '401 QUEUE_TOKEN_EXPIRED',
  'DELETE /v1/session/hold': '401 QUEUE_TOKEN_EXPIRED',
  'POST /v1/session/hold/extension': '401 QUEUE_TOKEN_EXPIRED',
  'POST /v1/session/payment': '401 QUEUE_TOKEN_EXPIRED',
};

type Access = 'PUBLIC' | 'USER' | 'SESSION' | 'ADMIN_VIEW' | 'ADMIN';

const VIEWER_KEY = 'viewer-key-of-the-access-test';

function accessOf({ operation: { security } }: Documented): Access {
  const schemes = security.flatMap((entry) => Object.keys(entry));
  if (schemes.includes('queueToken')) return 'SESSION';
  if (schemes.includes('apiKey')) return 'USER';
  if (schemes.includes('viewerKey')) return 'ADMIN_VIEW';
  return schemes.length > 0 ? 'ADMIN' : 'PUBLIC';
}

/** The codes that the document lists for a status, or null where it does not list the status. */
function documentedCodes({ operation }: Documented, status: number): string[] | null {
  const response = operation.responses[status];
  if (!response) return null;
  const name = response.$ref?.split('/').at(-1);
  const text = JSON.stringify(name === undefined ? response : document.components.responses?.[name]);
  const [, codes = ''] = /"code":\{("(?:const|enum)":[^}]*)\}/.exec(text) ?? [];
  return [...codes.matchAll(/"([A-Z_]{3,})"/g)].map(([, code]) => code ?? '');
}

describe('access to each operation of the document', () => {
  let stack: RunningStack;
  let api: ApiClient;
  let fan: Fan;
  let other: Fan;
  let ended: Fan;
  let othersReservation: string;
  let othersKeyId: string;

  beforeAll(async () => {
    stack = await startStack({ ADMIN_VIEWER_KEY: VIEWER_KEY });
    api = new ApiClient(stack);
    const sale = await api.onSale();
    [fan, other, ended] = [await api.fan(), await api.fan({ balance: 1000 }), await api.fan()];
    for (const visitor of [fan, other, ended]) await api.join(visitor, sale.concertId);
    await api.must(204, 'DELETE', '/v1/session', { fan: ended });
    await api.until(ended, 'LEFT');
    const seats = await api.seatIds(other, sale.scheduleId);
    expect((await api.hold(other, sale.scheduleId, seats.slice(0, 1))).status).toBe(200);
    const paid = await api.pay(other);
    othersReservation = paid.body.reservationId as string;
    const keys = await api.must(200, 'GET', '/v1/users/me/api-keys', { fan: other });
    othersKeyId = (keys.items as { id: string }[])[0]?.id ?? '';
    await api.join(other, sale.concertId);
  });
  afterAll(() => stack.close());

  /** A request that is valid but for its credentials, about a reservation of another fan where it is about one. */
  async function ask(documented: Documented, headers: Record<string, string>): Promise<string> {
    const { method, address, operation } = documented;
    const url = address.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'reservationId') return othersReservation;
      if (name === 'keyId') return othersKeyId;
      return (operation.parameters?.find((parameter) => parameter.name === name)?.example ?? '1') as string;
    });
    const body = operation.requestBody?.content['application/json'].example;
    const response = await fetch(stack.apiUrl + url, {
      method,
      headers: {
        ...{ 'Idempotency-Key': randomUUID(), ...headers },
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const codes = documentedCodes(documented, response.status);
    expect(codes === null ? `${response.status} is not documented` : 'documented').toBe('documented');
    if (response.ok) return String(response.status);
    const { code } = JSON.parse(text) as { code: string };
    expect(codes).toContain(code);
    return `${response.status} ${code}`;
  }

  const bearer = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });
  const withToken = (key: string, token: string | undefined): Record<string, string> => ({
    ...bearer(key),
    'Queue-Token': token ?? '',
  });
  const altered = (key: string): string => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
  const isGranted = (answer: string): boolean => !/^401|FORBIDDEN/.test(answer);

  test('is asked of the document that the API serves', async () => {
    expect(await (await fetch(`${stack.apiUrl}/openapi.json`)).json()).toEqual(document);
  });

  test('is written down for an ended session wherever a queue token is taken', () => {
    const taking = all.filter((documented) => accessOf(documented) === 'SESSION').map(({ name }) => name);
    expect(taking.sort()).toEqual(Object.keys(WITH_EXPIRED_TOKEN).sort());
  });

  describe.each(all.map((documented) => [documented.name, documented] as const))('%s', (name, documented) => {
    const access = accessOf(documented);
    const isForAdmins = access === 'ADMIN' || access === 'ADMIN_VIEW';

    test('without credentials, or with malformed or forged keys', async () => {
      const strangers = [
        {},
        { Authorization: fan.key },
        { Authorization: 'Bearer' },
        { Authorization: `Basic ${Buffer.from(`fan:${fan.key}`).toString('base64')}` },
        withToken(altered(fan.key), fan.token),
        withToken(altered(stack.adminKey), fan.token),
        withToken(altered(VIEWER_KEY), fan.token),
      ];
      for (const headers of strangers) {
        const answer = await ask(documented, headers);
        if (access === 'PUBLIC') expect(isGranted(answer)).toBe(true);
        else expect(answer).toBe('401 UNAUTHENTICATED');
      }
    });

    test('with the wrong role', async () => {
      const wrong = isForAdmins ? [fan.key] : [stack.adminKey, VIEWER_KEY];
      if (access === 'ADMIN') wrong.push(VIEWER_KEY);
      for (const key of wrong) {
        const answer = await ask(documented, withToken(key, fan.token));
        if (access === 'PUBLIC') expect(isGranted(answer)).toBe(true);
        else expect(answer).toBe('403 FORBIDDEN');
      }
    });

    test("with a queue token that is missing, malformed, forged or another fan's", async () => {
      const { id: userId, sessionId = '' } = fan;
      const secrets = ['not-the-secret-of-this-server-at-all'];
      const forged = issueQueueToken(secrets, { sessionId, concertId: '1', userId });
      for (const token of [undefined, 'nonsense', forged, other.token]) {
        const answer = await ask(documented, withToken(fan.key, token));
        if (access === 'SESSION') expect(answer).toBe('401 QUEUE_TOKEN_INVALID');
        else if (isForAdmins) expect(answer).toBe('403 FORBIDDEN');
        else expect(isGranted(answer)).toBe(true);
      }
    });

    test('with the queue token of a session that has ended', async () => {
      const answer = await ask(documented, withToken(ended.key, ended.token));
      if (access === 'SESSION') expect(answer).toBe(WITH_EXPIRED_TOKEN[name]);
      else if (isForAdmins) expect(answer).toBe('403 FORBIDDEN');
      else expect(isGranted(answer)).toBe(true);
    });

    if (access === 'ADMIN_VIEW') {
      test('as a viewer, who may look', async () => {
        expect(isGranted(await ask(documented, bearer(VIEWER_KEY)))).toBe(true);
      });
    }

    if (access === 'USER' && name.includes('{keyId}')) {
      test("about another fan's key, as if there were none", async () => {
        expect(await ask(documented, bearer(fan.key))).toBe('404 API_KEY_NOT_FOUND');
      });
    }

    if (access === 'USER' && name.includes('{reservationId}')) {
      test("about another fan's reservation, as if there were none", async () => {
        expect(await ask(documented, bearer(fan.key))).toBe('404 RESERVATION_NOT_FOUND');
      });
    }
  });
});
