import type { SessionIdentity } from '../../contracts/session';
import type { SqlClient } from '../sqlClient';
import { epochMs } from './openSessions';

/** A session's row as an audit needs it. Ages by the clock of PostgreSQL, in milliseconds. */
export interface AuditedSession {
  identity: SessionIdentity;
  /** Epoch milliseconds; null: it waits. */
  admittedAt: number | null;
  joinedMsAgo: number;
  /** null: it has no end. */
  endedMsAgo: number | null;
  /** How long the deadline of its seats is over, negative before it; null: it holds none. */
  holdOverdueMs: number | null;
}

/** @returns a row for each of the sessions that is on record, in no order */
export async function auditedSessions(
  db: SqlClient,
  sessionIds: readonly string[],
): Promise<AuditedSession[]> {
  type Row = SessionIdentity & { place: string } & Omit<AuditedSession, 'identity'>;
  const rows = await db.query<Row>(
    `SELECT s.id AS "sessionId", s.concert_id::text AS "concertId", s.user_id AS "userId", s.place,
            s.position_at_entry AS "positionAtEntry", ${epochMs('s.issued_at')} AS "joinedAt",
            ${epochMs('s.ready_at')} AS "admittedAt",
            ${msAgo('s.issued_at')} AS "joinedMsAgo", ${msAgo('s.ended_at')} AS "endedMsAgo",
            ${msAgo('r.expires_at')} AS "holdOverdueMs"
       FROM sessions s LEFT JOIN reservations r ON r.session_id = s.id AND r.status = 'HELD'
      WHERE s.id = ANY ($1::uuid[])`,
    [sessionIds],
  );
  return rows.map(({ admittedAt, joinedMsAgo, endedMsAgo, holdOverdueMs, ...identity }) => ({
    identity: { ...identity, place: Number(identity.place) },
    ...{ admittedAt, joinedMsAgo, endedMsAgo, holdOverdueMs },
  }));
}

export interface OpenRow extends Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'> {
  place: string;
  joinedMsAgo: number;
}

/** Sessions without an end, of all concerts, page by page in the order of the index over them. */
export async function* openRows(db: SqlClient, pageSize: number): AsyncGenerator<OpenRow[]> {
  let after: Pick<OpenRow, 'concertId' | 'place' | 'sessionId'> | undefined;
  for (;;) {
    const page: OpenRow[] = await db.query<OpenRow>(
      `SELECT id AS "sessionId", concert_id::text AS "concertId", user_id AS "userId", place::text,
              ${msAgo('issued_at')} AS "joinedMsAgo"
         FROM sessions s
        WHERE ended_at IS NULL ${after ? 'AND (s.concert_id, s.place, s.id) > ($2::bigint, $3::bigint, $4::uuid)' : ''}
        ORDER BY s.concert_id, s.place, s.id LIMIT $1`,
      after ? [pageSize, after.concertId, after.place, after.sessionId] : [pageSize],
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1);
  }
}

/** Which of these sessions have a row, whether or not they have an end. */
export async function onRecordAmong(db: SqlClient, sessionIds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ id: string }>('SELECT id FROM sessions WHERE id = ANY ($1::uuid[])', [
    sessionIds,
  ]);
  return rows.map(({ id }) => id);
}

/** Which of these sessions ended over `graceMs` ago. */
export async function endedAmong(
  db: SqlClient,
  sessionIds: readonly string[],
  graceMs: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT id FROM sessions
      WHERE id = ANY ($1::uuid[]) AND ended_at < now() - $2::bigint * interval '1 millisecond'`,
    [sessionIds, graceMs],
  );
  return rows.map(({ id }) => id);
}

/** Sessions whose seats are held although their deadline is over for longer than `graceMs`; at most so many, chosen by chance. */
export async function overdueHolds(
  db: SqlClient,
  graceMs: number,
  most: number,
): Promise<Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'>[]> {
  return await db.query(
    `SELECT s.id AS "sessionId", s.concert_id::text AS "concertId", s.user_id AS "userId"
       FROM reservations r JOIN sessions s ON s.id = r.session_id
      WHERE r.status = 'HELD' AND r.expires_at < now() - $1::bigint * interval '1 millisecond'
        AND s.ended_at IS NULL
      ORDER BY random() LIMIT $2`,
    [graceMs, most],
  );
}

/** The concerts to whose waiting rooms anybody ever came. */
export async function concertsWithRoom(db: SqlClient): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT id::text FROM concerts WHERE waiting_room_opened_at IS NOT NULL ORDER BY concerts.id',
  );
  return rows.map(({ id }) => id);
}

/** Since the transaction began: within one statement all rows are as old as at one moment. */
function msAgo(column: string): string {
  return `(extract(epoch FROM now() - ${column}) * 1000)::double precision`;
}
