import type { WaitingRoomSettings } from '../../contracts/waitingRoom';
import { bigintIdOrNull } from '../identifierText';
import { WAITING_ROOM_COLUMNS } from '../reads/waitingRoomSettings';
import type { SqlClient } from '../sqlClient';

export interface OpenedWaitingRoom {
  settings: WaitingRoomSettings;
  /** Nobody ever joined: a room that Redis does not know has lost nothing. */
  firstTime: boolean;
}

/** Exported for the race test, which takes the condition out. */
export const OPEN_WAITING_ROOM = `
  WITH opened AS (
    UPDATE concerts SET waiting_room_opened_at = clock_timestamp()
     WHERE id = $1::bigint AND waiting_room_opened_at IS NULL
    RETURNING *
  )
  SELECT true AS "firstTime", ${WAITING_ROOM_COLUMNS} FROM opened AS concerts
  UNION ALL
  SELECT false, ${WAITING_ROOM_COLUMNS} FROM concerts
   WHERE id = $1::bigint AND NOT EXISTS (SELECT FROM opened)`;

/**
 * Notes that fans come to this room from now on. Of any number of callers, at once or one after another, the one who
 * changed the row is the first: the statement decides, so no two take a line that was lost for one that is new.
 * @returns null: no such concert
 */
export async function openWaitingRoom(db: SqlClient, concertId: string): Promise<OpenedWaitingRoom | null> {
  const rows = await db.query<WaitingRoomSettings & { firstTime: boolean }>(OPEN_WAITING_ROOM, [
    bigintIdOrNull(concertId),
  ]);
  const row = rows[0];
  if (row === undefined) return null;
  const { firstTime, ...settings } = row;
  return { settings, firstTime };
}
