import type { SessionIdentity } from '../../contracts/session';
import type { SqlClient } from '../sqlClient';

export interface OverdueSession extends Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'> {
  /** Milliseconds. */
  overdueMs: number;
}

/**
 * Sessions on record without an end that should have ended over `graceMs` ago, the longest overdue first. One whose hold
 * outlasts its admission window ends with the hold.
 */
export async function overdueSessions(
  db: SqlClient,
  graceMs: number,
  most: number,
): Promise<OverdueSession[]> {
  return await db.query<OverdueSession>(
    `SELECT s.id AS "sessionId", s.concert_id::text AS "concertId", s.user_id AS "userId",
            (extract(epoch FROM now() - ends.at) * 1000)::double precision AS "overdueMs"
       FROM sessions s
       LEFT JOIN reservations r ON r.session_id = s.id AND r.status = 'HELD'
      CROSS JOIN LATERAL (SELECT greatest(s.expires_at, r.expires_at) AS at) ends
      WHERE s.ended_at IS NULL AND ends.at < now() - $1::bigint * interval '1 millisecond'
      ORDER BY ends.at LIMIT $2`,
    [graceMs, most],
  );
}
