import type Redis from 'ioredis';
import type { SessionIdentity, SessionView } from '../contracts/session';
import type { WaitingRoomSettings } from '../contracts/waitingRoom';
import { KEEP_ENDED_MS, publishValues } from './publication';
import { callsTogether } from './callsTogether';
import { roomOf, type RoomAnswer, type RoomSnapshot } from './roomSnapshot';
import { createScripts } from './scripts';

export { KEEP_ENDED_MS } from './publication';
export type { RoomSnapshot } from './roomSnapshot';

export interface JoinInput {
  userId: string;
  concertId: string;
  /** Taken when the fan has no open session yet. */
  newSessionId: string;
  queueWaitMs: number;
  admissionWindowMs: number;
  /**
   * Of a fan who is admitted on arrival: the session's first workflow task comes within so long, and until then the API may
   * make a hold. null: it makes none.
   */
  firstTaskWithinMs: number | null;
}

export type JoinOutcome =
  /**
   * `unstarted`: the session's workflow is not known to run. `wake`: somebody waits and nobody admits: wake the room's
   * workflow. At most one caller in two seconds is asked to.
   */
  | { outcome: 'JOINED' | 'EXISTING'; view: SessionView; ahead: number; unstarted: boolean; wake: boolean }
  /** Redis does not know the room: open it with its settings, then join again. */
  | { outcome: 'ROOM_UNKNOWN' }
  | { outcome: 'CLOSED' | 'SOLD_OUT' };

/** One session and its room. `view` is null when Redis has none, `room` when it does not know the concert. */
export interface SessionReading {
  view: SessionView | null;
  ahead: number;
  room: RoomSnapshot | null;
  /** As in `JoinOutcome`. */
  wake: boolean;
}

/**
 * The lines of all concerts in Redis, as fans and their sessions use them: order, presence and views. Every change is one
 * script, so any number of processes may call at once. Each method rejects when Redis does not answer within 2 s.
 */
export interface WaitingRoom {
  join(input: JoinInput): Promise<JoinOutcome>;
  /**
   * What a fan's poll needs, in one round trip, which it shares with others that come together with it. It is a sign of
   * life: a waiting fan who was passed over is back in the line.
   */
  read(concertId: string, sessionId: string): Promise<SessionReading>;
  readRoom(concertId: string): Promise<RoomSnapshot | null>;
  /** @returns false when Redis has this view or a newer one */
  publish(view: SessionView): Promise<boolean>;
  /**
   * Makes a room known to Redis. `firstTime`: nobody ever joined, so the line is complete as it is, empty; otherwise
   * Redis has lost it, and nobody is admitted until it is rebuilt (see `Admission`). A room that is known stays as it is,
   * but for its settings.
   */
  openRoom(settings: WaitingRoomSettings, firstTime: boolean): Promise<void>;
  /** Settings for a room that Redis knows; older ones change nothing. @returns false: Redis does not know it, open it */
  applySettings(settings: WaitingRoomSettings): Promise<boolean>;
  /** Undoes a join whose workflow could not be started. */
  forget(session: { identity: Pick<SessionIdentity, 'concertId' | 'sessionId' | 'userId'> }): Promise<void>;
  /** The workflow of this session is known to run. Puts the session back where Redis has lost it meanwhile. */
  started(view: SessionView): Promise<void>;
}

export function createWaitingRoom(redis: Redis): WaitingRoom {
  const run = createScripts(redis);

  async function readMany(concertId: string, sessionIds: string[]): Promise<SessionReading[]> {
    const answer = await run('read', concertId, sessionIds);
    const [roomAnswer, wake, ...sessions] = answer as [RoomAnswer, number, ...(string | number)[]];
    const room = roomOf(roomAnswer);
    return sessionIds.map((_id, i) => {
      const [view, ahead] = sessions.slice(2 * i, 2 * i + 2) as [string, number];
      return {
        view: view ? (JSON.parse(view) as SessionView) : null,
        ahead,
        room,
        // Once is enough.
        wake: wake === 1 && i === 0,
      };
    });
  }

  async function publish(view: SessionView): Promise<boolean> {
    return (await run('publish', view.identity.concertId, publishValues(view))) === 1;
  }

  /** @param mode see `settle.lua` */
  async function settle(settings: WaitingRoomSettings, mode: 'FRESH' | 'LOST' | 'KNOWN'): Promise<boolean> {
    const { concertId, version, capacity, admissionsPerSecond, paused, status } = settings;
    const { saleOpensAt, drawSeed, soldOut, allSeatsHeld } = settings;
    const flags = [paused, status === 'CLOSED'].map(Number);
    const sale = [saleOpensAt.getTime(), drawSeed, ...[soldOut, allSeatsHeld].map(Number)];
    const values = [mode, version, capacity, admissionsPerSecond, ...flags, ...sale];
    return (await run('settle', concertId, values)) === 1;
  }

  return {
    read: callsTogether(readMany),
    publish,

    async join({ userId, concertId, newSessionId, queueWaitMs, admissionWindowMs, firstTaskWithinMs }) {
      const keepMs = queueWaitMs + admissionWindowMs + KEEP_ENDED_MS;
      const values = [
        userId,
        newSessionId,
        concertId,
        queueWaitMs,
        admissionWindowMs,
        keepMs,
        firstTaskWithinMs ?? '',
      ];
      const answer = await run('join', concertId, values);
      const [outcome, ...rest] = answer as [JoinOutcome['outcome'], string, number, number, number];
      if (outcome !== 'JOINED' && outcome !== 'EXISTING') return { outcome };
      const [view, ahead, unstarted, wake] = rest;
      return {
        outcome,
        view: JSON.parse(view) as SessionView,
        ahead,
        unstarted: unstarted === 1,
        wake: wake === 1,
      };
    },

    async readRoom(concertId) {
      const [room] = (await run('read', concertId, [])) as [RoomAnswer];
      return roomOf(room);
    },

    async openRoom(settings, firstTime) {
      await settle(settings, firstTime ? 'FRESH' : 'LOST');
    },

    applySettings: (settings) => settle(settings, 'KNOWN'),

    async forget({ identity: { concertId, sessionId, userId } }) {
      await run('forget', concertId, [sessionId, userId]);
    },

    async started(view) {
      await publish(view);
    },
  };
}
