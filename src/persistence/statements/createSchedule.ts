import { bigintIdOrNull } from '../identifierText';
import { decide, type SqlClient } from '../sqlClient';

export interface CreateScheduleInput {
  concertId: string;
  venueId: string;
  startsAt: Date;
  endsAt: Date;
  /** Minor units by the venue's seat types; one for each type is needed. */
  prices: Record<string, number>;
}

export type CreateScheduleOutcome =
  | { outcome: 'CREATED'; id: string; totalSeats: number }
  | { outcome: 'CONCERT_NOT_FOUND' | 'VENUE_NOT_FOUND' }
  | { outcome: 'PRICE_MISSING'; seatTypes: string[] }
  | { outcome: 'SCHEDULE_EXISTS' };

/** Creates a dated performance and puts every seat of the venue on sale for it, in one transaction. */
export async function createSchedule(
  db: SqlClient,
  input: CreateScheduleInput,
): Promise<CreateScheduleOutcome> {
  return decide<CreateScheduleOutcome>(
    db,
    'create_schedule($1::bigint, $2::bigint, $3::timestamptz, $4::timestamptz, $5::jsonb)',
    [
      bigintIdOrNull(input.concertId),
      bigintIdOrNull(input.venueId),
      input.startsAt,
      input.endsAt,
      JSON.stringify(input.prices),
    ],
  );
}
