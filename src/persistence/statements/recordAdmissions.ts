import type { SessionIdentity } from '../../contracts/session';
import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument } from './sessionRecord';

/**
 * Records that these sessions were taken in, in one transaction and one round trip, before their workflows are told: a
 * slot is known here before anybody can use it, so that a loss of Redis does not give it away twice. Idempotent; an ended
 * session stays as it ended, and an admitted one keeps its first time.
 *
 * The rows are taken in the order of their ids: two batches that share sessions wait for each other instead of meeting
 * in a deadlock.
 * @param admittedAt epoch milliseconds
 */
export async function recordAdmissions(
  db: SqlClient,
  identities: SessionIdentity[],
  admittedAt: number,
): Promise<void> {
  if (identities.length === 0) return;
  const sessions = identities
    .toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1))
    .map((identity) => sessionArgument({ identity, admittedAt }));
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
