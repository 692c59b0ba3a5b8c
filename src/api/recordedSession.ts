import type { SessionIdentity, SessionView } from '../contracts/session';
import { END_STATE_OF } from '../contracts/states';
import { idleView } from '../domain/sessionView';
import { findSessionRecord, type SessionRecord } from '../persistence/reads/sessionRecord';
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
  return {
    revision: Number.MAX_SAFE_INTEGER,
    identity: identityOf(session, record),
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

/**
 * The view of a session that waits, from its row; null when it does not wait, as far as the row knows. For the time in
 * which a room is rebuilt: all of its fans ask then, and asking each one's workflow would cost a workflow task each.
 */
export async function readWaitingSession(
  db: SqlClient,
  session: SessionReference,
): Promise<SessionView | null> {
  const record = await findSessionRecord(db, session.sessionId);
  if (record?.state !== 'WAITING' || !record.expiresAt || record.userId !== session.userId) return null;
  return idleView({
    revision: 0,
    identity: identityOf(session, record),
    admittedAt: null,
    admittedUntil: null,
    expiresAt: record.expiresAt.getTime(),
  });
}

/** Nobody asks a row for the place: whose line is complete has it in Redis. */
function identityOf(session: SessionReference, record: SessionRecord): SessionIdentity {
  const joinedAt = record.issuedAt.getTime();
  return { ...session, place: joinedAt, positionAtEntry: record.positionAtEntry, joinedAt };
}
