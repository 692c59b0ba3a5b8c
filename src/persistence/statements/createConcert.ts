import type { SqlClient } from '../sqlClient';

export interface CreateConcertInput {
  title: string;
  description: string;
  durationMinutes: number;
  saleOpensAt: Date;
  /** Fans admitted at once. */
  capacity: number;
  admissionsPerSecond: number;
  /** By how much a fan may put off the deadline of a hold, once; 0, the default: not at all. */
  holdExtensionSeconds?: number;
}

/** Creates a concert that is on sale from `saleOpensAt` on; its dates follow with `createSchedule`. */
export async function createConcert(db: SqlClient, input: CreateConcertInput): Promise<{ id: string }> {
  const rows = await db.query<{ id: string }>(
    `INSERT INTO concerts
       (title, description, duration_minutes, sale_opens_at, waiting_room_capacity, admissions_per_second,
        hold_extension_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     RETURNING id::text AS id`,
    [
      input.title,
      input.description,
      input.durationMinutes,
      input.saleOpensAt,
      input.capacity,
      input.admissionsPerSecond,
      input.holdExtensionSeconds ?? 0,
    ],
  );
  const concert = rows[0];
  if (concert === undefined) throw new Error('The concert was not created');
  return concert;
}
