import { HOLD_WITH_DEADLINE } from '../../src/persistence/functions/holdWithDeadline.sql';
import type { SqlClient } from '../../src/persistence/sqlClient';

/** Widens the gap between looking and acting, so that a race that can happen does. */
export const PAUSE = 'PERFORM pg_sleep(0.05);';

/**
 * Replaces functions of a scratch database by ones without their guards: the twin of a race test, which shows that the
 * race is real and the test would notice it.
 * @param sql the source of the functions
 * @param edits what is taken out, and what comes in its place
 * @throws when the source no longer contains what should be taken out
 */
export async function removeGuards(db: SqlClient, sql: string, edits: [string, string][]): Promise<void> {
  let edited = sql.replaceAll('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
  for (const [guard, replacement] of edits) {
    if (!edited.includes(guard)) throw new Error(`The function has no guard ${guard}`);
    edited = edited.replaceAll(guard, replacement);
  }
  await db.query(edited);
  // Opens the connections of the pool: a race needs its runners at the start.
  await Promise.all(Array.from({ length: 20 }, () => db.query('SELECT pg_sleep(0.1)')));
}

/**
 * Leaves nothing that decides between two fans who want one seat: no conditional claim, no seat lock, no unique index.
 * @param pause between looking and claiming, in seconds: as long as it takes until several have looked
 */
export async function removeSeatGuards(db: SqlClient, pause = 0.05): Promise<void> {
  await db.query('DROP INDEX reservation_seats_one_live_per_seat');
  await removeGuards(db, HOLD_WITH_DEADLINE, [
    ['PERFORM 1 FROM seats WHERE id = ANY (v_own || v_wanted) ORDER BY id FOR NO KEY UPDATE;', ''],
    [` AND (status = 'AVAILABLE' OR hold_session_id = v_session_id)\n    RETURNING`, '\n    RETURNING'],
    [
      '  IF v_earlier.id IS NOT NULL THEN\n    UPDATE',
      `  PERFORM pg_sleep(${pause});\n  IF v_earlier.id IS NOT NULL THEN\n    UPDATE`,
    ],
  ]);
}

/** How often each outcome occurred. */
export function tally(answers: { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/**
 * As `removeGuards`, on a function as it is installed in the database: twins that use it stay right when a later
 * migration replaces the function.
 */
export async function removeInstalledGuards(
  db: SqlClient,
  functionName: string,
  edits: [string, string][],
): Promise<void> {
  const [installed] = await db.query<{ sql: string }>(
    'SELECT pg_get_functiondef(oid) AS sql FROM pg_proc WHERE proname = $1',
    [functionName],
  );
  if (!installed) throw new Error(`There is no function ${functionName}`);
  await removeGuards(db, installed.sql, edits);
}
