import type { SessionIdentity } from '../../contracts/session';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** A session without an end, as its row knows it. */
export interface OpenSession {
  identity: SessionIdentity;
  /** When it was taken in, epoch milliseconds; null: as far as the row knows it waits. */
  admittedAt: number | null;
  /** Epoch milliseconds. */
  expiresAt: number | null;
}

export interface OpenSessionsPage {
  /** The last session already seen. */
  after?: Pick<SessionIdentity, 'place' | 'sessionId'>;
  limit: number;
}

/** Values instead of a condition on NULL, with which the index would be read from its beginning for each page. */
const BEFORE_ALL = '-9223372036854775808';
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Sessions of a concert without an end, by place, then id. A fan has one open session: a row with a later one of the same
 * fan is what a terminated workflow left behind, and is left out. Sessions that were admitted on arrival have no row
 * until their first hold. The later one is looked up row by row: as NOT EXISTS it was planned as a hash of the whole
 * table, made anew for each page.
 */
export async function openSessions(
  db: SqlClient,
  concertId: string,
  { after, limit }: OpenSessionsPage,
): Promise<OpenSession[]> {
  const rows = await db.query<
    SessionIdentity & { place: string; admittedAt: number | null; expiresAt: number | null }
  >(
    `SELECT s.id AS "sessionId", s.concert_id::text AS "concertId", s.user_id AS "userId", s.place,
            s.position_at_entry AS "positionAtEntry", ${epochMs('s.issued_at')} AS "joinedAt",
            ${epochMs('s.ready_at')} AS "admittedAt", ${epochMs('s.expires_at')} AS "expiresAt"
       FROM sessions s
       LEFT JOIN LATERAL (
         SELECT true AS exists FROM sessions
          WHERE user_id = s.user_id AND issued_at > s.issued_at AND concert_id = s.concert_id LIMIT 1
       ) later ON true
      WHERE s.concert_id = $1::bigint AND s.ended_at IS NULL
        AND (s.place, s.id) > ($2::bigint, $3::uuid)
        AND later.exists IS NULL
      ORDER BY s.place, s.id
      LIMIT $4`,
    [bigintIdOrNull(concertId), after?.place ?? BEFORE_ALL, after?.sessionId ?? FIRST_ID, limit],
  );
  return rows.map(({ admittedAt, expiresAt, ...identity }) => ({
    identity: { ...identity, place: Number(identity.place) },
    admittedAt,
    expiresAt,
  }));
}

export function epochMs(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::double precision`;
}
