import type { RoomChange, WaitingRoomSettings } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import { WAITING_ROOM_COLUMNS } from '../reads/waitingRoomSettings';
import type { SqlClient } from '../sqlClient';

export interface UpdateWaitingRoomInput extends RoomChange {
  concertId: string;
}

/**
 * Changes the settings that are given and leaves the others. Each change gets a later version than the one before, also
 * when two come at once or the clock was set back.
 * @returns the settings afterwards; null: no such concert
 */
export async function updateWaitingRoom(
  db: SqlClient,
  input: UpdateWaitingRoomInput,
): Promise<WaitingRoomSettings | null> {
  // Wrapped in a SELECT: for a bare UPDATE TypeORM answers with rows and a count instead of rows.
  const rows = await db.query<WaitingRoomSettings>(
    `WITH changed AS (
       UPDATE concerts
          SET waiting_room_paused = coalesce($2::boolean, waiting_room_paused),
              waiting_room_capacity = coalesce($3::int, waiting_room_capacity),
              admissions_per_second = coalesce($4::double precision, admissions_per_second),
              status = CASE $5::boolean WHEN true THEN 'CLOSED' WHEN false THEN 'ON_SALE' ELSE status END,
              updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
        WHERE id = $1::bigint
       RETURNING *
     )
     SELECT ${WAITING_ROOM_COLUMNS} FROM changed AS concerts`,
    [
      bigintIdOrNull(input.concertId),
      input.paused ?? null,
      input.capacity ?? null,
      input.admissionsPerSecond ?? null,
      input.closed ?? null,
    ],
  );
  return rows[0] ?? null;
}
