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
}

/** How often each outcome occurred. */
export function tally(answers: { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
