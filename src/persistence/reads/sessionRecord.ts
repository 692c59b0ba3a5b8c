import type { EndReason, SessionRecordState } from '../../contracts/states';
import { uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface SessionRecord {
  id: string;
  userId: string;
  concertId: string;
  state: SessionRecordState;
  endReason: EndReason | null;
  issuedAt: Date;
  readyAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
  positionAtEntry: number;
  /** The reservation that was paid for in this session, also after it was cancelled. */
  reservationId: string | null;
}

/** @returns null: no such session was recorded. A session that was admitted on arrival is recorded with its first hold or its end. */
export async function findSessionRecord(db: SqlClient, sessionId: string): Promise<SessionRecord | null> {
  const rows = await db.query<SessionRecord>(
    `SELECT s.id, s.user_id AS "userId", s.concert_id::text AS "concertId", s.state,
            s.end_reason AS "endReason", s.issued_at AS "issuedAt", s.ready_at AS "readyAt",
            s.expires_at AS "expiresAt", s.ended_at AS "endedAt",
            s.position_at_entry AS "positionAtEntry",
            (SELECT r.id FROM reservations r JOIN payments p ON p.reservation_id = r.id
              WHERE r.session_id = s.id LIMIT 1) AS "reservationId"
       FROM sessions s WHERE s.id = $1::uuid`,
    [uuidOrNull(sessionId)],
  );
  return rows[0] ?? null;
}
