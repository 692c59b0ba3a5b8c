import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type Redis from 'ioredis';
import pino from 'pino';
import type { AdmissionDependencies } from '../../src/activities/admissionDependencies';
import { createAdmissionActivities } from '../../src/activities/admissionActivities';
import type { RoomSessions, VisibleSession } from '../../src/activities/roomSessions';
import type { SessionView } from '../../src/contracts/session';
import type { AdmissionShift, AdmitFansInput, WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { endedView, idleView } from '../../src/domain/sessionView';
import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createAdmission, type Admission } from '../../src/queue/admission';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type RoomSnapshot, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createFan, createSale, type Sale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

const WINDOW_MS = 600_000;

/** Temporal's own warnings would repeat what a test asserts. */
export function quietEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
}

/** The workflows of the sessions, without Temporal: what they are asked, and what they make of it. */
export class FakeSessions implements RoomSessions {
  /** The open workflows by their fan. */
  readonly open = new Map<string, SessionView>();
  /** What was asked, in order: `admit <session>`, `close <session> SOLD_OUT`. */
  readonly asked: string[] = [];
  /** Called before a workflow is admitted; what it throws is what Temporal answers. */
  beforeAdmit: (view: SessionView) => Promise<void> | void = () => undefined;
  /** Called when visibility is asked. */
  beforeList: () => Promise<void> | void = () => undefined;

  constructor(private readonly waitingRoom: WaitingRoom) {}

  private openOf({ identity }: SessionView): SessionView | null {
    const view = this.open.get(identity.userId);
    return view?.identity.sessionId === identity.sessionId ? view : null;
  }

  /** What the workflow writes when it has moved on. */
  private async become(view: SessionView): Promise<void> {
    if (view.endReason) this.open.delete(view.identity.userId);
    else this.open.set(view.identity.userId, view);
    await this.waitingRoom.publish(view);
  }

  async admit(view: SessionView): Promise<boolean> {
    this.asked.push(`admit ${view.identity.sessionId}`);
    await this.beforeAdmit(view);
    const own = this.openOf(view);
    if (own?.state === 'WAITING') await this.become(admittedView(own));
    return own !== null;
  }

  async close(view: SessionView, reason: 'SOLD_OUT' | 'INACTIVE' | 'REMOVED'): Promise<boolean> {
    this.asked.push(`close ${view.identity.sessionId} ${reason}`);
    return await this.end(view, reason);
  }

  async remove(view: SessionView): Promise<boolean> {
    this.asked.push(`remove ${view.identity.sessionId}`);
    return await this.end(view, 'REMOVED');
  }

  async end(view: SessionView, reason: 'FAN_LEFT' | 'SOLD_OUT' | 'INACTIVE' | 'REMOVED'): Promise<boolean> {
    const own = this.openOf(view);
    if (!own) return false;
    const context = { ...own, revision: own.revision + 1 };
    await this.become(endedView(context, reason, Date.now()));
    return true;
  }

  async runs(view: SessionView): Promise<boolean> {
    return this.openOf(view) !== null;
  }

  async openNow(): Promise<VisibleSession[]> {
    await this.beforeList();
    return [...this.open.values()].map(({ identity, state, expiresAt }) => ({
      identity,
      waiting: state === 'WAITING',
      expiresAt,
    }));
  }

  async viewOf(_concertId: string, userId: string): Promise<SessionView | null> {
    this.asked.push(`query ${userId}`);
    return this.open.get(userId) ?? null;
  }
}

export function admittedView(view: SessionView): SessionView {
  const admittedUntil = Date.now() + WINDOW_MS;
  return idleView({
    identity: view.identity,
    revision: view.revision + 1,
    admittedAt: Date.now(),
    admittedUntil,
    expiresAt: admittedUntil,
  });
}

/** The activities of waiting rooms on a real PostgreSQL and a real Redis. */
export class RoomRunner {
  private constructor(
    private readonly database: TestDatabase,
    private readonly testRedis: Awaited<ReturnType<typeof createTestRedis>>,
    readonly redis: Redis,
    readonly waitingRoom: WaitingRoom,
    readonly admission: Admission,
  ) {}

