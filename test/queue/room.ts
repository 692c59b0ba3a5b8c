import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import type { SessionView } from '../../src/contracts/session';
import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { endedView, idleView } from '../../src/domain/sessionView';
import { createAdmission, type Admission, type Restored, type TickInput } from '../../src/queue/admission';
import { API_SERVING, roomKeys, type RoomKeys } from '../../src/queue/keys';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type JoinOutcome, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createTestRedis } from '../support/testRedis';

export const QUEUE_WAIT_MS = 3_600_000;
export const ADMISSION_WINDOW_MS = 600_000;
export const HOLD_MS = 300_000;

/** Admits one on arrival and then, for as long as a test lasts, nobody. */
export const ONE_AND_NO_MORE = 0.000_1;
/** More than a test can use. */
export const ALL_AT_ONCE = 1_000_000;

export const DRAW_SEED = '5eed'.repeat(16);
/** Longer than any test. Milliseconds. */
export const NEVER = 86_400_000;

type Settings = Partial<WaitingRoomSettings>;
export type Joined = Extract<JoinOutcome, { view: SessionView }>;

export type RoomSet = Exclude<keyof RoomKeys, 'room' | 'fans' | 'sessionPrefix' | 'seatChannel'>;
export const ROOM_SETS: RoomSet[] = ['line', 'seen', 'away', 'closing', 'slots', 'offers', 'starting'];

/** Waiting rooms on a Redis database of its own, used from several connections as from several processes. */
export class TestRooms {
  private lastConcert = 0;
  private lastVersion = 0;

  private constructor(
    readonly redis: Redis,
    readonly room: WaitingRoom,
    readonly admission: Admission,
    private readonly connections: Redis[],
    private readonly rooms: WaitingRoom[],
    private readonly closeDatabase: () => Promise<void>,
  ) {}

  static async open(): Promise<TestRooms> {
    const database = await createTestRedis();
    const connections = [0, 1, 2, 3].map(() =>
      createRedis(database.url, (error) => {
        throw error;
      }),
    );
    await Promise.all(connections.map((connection) => connection.connect()));
    const rooms = connections.map(createWaitingRoom);
    const first = connections[0]!;
    const admission = createAdmission(first);
    return new TestRooms(first, rooms[0]!, admission, connections, rooms, () => database.close());
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.disconnect();
    await this.closeDatabase();
  }

  /** A concert whose room is open, has space for everybody and admits as fast as it can, but for the settings given. */
  async concert(settings: Settings = {}): Promise<string> {
    const concertId = String(++this.lastConcert);
    await this.room.openRoom(this.settingsOf(concertId, settings), true);
    return concertId;
  }

  /** Newer with each call. */
  settingsOf(concertId: string, settings: Settings = {}): WaitingRoomSettings {
    return {
      concertId,
      version: ++this.lastVersion,
      capacity: 1_000_000,
      admissionsPerSecond: ALL_AT_ONCE,
      paused: false,
      status: 'ON_SALE',
      soldOut: false,
      allSeatsHeld: false,
      saleOpensAt: new Date(Date.now() - 3_600_000),
      drawSeed: DRAW_SEED,
      ...settings,
    };
  }

  async settle(concertId: string, settings: Settings = {}): Promise<void> {
    const known = await this.room.applySettings(this.settingsOf(concertId, settings));
    if (!known) throw new Error(`Redis does not know the room of concert ${concertId}`);
  }

  tick(concertId: string, input: Partial<TickInput> = {}, admission = this.admission) {
    return admission.tick({
      concertId,
      runner: 'a runner',
      leaseMs: NEVER,
      most: 1_000,
      offerAgainMs: NEVER,
      silentAfterMs: NEVER,
      graceMs: NEVER,
      ...input,
    });
  }

  /** A tick of the room's one runner. */
  async run(concertId: string, input: Partial<TickInput> = {}, admission = this.admission) {
    const tick = await this.tick(concertId, input, admission);
    if (tick.outcome !== 'RUNNING') throw new Error(`the runner could not run: ${tick.outcome}`);
    return tick;
  }

  /** Those whose workflows are to be signalled after a tick. */
  async offered(concertId: string, input: Partial<TickInput> = {}, admission = this.admission) {
    return (await this.run(concertId, input, admission)).offered;
  }

