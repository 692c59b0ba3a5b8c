import type Redis from 'ioredis';
import type { SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';
import type { WaitingRoomSettings } from '../contracts/waitingRoom';
import { OPEN_ROOMS, roomKeys } from './keys';
import { createScripts } from './scripts';

/** How long the final state of an ended session can be read. Milliseconds. */
export const KEEP_ENDED_MS = 24 * 3_600_000;

/** A room at one moment. */
export interface RoomSnapshot extends Omit<WaitingRoomSettings, 'concertId' | 'saleOpensAt' | 'status'> {
  closed: boolean;
  /** Epoch milliseconds. */
  opensAt: number;
  waiting: number;
  admitted: number;
  admissionsLastMinute: number;
  /** Epoch milliseconds, by the clock of Redis. */
  now: number;
}

export interface JoinInput {
  userId: string;
  concertId: string;
  /** Taken when the fan has no open session yet. */
  newSessionId: string;
  queueWaitMs: number;
  admissionWindowMs: number;
}

export type JoinOutcome =
  /** `unstarted`: the session's workflow is not known to run. */
  | { outcome: 'JOINED' | 'EXISTING'; view: SessionView; ahead: number; unstarted: boolean }
  /** Redis does not know the room: apply its settings, then join again. */
  | { outcome: 'ROOM_UNKNOWN' }
  | { outcome: 'CLOSED' | 'SOLD_OUT' };

/**
 * The lines of all concerts in Redis: order, capacity, rate, and the sessions' views. Every change is one script, so
 * any number of processes may call at once. Each method rejects when Redis does not answer within 2 s.
 */
export interface WaitingRoom {
  join(input: JoinInput): Promise<JoinOutcome>;
  /** One session and its room. `view` is null when Redis has none, `room` when it does not know the concert. */
  read(
    concertId: string,
    sessionId: string,
  ): Promise<{ view: SessionView | null; ahead: number; room: RoomSnapshot | null }>;
  readRoom(concertId: string): Promise<RoomSnapshot | null>;
  /** Takes the next fans in: their workflows are to be signalled. Those not confirmed after `again` ms are given again. */
  offer(concertId: string, most: number, again: number): Promise<SessionView[]>;
  /** @returns false when Redis has this view or a newer one */
  publish(view: SessionView): Promise<boolean>;
  applySettings(settings: WaitingRoomSettings): Promise<void>;
  /** Undoes a join whose workflow could not be started. */
  forget(view: SessionView): Promise<void>;
  /** The workflow of this session is known to run. */
  started(view: SessionView): Promise<void>;
  /** Sessions that joined over `age` ms ago and whose workflow is not known to run; at most 100. */
  unstarted(concertId: string, age: number): Promise<SessionView[]>;
  /** Sessions with a slot that should have ended over `grace` ms ago; looks at the 100 admitted first. */
  overdue(concertId: string, grace: number): Promise<SessionView[]>;
  /** Sessions that wait or have a slot: at most so many of each. */
  open(concertId: string, most: number): Promise<SessionView[]>;
  concertsWithRoom(): Promise<string[]>;
}

export function createWaitingRoom(redis: Redis): WaitingRoom {
  const run = createScripts(redis);

  function setsOf(concertId: string): string[] {
    const keys = roomKeys(concertId);
    return [keys.room, keys.fans, keys.line, keys.slots, keys.offers, keys.starting, keys.sessionPrefix];
  }

  async function viewsById(concertId: string, ids: string[]): Promise<SessionView[]> {
    if (ids.length === 0) return [];
    const { sessionPrefix } = roomKeys(concertId);
    return viewsOf(await redis.mget(ids.map((id) => sessionPrefix + id)));
  }

  async function read(concertId: string, sessionId: string): ReturnType<WaitingRoom['read']> {
    const keys = roomKeys(concertId);
    const answer = await run(
      'read',
      [keys.room, keys.line, keys.slots, keys.admissions, keys.sessionPrefix + sessionId],
      [],
    );
    const [view, rank, ...room] = answer as [string, number, ...RoomAnswer];
    return {
      view: view ? (JSON.parse(view) as SessionView) : null,
      ahead: Math.max(rank, 0),
      room: roomOf(room),
    };
  }

  return {
    read,

    async join({ userId, concertId, newSessionId, queueWaitMs, admissionWindowMs }) {
      const keys = roomKeys(concertId);
      const answer = await run(
        'join',
        [keys.room, keys.fans, keys.line, keys.slots, keys.starting, keys.admissions, keys.sessionPrefix],
        [
          userId,
          newSessionId,
          concertId,
          queueWaitMs,
          admissionWindowMs,
          queueWaitMs + admissionWindowMs + KEEP_ENDED_MS,
        ],
      );
      const [outcome, view, ahead, unstarted] = answer as [JoinOutcome['outcome'], string, number, number];
      if (outcome !== 'JOINED' && outcome !== 'EXISTING') return { outcome };
      return { outcome, view: JSON.parse(view) as SessionView, ahead, unstarted: unstarted === 1 };
    },

    async readRoom(concertId) {
      return (await read(concertId, '')).room;
    },

    async offer(concertId, most, again) {
      const keys = roomKeys(concertId);
      const sets = [keys.room, keys.line, keys.slots, keys.offers, keys.admissions, keys.sessionPrefix];
      return viewsOf(await run('offer', sets, [most, again]));
    },

    async publish(view) {
      const { concertId, sessionId, userId, place } = view.identity;
      const phase = isEnded(view.state) ? 'ENDED' : view.state === 'WAITING' ? 'WAITING' : 'INSIDE';
      const keepMs =
        phase === 'ENDED' ? KEEP_ENDED_MS : Math.max(view.expiresAt - Date.now(), 0) + KEEP_ENDED_MS;
      const values = [JSON.stringify(view), sessionId, userId, view.revision, place, phase, keepMs];
      return (await run('publish', setsOf(concertId), values)) === 1;
    },

    async applySettings({ concertId, capacity, admissionsPerSecond, paused, saleOpensAt, status, soldOut }) {
      const closed = status === 'CLOSED';
      const flags = [paused, closed].map(Number);
      const values = [capacity, admissionsPerSecond, ...flags, saleOpensAt.getTime(), Number(soldOut)];
      await run('settle', [roomKeys(concertId).room], values);
      await redis.sadd(OPEN_ROOMS, concertId);
    },

    async forget({ identity }) {
      await run('forget', setsOf(identity.concertId), [identity.sessionId, identity.userId]);
    },

    async started({ identity }) {
      await redis.zrem(roomKeys(identity.concertId).starting, identity.sessionId);
    },

    async unstarted(concertId, age) {
      const { starting } = roomKeys(concertId);
      const ids = await redis.zrangebyscore(starting, '-inf', Date.now() - age, 'LIMIT', 0, 100);
      return await viewsById(concertId, ids);
    },

    async overdue(concertId, grace) {
      const views = await viewsById(concertId, await redis.zrange(roomKeys(concertId).slots, '0', '99'));
      return views.filter(({ expiresAt }) => expiresAt < Date.now() - grace);
    },

    async open(concertId, most) {
      const keys = roomKeys(concertId);
      const last = String(most - 1);
      const [waiting, inside] = await Promise.all([
        redis.zrange(keys.line, '0', last),
        redis.zrange(keys.slots, '0', last),
      ]);
      return await viewsById(concertId, [...waiting, ...inside]);
    },

    async concertsWithRoom() {
      return await redis.smembers(OPEN_ROOMS);
    },
  };
}

type RoomAnswer = [number, number, number, string, string, string, string, string, string, string];

function roomOf([
  waiting,
  admitted,
  lastMinute,
  capacity,
  rate,
  paused,
  closed,
  opensAt,
  soldOut,
  now,
]: RoomAnswer): RoomSnapshot | null {
  if (capacity === '') return null;
  return {
    waiting,
    admitted,
    admissionsLastMinute: lastMinute,
    capacity: Number(capacity),
    admissionsPerSecond: Number(rate),
    paused: paused === '1',
    closed: closed === '1',
    opensAt: Number(opensAt),
    soldOut: soldOut === '1',
    now: Number(now),
  };
}

function viewsOf(answer: unknown): SessionView[] {
  return (answer as (string | null)[]).flatMap((view) => (view ? [JSON.parse(view) as SessionView] : []));
}
