import { SEAT_STATUSES, type SeatStatus } from '../../contracts/states';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** The seats of a schedule at one moment: `letters` has one for each seat, in the order of `seatIds`. */
export interface SeatStates {
  seatIds: readonly string[];
  /** As in `seatMapVersion`. */
  version: string;
  letters: string;
}

/** By the first letter of a status, which tells it from the others. */
const STATUS_OF = new Map(SEAT_STATUSES.map((status) => [status.charAt(0), status]));

export function statusOf(letter: string): SeatStatus {
  const status = STATUS_OF.get(letter);
  if (!status) throw new Error(`There is no seat status that begins with ${letter}`);
  return status;
}

/** All seats of a schedule, as of one snapshot. @returns null: no such schedule */
export async function seatStates(db: SqlClient, scheduleId: string): Promise<SeatStates | null> {
  const rows = await db.query<{ version: string; seatIds: string[]; letters: string }>(
    `SELECT seat_map_version::text AS version, plan.*
       FROM schedules, LATERAL (
         SELECT coalesce(array_agg(id::text ORDER BY id), '{}') AS "seatIds",
                coalesce(string_agg(left(status, 1), '' ORDER BY id), '') AS letters
           FROM seats WHERE schedule_id = schedules.id
       ) plan
      WHERE id = $1::bigint`,
    [bigintIdOrNull(scheduleId)],
  );
  return rows[0] ?? null;
}

/**
 * What became of seats that were read before, in one statement and hence one snapshot: a schedule has the same seats for
 * ever. Where nothing changed it reads one row; else one row is the answer, a letter for each seat.
 * @returns null: the version is the same
 */
export async function newerSeatStates(
  db: SqlClient,
  scheduleId: string,
  { version }: Pick<SeatStates, 'version'>,
): Promise<Pick<SeatStates, 'version' | 'letters'> | null> {
  const rows = await db.query<{ version: string; letters: string }>(
    `SELECT seat_map_version::text AS version,
            (SELECT string_agg(left(status, 1), '' ORDER BY id) FROM seats WHERE schedule_id = schedules.id) AS letters
       FROM schedules WHERE id = $1::bigint AND seat_map_version <> $2::bigint`,
    [bigintIdOrNull(scheduleId), version],
  );
  return rows[0] ?? null;
}