  static async open(): Promise<RoomRunner> {
    const database = await createTestDatabase();
    const testRedis = await createTestRedis();
    const redis = createRedis(testRedis.url, () => undefined);
    await redis.connect();
    return new RoomRunner(database, testRedis, redis, createWaitingRoom(redis), createAdmission(redis));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await this.testRedis.close();
    await this.database.close();
  }

  get db(): SqlClient {
    return this.database.dataSource;
  }

  sessions(): FakeSessions {
    return new FakeSessions(this.waitingRoom);
  }

  /** A concert on sale whose room is open. */
  async sale({ capacity = 1_000, admissionsPerSecond = 1_000, seats = 1 } = {}): Promise<Sale> {
    const sale = await createSale(this.db, { seats });
    await this.db.query(
      'UPDATE concerts SET waiting_room_capacity = $2, admissions_per_second = $3 WHERE id = $1',
      [sale.concertId, capacity, admissionsPerSecond],
    );
    const opened = await openWaitingRoom(this.db, sale.concertId);
    await this.waitingRoom.openRoom(opened!.settings, true);
    return sale;
  }

  async settings(concertId: string): Promise<WaitingRoomSettings> {
    return (await waitingRoomSettings(this.db, concertId))!;
  }

  async room(concertId: string): Promise<RoomSnapshot> {
    return (await this.waitingRoom.readRoom(concertId))!;
  }

  /** A fan who joins, and whose workflow runs. */
  async join(concertId: string, sessions: FakeSessions): Promise<SessionView> {
    const userId = await createFan(this.db);
    const answer = await this.waitingRoom.join({
      ...{ userId, concertId },
      newSessionId: crypto.randomUUID(),
      queueWaitMs: 3_600_000,
      admissionWindowMs: WINDOW_MS,
      firstTaskWithinMs: WINDOW_MS / 2,
    });
    if (!('view' in answer)) throw new Error(`the fan could not join: ${answer.outcome}`);
    const view = { ...answer.view, revision: 1 };
    if (view.state === 'WAITING') {
      const { identity, expiresAt } = view;
      await recordSession(this.db, { identity, admittedAt: null, expiresAt });
    }
    sessions.open.set(userId, view);
    await this.waitingRoom.publish(view);
    return view;
  }

  /** Fans who wait: nobody is admitted on arrival. */
  async line(concertId: string, sessions: FakeSessions, count: number): Promise<SessionView[]> {
    await this.waitingRoom.applySettings({ ...(await this.settings(concertId)), paused: true });
    const views: SessionView[] = [];
    for (let i = 0; i < count; i++) views.push(await this.join(concertId, sessions));
    await this.waitingRoom.applySettings(await this.settings(concertId));
    return views;
  }

  activities(sessions: RoomSessions, dependencies: Partial<AdmissionDependencies> = {}) {
    return createAdmissionActivities({
      db: this.db,
      waitingRoom: this.waitingRoom,
      admission: this.admission,
      sessions,
      logger: pino({ level: 'silent' }),
      tickMs: 10,
      silentAfterMs: 3_600_000,
      graceMs: 3_600_000,
      settleMs: 0,
      cancellationCutOffMs: 86_400_000,
      isStopping: () => false,
      ...dependencies,
    });
  }

  /** One run of the admission activity. */
  async shift(
    concertId: string,
    sessions: RoomSessions,
    dependencies: Partial<AdmissionDependencies> = {},
    { shiftMs = 60_000, environment = quietEnvironment() } = {},
  ): Promise<AdmissionShift> {
    const { admitFans } = this.activities(sessions, dependencies);
    const input: AdmitFansInput = { concertId, shiftMs };
    return await environment.run<[AdmitFansInput], AdmissionShift, typeof admitFans>(admitFans, input);
  }
}

export const idsOf = (views: Pick<SessionView, 'identity'>[]): string[] =>
  views.map(({ identity }) => identity.sessionId);
export const admitsOf = (views: SessionView[]): string[] => idsOf(views).map((id) => `admit ${id}`);
