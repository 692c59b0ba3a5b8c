import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import type { ListedSession } from '../../src/activities/auditedStores';
import {
  createReconciliationActivities,
  type ReconciliationDependencies,
} from '../../src/activities/reconciliationActivities';
import type { ReconciliationActivities, SessionKey } from '../../src/contracts/reconciliation';
import { STORE_RULES } from '../../src/contracts/reconciliation';
import { AUDIT_RULES } from '../../src/persistence/audit/auditRules';
import { withAuditDatabase } from '../../src/persistence/auditDatabase';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createAdmission } from '../../src/queue/admission';
import { createRedis } from '../../src/queue/redis';
import { createRoomAudit } from '../../src/queue/roomAudit';
import { createWaitingRoom } from '../../src/queue/waitingRoom';
import { createSale, newVisit } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';
import { quietEnvironment } from './roomRunner';

const SESSIONS = 510;
const LIMITS = { graceMs: 1_000, lookAgainAfterMs: 50 };

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let redis: ReturnType<typeof createRedis>;
let dependencies: ReconciliationDependencies;
let activities: ReconciliationActivities;
let environment: MockActivityEnvironment;
/** The workflows that Temporal has. */
let openNow: ListedSession[] = [];
const log: { level: number; findings?: object; examples?: object[] }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  redis = createRedis(testRedis.url, () => undefined);
  await redis.connect();
  const { dataSource: db } = database;
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  dependencies = {
    ...{ db, logger },
    waitingRoom: createWaitingRoom(redis),
    admission: createAdmission(redis),
    roomAudit: createRoomAudit(redis),
    openSessions: { each: (take) => Promise.resolve(openNow.forEach(take)) },
    sessions: { runs: () => Promise.resolve(false), viewOf: () => Promise.resolve(null) },
    withAuditDatabase: (work) => work(db),
  };
  activities = createReconciliationActivities(dependencies);
});
beforeEach(() => {
  environment = quietEnvironment();
  log.length = 0;
});
afterAll(async () => {
  redis.disconnect();
  await testRedis.close();
  await database.close();
});

const run = async <I, O>(activity: (input: I) => Promise<O>, input: I): Promise<O> =>
  await environment.run(activity, input);
const audit = (leastOpenPercent?: number) => run(activities.auditStores, { ...LIMITS, leastOpenPercent });

test('an audit counts every rule there is', async () => {
  const { counts, examples, repairable } = await audit();
  expect(Object.keys(counts).sort()).toEqual([...AUDIT_RULES.map(({ name }) => name), ...STORE_RULES].sort());
  expect({ sum: Object.values(counts).reduce((a, b) => a + b), examples, repairable }).toEqual({
    ...{ sum: 0, examples: [], repairable: [] },
  });
});

test('when Temporal has hardly any of many sessions, nothing is repaired; told to, run after run ends the others, with bounded results', async () => {
  const db = database.dataSource;
  const sale = await createSale(db);
  await openWaitingRoom(db, sale.concertId);
  const { identity } = await newVisit(db, sale);
  for (let place = 1; place <= SESSIONS; place += 1) {
    await recordSession(db, { identity: { ...identity, sessionId: randomUUID(), place }, admittedAt: null });
  }
  await db.query(`UPDATE sessions SET issued_at = now() - interval '1 hour'`);
  const elsewhere = await audit();
  expect(elsewhere.repairable).toEqual([]);
  expect(elsewhere.counts).toMatchObject({ 'hardly-any-workflow': 1 });

  const { sessionId, concertId, userId } = identity;
  await recordSession(db, { identity: { ...identity, place: SESSIONS + 1 }, admittedAt: null });
  openNow = [{ sessionId, concertId, userId, waiting: true }];
  await db.query(`UPDATE sessions SET issued_at = now() - interval '1 hour'`);
  expect((await audit()).repairable).toEqual([]);
  const ended: number[] = [];
  for (let rounds = 0; rounds < 3; rounds += 1) {
    const { counts, examples, repairable } = await audit(0);
    const of = (rule: string) => examples.filter((example) => example.rule === rule).length;
    expect(of('session-without-workflow')).toBe(Math.min(3, counts['session-without-workflow']!));
    expect(repairable.length).toBeLessThanOrEqual(500);
    const input: { sessions: SessionKey[]; graceMs: number } = { sessions: repairable, graceMs: 1_000 };
    const repaired = await run(activities.repairSessions, input);
    ended.push(repaired['session-without-workflow'] ?? 0);
  }
  expect(ended).toEqual([500, SESSIONS - 500, 0]);
});

