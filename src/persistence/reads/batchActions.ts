import type { SqlClient } from '../sqlClient';

/** What one batch has on record, by action and outcome: DONE, or the code of a refusal. */
export interface RecordedActions {
  what: string;
  outcome: string;
  count: number;
}

/**
 * What operators' actions with this id came to.
 * @param since when the first of them can have been: the table is in the order of time
 */
export async function recordedActions(
  db: SqlClient,
  actionId: string,
  since: Date,
): Promise<RecordedActions[]> {
  return await db.query<RecordedActions>(
    `SELECT what, outcome, count(*)::int AS count
       FROM operator_actions WHERE action_id = $1 AND at >= $2
      GROUP BY what, outcome ORDER BY what, outcome`,
    [actionId, since],
  );
}
