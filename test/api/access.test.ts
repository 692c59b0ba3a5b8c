import { readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';
import { issueQueueToken } from '../../src/api/queueToken';
import type { Access, Operation } from '../../src/api/operation';
import { operations } from '../../src/api/operations';
import {
  ADMIN_KEY,
  call,
  createTestApi,
  register,
  SECRETS,
  VIEWER_KEY,
  visit,
  type TestApi,
  type Visitor,
} from './testApi';

/** Who may call what. A call that is added without a row here fails the first test. */
const EXPECTED: Record<string, Access> = {
  'POST /v1/users': 'PUBLIC',
  'GET /v1/users/me': 'USER',
  'GET /v1/users/me/api-keys': 'USER',
  'POST /v1/users/me/api-keys': 'USER',
  'DELETE /v1/users/me/api-keys/:keyId': 'USER',
  'GET /v1/wallet': 'USER',
  'GET /v1/wallet/entries': 'USER',
  'POST /v1/wallet/top-ups': 'USER',
  'GET /v1/concerts': 'PUBLIC',
  'GET /v1/concerts/:concertId': 'PUBLIC',
  'GET /v1/concerts/:concertId/schedules': 'PUBLIC',
  'GET /v1/concerts/:concertId/waiting-room': 'PUBLIC',
  'GET /v1/concerts/:concertId/draw': 'PUBLIC',
  'POST /v1/concerts/:concertId/sessions': 'USER',
  'GET /v1/session': 'SESSION',
  'DELETE /v1/session': 'SESSION',
  'GET /v1/session/events': 'SESSION',
  'GET /v1/schedules/:scheduleId/seats': 'SESSION',
  'GET /v1/schedules/:scheduleId/seats/events': 'SESSION',
  'PUT /v1/session/hold': 'SESSION',
  'PATCH /v1/session/hold': 'SESSION',
  'POST /v1/session/hold/extension': 'SESSION',
  'DELETE /v1/session/hold': 'SESSION',
  'POST /v1/session/payment': 'SESSION',
  'GET /v1/reservations': 'USER',
  'GET /v1/reservations/:reservationId': 'USER',
  'POST /v1/reservations/:reservationId/cancellation': 'USER',
  'POST /v1/admin/venues': 'ADMIN',
  'POST /v1/admin/concerts': 'ADMIN',
  'POST /v1/admin/concerts/:concertId/schedules': 'ADMIN',
  'GET /v1/admin/concerts/:concertId/stats': 'ADMIN_VIEW',
  'GET /v1/admin/concerts/:concertId/waiting-room': 'ADMIN_VIEW',
  'PATCH /v1/admin/concerts/:concertId/waiting-room': 'ADMIN',
  'POST /v1/admin/concerts/:concertId/waiting-room/admissions': 'ADMIN',
  'POST /v1/admin/concerts/:concertId/waiting-room/removals': 'ADMIN',
  'POST /v1/admin/schedules/:scheduleId/cancellation': 'ADMIN',
  'GET /v1/admin/schedules/:scheduleId/cancellation': 'ADMIN_VIEW',
  'PATCH /v1/admin/schedules/:scheduleId/cancellation': 'ADMIN',
  'GET /v1/admin/reservations/:reservationId': 'ADMIN_VIEW',
  'GET /v1/admin/users/:userId/reservations': 'ADMIN_VIEW',
  'GET /v1/admin/users/:userId/api-keys': 'ADMIN_VIEW',
  'POST /v1/admin/users/:userId/api-keys': 'ADMIN',
  'POST /v1/admin/users/:userId/api-keys/revocation': 'ADMIN',
  'GET /healthz': 'PUBLIC',
  'GET /readyz': 'PUBLIC',
  'GET /metrics': 'PUBLIC',
  'GET /problems': 'PUBLIC',
  'GET /problems/:code': 'PUBLIC',
  'GET /openapi.json': 'PUBLIC',
  'GET /docs': 'PUBLIC',
  'GET /docs/:file': 'PUBLIC',
};

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

describe('access', () => {
  let api: TestApi;
  let fan: Visitor;
  let other: Visitor;
  /** Event streams end after their first event, as when the server closes. */
  const closing = express().use((_request, response, next) => {
    response.set('Connection', 'close');
    api.app(response.req, response, next);
  });

  beforeAll(async () => {
    api = await createTestApi();
    fan = await visit(api);
    other = await visit(api);
  });
  afterAll(() => api.close());

  test('is written down for every operation', () => {
    expect(Object.fromEntries(operations.map((operation) => [nameOf(operation), operation.access]))).toEqual(
      EXPECTED,
    );
  });

  test('is what the document says, and the document has each operation', () => {
    const file = path.resolve(__dirname, '../../openapi.json');
    const { paths } = JSON.parse(readFileSync(file, 'utf8')) as {
      paths: Record<string, Record<string, { security: object[] }>>;
    };
    const documented = Object.entries(paths).flatMap(([address, calls]) =>
      Object.entries(calls).map(([method, { security }]) => {
        const schemes = security.flatMap((entry) => Object.keys(entry)).join(' ');
        return [`${method.toUpperCase()} ${address.replace(/\{(\w+)\}/g, ':$1')}`, schemes];
      }),
    );
    const SCHEMES = {
      ...{ PUBLIC: '', USER: 'apiKey', SESSION: 'apiKey queueToken' },
      ...{ ADMIN_VIEW: 'adminKey viewerKey', ADMIN: 'adminKey' },
    };
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries(Object.entries(EXPECTED).map(([name, access]) => [name, SCHEMES[access]])),
    );
  });

  const send = ({ method, path }: Operation, credentials: Parameters<typeof call>[3]) => {
    const address = path
      .replace(':reservationId', '018f0000-0000-7000-8000-000000000000')
      .replace(/:\w+/, '999');
    return call(closing, method.toLowerCase() as 'get', address, credentials);
  };
  const codeOf = async (operation: Operation, credentials: Parameters<typeof call>[3]): Promise<string> => {
    const { status, body } = await send(operation, credentials);
    return status < 400 ? 'granted' : `${status} ${body.code}`;
  };
  /** Refused for another reason than access, or not at all: with these credentials the call itself begins. */
  const passed = (answer: string): boolean => !/^401|FORBIDDEN/.test(answer);

  describe.each(operations.map((operation) => [nameOf(operation), operation] as const))(
    '%s',
    (_name, operation) => {
      const { access } = operation;
      const restricted = access !== 'PUBLIC';

      test('without a key, with a malformed or a forged one, is refused unless it is public', async () => {
        const strangers: Record<string, string>[] = [
          {},
          { Authorization: fan.key },
          { Authorization: 'Bearer' },
          { Authorization: `Basic ${Buffer.from(`fan:${fan.key}`).toString('base64')}` },
          { Authorization: `Bearer ${fan.key.slice(0, -1)}${fan.key.endsWith('A') ? 'B' : 'A'}` },
          { Authorization: `Bearer ${ADMIN_KEY}x` },
          { Authorization: `Bearer ${fan.key}\u00e9` },
        ];
        for (const headers of strangers) {
          const answer = await codeOf(operation, { headers, token: fan.token });
          if (restricted) expect(answer).toBe('401 UNAUTHENTICATED');
          else expect(passed(answer)).toBe(true);
        }
      });

      test('with the wrong role is FORBIDDEN', async () => {
        const byFan = await codeOf(operation, { key: fan.key, token: fan.token });
        const byAdmin = await codeOf(operation, { key: ADMIN_KEY, token: fan.token });
        const byViewer = await codeOf(operation, { key: VIEWER_KEY, token: fan.token });
        const forAdmins = access === 'ADMIN' || access === 'ADMIN_VIEW';
        if (forAdmins) expect(byFan).toBe('403 FORBIDDEN');
        else if (restricted) expect([byAdmin, byViewer]).toEqual(['403 FORBIDDEN', '403 FORBIDDEN']);
        if (access === 'ADMIN') expect(byViewer).toBe('403 FORBIDDEN');
        if (access === 'ADMIN_VIEW') expect(passed(byViewer)).toBe(true);
        expect([byFan, byAdmin].some(passed)).toBe(true);
      });

      test('that needs a queue token takes only a well-formed, genuine one of the same user', async () => {
        const { sessionId } = fan;
        const forged = issueQueueToken(['not-the-secret-of-this-server-at-all'], {
          sessionId,
          concertId: '1',
          userId: fan.id,
        });
        const otherSession = `${forged.startsWith('A') ? 'B' : 'A'}${forged.slice(1).split('.')[0]}.${fan.token.split('.')[1]}`;
        for (const token of [undefined, '', 'nonsense', other.token, forged, otherSession]) {
          const answer = await codeOf(operation, { key: fan.key, token });
          if (access === 'SESSION') expect(answer).toBe('401 QUEUE_TOKEN_INVALID');
          else expect(answer).not.toContain('QUEUE_TOKEN');
        }
      });
    },
  );

  test('a viewer may read all that is under /v1/admin, and change nothing', () => {
    for (const { method, path, access } of operations) {
      if (path.startsWith('/v1/admin'))
        expect([path, access]).toEqual([path, method === 'GET' ? 'ADMIN_VIEW' : 'ADMIN']);
    }
  });

  test('of a suspended user is FORBIDDEN', async () => {
    const suspended = await register(api.app);
    await api.db.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [suspended.id]);
    const { status, body } = await call(api.app, 'get', '/v1/wallet', suspended);
    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('is granted whatever the case of the scheme, and refusals say which scheme', async () => {
    await call(api.app, 'get', '/v1/wallet', { headers: { Authorization: `bearer ${fan.key}` } }).expect(200);
    const refused = await call(api.app, 'get', '/v1/wallet').expect(401);
    expect(refused.headers['www-authenticate']).toBe('Bearer');
  });

  test('is decided before the body is read: nobody unknown makes us read 5 MB', async () => {
    const body = `{"name":"${'x'.repeat(200_000)}"`;
    const refused = await call(api.app, 'post', '/v1/admin/venues', { key: fan.key, body });
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('tokens are signed with the secrets of the settings', () => {
    const { sessionId, id: userId } = fan;
    expect(fan.token).toBe(issueQueueToken(SECRETS, { sessionId, concertId: '1', userId }));
  });
});
