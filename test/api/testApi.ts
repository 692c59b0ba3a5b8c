import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { createApp } from '../../src/api/app';
import type { ApiDependencies } from '../../src/api/apiDependencies';
import { createApiMetrics } from '../../src/api/metrics';
import { createSeatFeeds } from '../../src/api/seatFeed';
import { createSeatMaps } from '../../src/api/seatMaps';
import { createStreamPlaces } from '../../src/api/streamPlaces';
import type { WaitingRooms } from '../../src/api/waitingRooms';
import { lastReconciliation } from '../../src/persistence/reads/lastReconciliation';
import { saleGauges } from '../../src/persistence/reads/saleGauges';
import { createLogger } from '../../src/logger';
import { createTestDatabase } from '../support/testDatabase';
import { watched } from './conformance';
import { FakeSessions } from './fakeSessions';
import { fakeScheduleCancellations, type FakeScheduleCancellations } from './fakeScheduleCancellations';
import { fakeKeyRevocations } from './fakeKeyRevocations';
import { fakeWaitingRooms } from './fakeWaitingRooms';

export const ADMIN_KEY = 'an-admin-key-for-tests';
export const VIEWER_KEY = 'a-key-that-may-only-look';
export const SECRETS = ['a-queue-token-secret-of-32-chars-1'];

export interface Fan {
  id: string;
  email: string;
  key: string;
}
export interface Visitor extends Fan {
  token: string;
  sessionId: string;
}

export interface TestApi {
  app: Express;
  db: ApiDependencies['db'];
  sessions: FakeSessions;
  waitingRooms: jest.Mocked<WaitingRooms>;
  scheduleCancellations: FakeScheduleCancellations;
  /** All lines that were logged. */
  log: string[];
  /** Answers that the document does not foresee; `close` throws when there are any. */
  violations: string[];
  close(): Promise<void>;
}

/** The whole API on a database of its own; only sessions and waiting rooms are stand-ins. */
export async function createTestApi(overrides: Partial<ApiDependencies> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const sessions = new FakeSessions();
  const log: string[] = [];
  const logger = createLogger('api', 'trace', { destination: { write: (line) => void log.push(line) } });
  const db: ApiDependencies['db'] = database.dataSource;
  const waitingRooms = fakeWaitingRooms(db);
  const scheduleCancellations = fakeScheduleCancellations(db);
  const known = overrides.db ?? db;
  const metrics = createApiMetrics({
    database: async () => ({
      sale: await saleGauges(known, 10),
      reconciliation: await lastReconciliation(known),
    }),
    rooms: () => Promise.resolve([]),
    dependencies: { add: () => Promise.resolve() },
    load: () => ({ callsInFlight: 0, callsWaiting: 0, streams: 0, mostStreams: 100 }),
    onError: () => undefined,
  });
  const { app, violations } = watched(
    createApp({
      db,
      sessions,
      sessionChanges: { subscribe: () => Promise.resolve(() => undefined) },
      keyRevocations: fakeKeyRevocations(),
      seatMaps: createSeatMaps(known),
      seatFeeds: createSeatFeeds({
        ...{ db, logger },
        seatChanges: { subscribe: () => Promise.resolve(() => undefined) },
      }),
      streamPlaces: createStreamPlaces(100),
      metrics,
      waitingRooms,
      scheduleCancellations,
      logger,
      settings: {
        adminKeys: [ADMIN_KEY],
        adminViewerKeys: [VIEWER_KEY],
        queueTokenSecrets: SECRETS,
        currency: 'KRW',
      },
      readiness: () => Promise.resolve({ database: true }),
      isDraining: () => false,
      ...overrides,
    }),
  );
  return {
    ...{ app, db, sessions, waitingRooms, scheduleCancellations, log, violations },
    async close() {
      metrics.stop();
      await database.close();
      if (violations.length > 0) throw new Error(`not as openapi.json says:\n${violations.join('\n')}`);
    },
  };
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Options {
  key?: string;
  token?: string;
  idempotencyKey?: string;
  body?: object | string;
  headers?: Record<string, string>;
}

/** Sends one request. */
export function call(app: Express, method: Method, path: string, options: Options = {}): Test {
  const { key, token, idempotencyKey, body, headers = {} } = options;
  const sent = request(app)[method](path);
  if (key !== undefined) sent.set('Authorization', `Bearer ${key}`);
  if (token !== undefined) sent.set('Queue-Token', token);
  if (idempotencyKey !== undefined) sent.set('Idempotency-Key', idempotencyKey);
  for (const [name, value] of Object.entries(headers)) sent.set(name, value);
  if (typeof body === 'string' && headers['Content-Type'] === undefined) sent.type('json');
  return body === undefined ? sent : sent.send(body);
}

export async function register(app: Express): Promise<Fan> {
  const email = `fan-${randomUUID()}@example.org`;
  const { body } = await call(app, 'post', '/v1/users', { body: { email, name: 'Fan' } }).expect(201);
  return { id: body.id, email, key: body.apiKey };
}

/** A fan with a session that is admitted, unless the stand-in is told otherwise. */
export async function visit({ app, sessions }: TestApi, concertId = '1'): Promise<Visitor> {
  const fan = await register(app);
  const { body } = await call(app, 'post', `/v1/concerts/${concertId}/sessions`, fan).expect(201);
  sessions.put(body.sessionId, 'ADMITTED');
  return { ...fan, token: body.token, sessionId: body.sessionId };
}

export async function createSale(
  app: Express,
  seatCount = 5,
): Promise<{ concertId: string; scheduleId: string }> {
  const admin = { key: ADMIN_KEY };
  const seats = Array.from({ length: seatCount }, (_, index) => ({
    ...{ seatNumber: `A${index + 1}`, area: 'A' },
    seatType: index === 0 ? 'VIP' : 'STANDARD',
  }));
  const venue = await call(app, 'post', '/v1/admin/venues', {
    ...admin,
    body: { name: 'Hall', address: 'Seoul', timeZone: 'Asia/Seoul', seats },
  }).expect(201);
  const concert = await call(app, 'post', '/v1/admin/concerts', {
    ...admin,
    body: {
      ...{ title: 'A night', description: '', durationMinutes: 120, saleOpensAt: '2026-01-01T00:00:00Z' },
      waitingRoom: { capacity: 10, admissionsPerSecond: 5 },
    },
  }).expect(201);
  const schedule = await call(app, 'post', `/v1/admin/concerts/${concert.body.id}/schedules`, {
    ...admin,
    body: {
      venueId: venue.body.id,
      startsAt: '2030-05-01T19:00:00Z',
      endsAt: '2030-05-01T21:00:00Z',
      prices: { VIP: 2000, STANDARD: 1000 },
    },
  }).expect(201);
  return { concertId: concert.body.id, scheduleId: schedule.body.id };
}

/** Checks that an answer is the problem document with this code. */
export function expectProblem(
  response: { status: number; headers: Record<string, string>; body: Record<string, unknown> },
  status: number,
  code: string,
): void {
  expect({ status: response.status, code: response.body.code }).toEqual({ status, code });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body).toMatchObject({
    type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/\w.*[.]$/),
    instance: expect.stringMatching(/^\/[^?]*$/),
    requestId: response.headers['x-request-id'],
  });
  expect(String(response.body.retryAfter)).toBe(String(response.headers['retry-after']));
  expect(JSON.stringify(response.body)).not.toMatch(/SELECT |INSERT |\n\s+at |node_modules|driver/);
}