  async rebuild(concertId: string, sessions: Restored[], settings: Settings = {}): Promise<boolean> {
    const rebuild = randomUUID();
    await this.reopen(concertId, settings);
    await this.admission.beginRebuild(concertId, rebuild);
    await this.admission.restore(sessions);
    return await this.admission.finishRebuild(concertId, rebuild);
  }

  /** Makes a room that Redis has lost known again, and nothing more. */
  async reopen(concertId: string, settings: Settings = {}): Promise<void> {
    await this.room.openRoom(this.settingsOf(concertId, settings), false);
  }

  /** As if Redis had been restarted: `run_id` is another one from then on. */
  async restartRedis(concertId: string): Promise<void> {
    const runId = /run_id:(\w+)/.exec(await this.redis.info('server'))![1]!;
    await this.setField(concertId, 'readyOn', 'the run before');
    const rebuild = await this.field(concertId, 'rebuild');
    if (rebuild) await this.setField(concertId, 'rebuild', rebuild.replace(runId, 'the run before'));
  }

  /** As if the API had been serving for so long. */
  async serveFor(ms: number): Promise<void> {
    await this.redis.set(API_SERVING, Date.now() - ms);
  }

  /** As if the fan had not been heard of for so long. */
  async silence({ identity }: SessionView, ms: number): Promise<void> {
    const { seen, away } = roomKeys(identity.concertId);
    const since = Date.now() - ms;
    await this.redis.zadd(seen, 'XX', since, identity.sessionId);
    await this.redis.zadd(away, 'XX', since, identity.sessionId);
  }

  /** A field of the room's hash. */
  async field(concertId: string, name: string): Promise<string | null> {
    return await this.redis.hget(roomKeys(concertId).room, name);
  }

  async setField(concertId: string, name: string, value: string | number): Promise<void> {
    await this.redis.hset(roomKeys(concertId).room, name, value);
  }

  /** An admission of its own for each connection. */
  admissions(): Admission[] {
    return this.connections.map(createAdmission);
  }

  /** One of the connections, in turn. */
  connection(turn: number): WaitingRoom {
    return this.rooms[turn % this.rooms.length]!;
  }

  async tryJoin(
    concertId: string,
    userId: string = randomUUID(),
    connection = this.room,
  ): Promise<JoinOutcome> {
    return await connection.join({
      concertId,
      userId,
      newSessionId: randomUUID(),
      queueWaitMs: QUEUE_WAIT_MS,
      admissionWindowMs: ADMISSION_WINDOW_MS,
      firstTaskWithinMs: HOLD_MS,
    });
  }

  async join(concertId: string, userId?: string, connection?: WaitingRoom): Promise<Joined> {
    const answer = await this.tryJoin(concertId, userId, connection);
    if (!('view' in answer)) throw new Error(`the fan could not join: ${answer.outcome}`);
    return answer;
  }

  /** New fans, one after another. */
  async joinMany(concertId: string, count: number): Promise<SessionView[]> {
    const views: SessionView[] = [];
    for (let i = 0; i < count; i++) views.push((await this.join(concertId)).view);
    return views;
  }

  /** The sessions in a sorted set, in its order. */
  async members(concertId: string, set: RoomSet): Promise<string[]> {
    return await this.redis.zrange(roomKeys(concertId)[set], 0, '-1');
  }

  async openSessionOf({ identity }: SessionView): Promise<string | null> {
    return await this.redis.hget(roomKeys(identity.concertId).fans, identity.userId);
  }
}

export const idOf = ({ identity }: SessionView): string => identity.sessionId;
export const idsOf = (views: SessionView[]): string[] => views.map(idOf);

const contextOf = (view: SessionView, revision: number) => ({ ...view, revision });

/** What the session's workflow writes once it waits. */
export function opened(view: SessionView): SessionView {
  return idleView(contextOf(view, view.revision + 1));
}

/** What the session's workflow writes once it is admitted. */
export function admitted(view: SessionView, revision = view.revision + 1): SessionView {
  const now = Date.now();
  const admittedUntil = now + ADMISSION_WINDOW_MS;
  return idleView({
    identity: view.identity,
    revision,
    admittedAt: now,
    admittedUntil,
    expiresAt: admittedUntil,
  });
}

/** What the session's workflow writes when the fan has left. */
export function left(view: SessionView, revision = view.revision + 1): SessionView {
  return endedView(contextOf(view, revision), 'FAN_LEFT', Date.now());
}
