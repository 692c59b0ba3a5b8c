import type { ScheduleStatus } from '../../contracts/states';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface ScheduleRecord {
  id: string;
  concertId: string;
  venueId: string;
  startsAt: Date;
  endsAt: Date;
  totalSeats: number;
  availableSeats: number;
  status: ScheduleStatus;
}

export interface ScheduleListRequest {
  /** true: only schedules with a seat that is free now, and none that was cancelled. */
  available?: boolean;
  /** Starts at or after. */
  from?: Date;
  /** Starts before or at. */
  to?: Date;
  /** The last schedule already seen. */
  after?: { startsAt: Date; id: string };
  limit: number;
}

const COLUMNS = `id::text AS id, concert_id::text AS "concertId", venue_id::text AS "venueId",
  starts_at AS "startsAt", ends_at AS "endsAt", total_seats AS "totalSeats",
  CASE WHEN canceled_at IS NULL THEN available_seats ELSE 0 END AS "availableSeats", status`;

/** By start, then id. Counts are those of this moment, never cached here; of a cancelled schedule no seat is available. */
export async function listSchedules(
  db: SqlClient,
  concertId: string,
  { available, from, to, after, limit }: ScheduleListRequest,
): Promise<ScheduleRecord[]> {
  const afterId = after === undefined ? null : bigintIdOrNull(after.id);
  if (after !== undefined && afterId === null) return [];
  return db.query<ScheduleRecord>(
    `SELECT ${COLUMNS}
       FROM schedules
      WHERE concert_id = $1::bigint
        AND (NOT $2::boolean OR available_seats > 0 AND canceled_at IS NULL)
        AND ($3::timestamptz IS NULL OR starts_at >= $3::timestamptz)
        AND ($4::timestamptz IS NULL OR starts_at <= $4::timestamptz)
        AND ($5::timestamptz IS NULL OR (starts_at, schedules.id) > ($5::timestamptz, $6::bigint))
      ORDER BY starts_at, schedules.id
      LIMIT $7`,
    [
      bigintIdOrNull(concertId),
      available === true,
      from ?? null,
      to ?? null,
      after?.startsAt ?? null,
      afterId,
      limit,
    ],
  );
}

/** @returns null: no such schedule */
export async function findSchedule(db: SqlClient, id: string): Promise<ScheduleRecord | null> {
  const rows = await db.query<ScheduleRecord>(`SELECT ${COLUMNS} FROM schedules WHERE id = $1::bigint`, [
    bigintIdOrNull(id),
  ]);
  return rows[0] ?? null;
}
