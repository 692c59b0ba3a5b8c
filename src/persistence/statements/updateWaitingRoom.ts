import type { OperatorAction } from '../../contracts/operatorActions';
import type { RoomChange, WaitingRoomSettings } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import { WAITING_ROOM_COLUMNS, waitingRoomSettings } from '../reads/waitingRoomSettings';
import type { SqlClient } from '../sqlClient';

export interface UpdateWaitingRoomInput extends RoomChange {
  concertId: string;
  /** Put on record in the same statement. One that is on record already changes nothing. */
  action?: OperatorAction;
}

/**
 * Changes the settings that are given and leaves the others. Each change gets a later version than the one before, also
 * when two come at once or the clock was set back.
 * @returns the settings afterwards; null: no such concert
 */
export async function updateWaitingRoom(
  db: SqlClient,
  { concertId, action, ...change }: UpdateWaitingRoomInput,
): Promise<WaitingRoomSettings | null> {
  // Wrapped in a SELECT: for a bare UPDATE TypeORM answers with rows and a count instead of rows.
  const rows = await db.query<WaitingRoomSettings>(
    `WITH recorded AS (
       INSERT INTO operator_actions (workflow_id, action_id, what, acted_by, why, concert_id, outcome, details)
       SELECT $6::jsonb->>'workflowId', $6::jsonb->>'actionId', $6::jsonb->>'what', $6::jsonb->>'by', $6::jsonb->>'why',
              id, 'DONE', $7::jsonb
         FROM concerts WHERE id = $1::bigint AND $6::jsonb IS NOT NULL
       ON CONFLICT (workflow_id, action_id) DO NOTHING
       RETURNING id
     ), changed AS (
       UPDATE concerts
          SET waiting_room_paused = coalesce($2::boolean, waiting_room_paused),
              waiting_room_capacity = coalesce($3::int, waiting_room_capacity),
              admissions_per_second = coalesce($4::double precision, admissions_per_second),
              status = CASE $5::boolean WHEN true THEN 'CLOSED' WHEN false THEN 'ON_SALE' ELSE status END,
              updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
        WHERE id = $1::bigint AND ($6::jsonb IS NULL OR EXISTS (SELECT FROM recorded))
       RETURNING *
     )
     SELECT ${WAITING_ROOM_COLUMNS} FROM changed AS concerts`,
    [
      bigintIdOrNull(concertId),
      change.paused ?? null,
      change.capacity ?? null,
      change.admissionsPerSecond ?? null,
      change.closed ?? null,
      action ? JSON.stringify(action) : null,
      JSON.stringify(change),
    ],
  );
  return rows[0] ?? (action ? await waitingRoomSettings(db, concertId) : null);
}
