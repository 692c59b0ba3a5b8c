import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionRecordInput } from './sessionRecord';

/**
 * As `recordSession` for each of them, in one transaction and one round trip. Idempotent; an ended session stays as it
 * ended, and an admitted one keeps its first time.
 *
 * The rows are taken in the order of their ids: two batches that share sessions wait for each other instead of meeting
 * in a deadlock.
 */
export async function recordSessions(db: SqlClient, inputs: readonly SessionRecordInput[]): Promise<void> {
  if (inputs.length === 0) return;
  const sessions = inputs
    .toSorted((a, b) => (a.identity.sessionId < b.identity.sessionId ? -1 : 1))
    .map(sessionArgument);
  await decide<unknown>(db, RECORD_ALL, [`[${sessions.join(',')}]`]);
}

/** OFFSET 0 keeps the rows in their order until the function has seen them. */
const RECORD_ALL = `(
  SELECT count(recorded) FROM (
    SELECT (record_session(session)).state AS recorded
      FROM (
        SELECT session FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (session, number)
         ORDER BY number OFFSET 0
      ) AS in_order
  ) AS steps
)`;
