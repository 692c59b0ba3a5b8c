import type { OperatorAction } from '../../contracts/operatorActions';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/**
 * Cancels a date: from this commit on no seat of it is claimed or sold, see canceledSchedules.sql.ts. What is held runs out, and
 * what was paid for is to be cancelled. Repeated, it changes nothing. Lock: the schedule, for which holds and sales under way are
 * waited for.
 * @param action an operator's, put on record in the same statement, once
 * @returns its concert; null: no such schedule
 */
export async function closeSchedule(
  db: SqlClient,
  scheduleId: string,
  action?: OperatorAction,
): Promise<{ concertId: string } | null> {
  const rows = await db.query<{ concertId: string }>(
    `WITH closed AS (
       UPDATE schedules
          SET canceled_at = now(), status = 'CANCELED', seat_map_version = seat_map_version + 1, updated_at = now()
        WHERE id = $1::bigint AND canceled_at IS NULL
     ), recorded AS (
       INSERT INTO operator_actions (workflow_id, action_id, what, acted_by, why, concert_id, outcome, details)
       SELECT $2::jsonb->>'workflowId', $2::jsonb->>'actionId', $2::jsonb->>'what', $2::jsonb->>'by', $2::jsonb->>'why',
              concert_id, 'DONE', jsonb_build_object('scheduleId', id)
         FROM schedules WHERE id = $1::bigint AND $2::jsonb IS NOT NULL
       ON CONFLICT (workflow_id, action_id) DO NOTHING
     )
     SELECT concert_id::text AS "concertId" FROM schedules WHERE id = $1::bigint`,
    [bigintIdOrNull(scheduleId), action ? JSON.stringify(action) : null],
  );
  return rows[0] ?? null;
}
