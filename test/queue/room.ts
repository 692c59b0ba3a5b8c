import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import type { SessionView } from '../../src/contracts/session';
import { endedView, idleView } from '../../src/domain/sessionView';
import { roomKeys, type RoomKeys } from '../../src/queue/keys';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type JoinOutcome, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createTestRedis } from '../support/testRedis';

export const QUEUE_WAIT_MS = 3_600_000;
export const ADMISSION_WINDOW_MS = 600_000;

/** Admits one on arrival and then, for as long as a test lasts, nobody. */
export const ONE_AND_NO_MORE = 0.000_1;
/** More than a test can use. */
export const ALL_AT_ONCE = 1_000_000;

export type Joined = Extract<JoinOutcome, { view: SessionView }>;

/** Waiting rooms on a Redis database of its own, used from several connections as from several processes. */
export class TestRooms {
  private lastConcert = 0;

  private constructor(
    readonly redis: Redis,
    readonly room: WaitingRoom,
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
    return new TestRooms(connections[0]!, rooms[0]!, connections, rooms, () => database.close());
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.disconnect();
    await this.closeDatabase();
  }

  /** A concert whose room is open, has space for everybody and admits as fast as it can, but for the settings given. */
  async concert(settings: Partial<WaitingRoomSettings> = {}): Promise<string> {
    const concertId = String(++this.lastConcert);
    await this.settle(concertId, settings);
    return concertId;
  }

  async settle(concertId: string, settings: Partial<WaitingRoomSettings> = {}): Promise<void> {
    await this.room.applySettings({
      concertId,
      capacity: 1_000_000,
      admissionsPerSecond: ALL_AT_ONCE,
      paused: false,
      status: 'ON_SALE',
      soldOut: false,
      saleOpensAt: new Date(Date.now() - 60_000),
      ...settings,
    });
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
  async members(
    concertId: string,
    set: Exclude<keyof RoomKeys, 'room' | 'fans' | 'sessionPrefix'>,
  ): Promise<string[]> {
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
