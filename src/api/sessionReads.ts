import type { Client } from '@temporalio/client';
import { isEnded } from '../contracts/states';
import { SESSION_ENDED } from '../domain/sessionRules';
import type { SqlClient } from '../persistence/sqlClient';
import { findHold } from '../persistence/reads/holdInForce';
import { openWaitingRoom } from '../persistence/statements/openWaitingRoom';
import type { SessionReading, WaitingRoom } from '../queue/waitingRoom';
import { askSession } from '../sessionQuery';
import type { BoundedCalls } from './boundedCalls';
import { Problem } from './problem';
import { readEndedSession, readWaitingSession } from './recordedSession';
import type { SessionReference, SessionSnapshot } from './sessionGateway';
import { sessionSnapshot } from './sessionSnapshot';

/** How sessions are read: from Redis in one round trip, and from where the truth is only when Redis has nothing. */
export interface SessionReads {
  read(session: SessionReference): Promise<SessionSnapshot>;
  /** @throws Problem QUEUE_TOKEN_EXPIRED, NOT_ADMITTED: what Redis knows to be refused costs no workflow task */
  readAdmitted(session: SessionReference): Promise<SessionSnapshot>;
  /** Makes the room known to Redis: for the first fan, and after Redis lost its memory. @throws Problem CONCERT_NOT_FOUND */
  openRoom(concertId: string): Promise<void>;
}

export interface SessionReadsDependencies {
  client: Client;
  waitingRoom: WaitingRoom;
  db: SqlClient;
  calls: BoundedCalls;
  /** Asks the room's workflow to admit; returns at once. */
  wake(concertId: string): void;
}

export function createSessionReads({
  client,
  waitingRoom,
  db,
  calls,
  wake,
}: SessionReadsDependencies): SessionReads {
  const sources = { client, holdOf: (sessionId: string) => findHold(db, sessionId) };
  const opening = new Map<string, Promise<void>>();

  /** Who comes while the room is being opened waits for that: a crowd opens it once, and is admitted on arrival. */
  async function openRoom(concertId: string): Promise<void> {
    const underWay = opening.get(concertId);
    if (underWay) return await underWay;
    const opened = open(concertId).finally(() => opening.delete(concertId));
    opening.set(concertId, opened);
    await opened;
  }

  async function open(concertId: string): Promise<void> {
    const opened = await openWaitingRoom(db, concertId);
    if (!opened) throw new Problem('CONCERT_NOT_FOUND', 'Take a concert id from GET /v1/concerts.');
    await calls.redis(() => waitingRoom.openRoom(opened.settings, opened.firstTime));
  }

  /** One round trip, which is also the fan's sign of life. */
  async function readQueue({ concertId, sessionId }: SessionReference): Promise<SessionReading> {
    const reading = await calls.redis(() => waitingRoom.read(concertId, sessionId));
    if (reading.wake) wake(concertId);
    return reading;
  }

  /** The workflow tells its view, or, once that is gone, the session's row. */
  async function readFromTruth(session: SessionReference): Promise<SessionSnapshot> {
    const { concertId, sessionId, userId } = session;
    const view = await calls
      .temporal(() => askSession(sources, { concertId, userId }))
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === SESSION_ENDED.code) return null;
        throw error;
      });
    if (view?.identity.sessionId === sessionId && !isEnded(view.state)) {
      await calls.redis(() => waitingRoom.publish(view));
      const { ahead, room } = await readQueue(session);
      return sessionSnapshot(view, ahead, room);
    }
    const ended = await readEndedSession(db, session);
    if (!ended) throw new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
    return sessionSnapshot(ended, 0, null);
  }

  async function read(session: SessionReference): Promise<SessionSnapshot> {
    const { view, ahead, room } = await readQueue(session);
    if (!room) await openRoom(session.concertId);
    if (view) return sessionSnapshot(view, ahead, room);
    const waiting = room?.ready ? null : await readWaitingSession(db, session);
    return waiting ? sessionSnapshot(waiting, 0, room) : await readFromTruth(session);
  }

  return {
    read,
    openRoom,
    async readAdmitted(session) {
      const snapshot = await read(session);
      if (isEnded(snapshot.view.state)) throw new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
      if (snapshot.view.state === 'WAITING') {
        const detail = 'Wait until the session is admitted: ask for it again after pollAfterSeconds.';
        throw new Problem('NOT_ADMITTED', detail, { pollAfterSeconds: snapshot.pollAfterSeconds });
      }
      return snapshot;
    },
  };
}
