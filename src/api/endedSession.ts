import type { SessionView } from '../contracts/session';
import { END_STATE_OF } from '../contracts/states';
import { findSessionRecord } from '../persistence/reads/sessionRecord';
import type { SqlClient } from '../persistence/sqlClient';
import { KEEP_ENDED_MS } from '../queue/waitingRoom';
import type { SessionReference } from './sessionGateway';

/** The final view of a session that ended within the last 24 hours, from its row; null when there is none. */
export async function readEndedSession(
  db: SqlClient,
  session: SessionReference,
): Promise<SessionView | null> {
  const record = await findSessionRecord(db, session.sessionId);
  if (!record?.endedAt || !record.endReason || record.userId !== session.userId) return null;
  const endedAt = record.endedAt.getTime();
  if (Date.now() - endedAt > KEEP_ENDED_MS) return null;
  const endReason = record.endReason;
  const joinedAt = record.issuedAt.getTime();
  return {
    revision: Number.MAX_SAFE_INTEGER,
    identity: { ...session, place: joinedAt, positionAtEntry: record.positionAtEntry, joinedAt },
    state: END_STATE_OF[endReason],
    admittedAt: record.readyAt?.getTime() ?? null,
    admittedUntil: null,
    expiresAt: endedAt,
    hold: null,
    lastHoldEnd: null,
    reservationId: record.reservationId,
    endReason,
  };
}