test('a cancelled audit ends, as when its worker shuts down', async () => {
  await database.dataSource.query(
    `UPDATE sessions SET state = 'WAITING', ended_at = NULL, end_reason = NULL`,
  );
  const running = environment.run(activities.auditStores, { ...LIMITS, lookAgainAfterMs: 3_600_000 });
  setTimeout(() => environment.cancel(), 500);
  await expect(running).rejects.toThrow();
});

test('a cancelled audit ends at once also under a statement, and its connection is destroyed', async () => {
  const db = database.dataSource;
  const MARK = 'a long statement of a test';
  const sleeping = () =>
    db.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(120) /* ${MARK} */'`,
    );
  const lent: Promise<unknown>[] = [];
  const { auditStores } = createReconciliationActivities({
    ...dependencies,
    withAuditDatabase: (work, ended) => {
      const using = withAuditDatabase(
        database.url,
        async (client) => {
          await client.query(`SELECT pg_sleep(120) /* ${MARK} */`);
          return await work(client);
        },
        ended,
      );
      lent.push(using);
      return using;
    },
  });
  const running = environment.run(auditStores, LIMITS);
  const outcome = running.catch((error: unknown) => error);
  while ((await sleeping()).length === 0) await pause(20);
  environment.cancel();
  expect(await outcome).toMatchObject({ name: 'CancelledFailure' });
  await expect(lent[0]).rejects.toThrow('Connection terminated');
  // PostgreSQL does not notice before the statement is over: nobody waited for it.
  const left = await sleeping();
  expect(left).toHaveLength(1);
  await db.query('SELECT pg_terminate_backend($1)', [left[0]!.pid]);
});

test('a cancelled audit ends at once also while the open workflows are listed', async () => {
  let listing = false;
  const { auditStores } = createReconciliationActivities({
    ...dependencies,
    openSessions: {
      each: () => {
        listing = true;
        return new Promise(() => undefined);
      },
    },
  });
  const outcome = environment.run(auditStores, LIMITS).catch((error: unknown) => error);
  while (!listing) await pause(20);
  environment.cancel();
  expect(await outcome).toMatchObject({ name: 'CancelledFailure' });
});

test('a session whose workflow is open when it comes to its repair is not given up', async () => {
  const db = database.dataSource;
  const sale = await createSale(db);
  const { identity } = await newVisit(db, sale);
  const { sessionId, concertId, userId } = identity;
  await recordSession(db, { identity, admittedAt: null });
  await db.query(`UPDATE sessions SET issued_at = now() - interval '1 hour' WHERE id = $1`, [sessionId]);
  const open = async () =>
    (await db.query<unknown[]>('SELECT FROM sessions WHERE id = $1 AND ended_at IS NULL', [sessionId]))
      .length;
  const repairWith = async (...answers: boolean[]) => {
    const runs = () => Promise.resolve(answers.shift() ?? false);
    const { repairSessions } = createReconciliationActivities({
      ...dependencies,
      sessions: { ...dependencies.sessions, runs },
    });
    return await run(repairSessions, { sessions: [{ sessionId, concertId, userId }], graceMs: 1_000 });
  };
  expect(await repairWith(false, true)).toEqual({});
  expect(await open()).toBe(1);
  expect(await repairWith(false, false)).toEqual({ 'session-without-workflow': 1 });
  expect(await open()).toBe(0);
});

test('the log warns of findings, by ids, and is silent when there is none', async () => {
  const record = {
    ...{ startedAt: Date.now(), repaired: {}, keepRecordsMs: 3_600_000 },
    examples: [{ rule: 'seat-has-two-owners', subject: 'seat 17', detail: '2 live reservations' }],
  };
  const counts = { 'seat-has-two-owners': 1, 'user-without-wallet': 0 };
  await run(activities.recordReconciliation, { ...record, id: randomUUID(), counts });
  expect(log).toEqual([
    expect.objectContaining({ level: 40, findings: { 'seat-has-two-owners': 1 }, examples: record.examples }),
  ]);
  log.length = 0;
  const clean = { 'seat-has-two-owners': 0 };
  await run(activities.recordReconciliation, { ...record, id: randomUUID(), counts: clean });
  expect(log).toEqual([]);
});
