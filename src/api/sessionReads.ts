import type { Client } from '@temporalio/client';
import { sessionWorkflowId } from '../contracts/identifiers';
import { sessionViewQuery } from '../contracts/messages';
import { isEnded } from '../contracts/states';
import { SESSION_ENDED } from '../domain/sessionRules';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { BoundedCalls } from './boundedCalls';
import { readEndedSession } from './endedSession';
import { Problem } from './problem';
import type { SessionReference, SessionSnapshot } from './sessionGateway';
import { sessionSnapshot } from './sessionSnapshot';

/** How sessions are read: from Redis in one round trip, and from where the truth is only when Redis has nothing. */
export interface SessionReads {
  read(session: SessionReference): Promise<SessionSnapshot>;
  /** @throws Problem QUEUE_TOKEN_EXPIRED, NOT_ADMITTED: what Redis knows to be refused costs no workflow task */
  readAdmitted(session: SessionReference): Promise<SessionSnapshot>;
  /** Tells Redis the room's settings: on its first use, and after Redis lost its memory. */
  openRoom(concertId: string): Promise<void>;
}

export function createSessionReads(
  client: Client,
  waitingRoom: WaitingRoom,
  db: SqlClient,
  calls: BoundedCalls,
): SessionReads {
  async function openRoom(concertId: string): Promise<void> {
    const settings = await waitingRoomSettings(db, concertId);
    if (!settings) throw new Problem('CONCERT_NOT_FOUND', 'Take a concert id from GET /v1/concerts.');
    await calls.redis(() => waitingRoom.applySettings(settings));
  }

  /** The workflow tells its view, or, once that is gone, the session's row. */
  async function readFromTruth(session: SessionReference): Promise<SessionSnapshot> {
    const { concertId, sessionId, userId } = session;
    const handle = client.workflow.getHandle(sessionWorkflowId(concertId, userId));
    const view = await calls
      .temporal(() => handle.query(sessionViewQuery))
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === SESSION_ENDED.code) return null;
        throw error;
      });
    if (view?.identity.sessionId === sessionId && !isEnded(view.state)) {
      await calls.redis(() => waitingRoom.publish(view));
      const { ahead, room } = await calls.redis(() => waitingRoom.read(concertId, sessionId));
      return sessionSnapshot(view, ahead, room);
    }
    const ended = await readEndedSession(db, session);
    if (!ended) throw new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
    return sessionSnapshot(ended, 0, null);
  }

  async function read(session: SessionReference): Promise<SessionSnapshot> {
    const { concertId, sessionId } = session;
    const { view, ahead, room } = await calls.redis(() => waitingRoom.read(concertId, sessionId));
    if (!room) await openRoom(concertId);
    return view ? sessionSnapshot(view, ahead, room) : await readFromTruth(session);
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
