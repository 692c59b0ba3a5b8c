import type { SqlClient } from '../sqlClient';

export interface CreateVenueInput {
  name: string;
  address: string;
  /** An IANA name, such as `Asia/Seoul`. */
  timeZone: string;
  seats: { seatNumber: string; area: string; seatType: string }[];
}

/**
 * Creates a venue with its seats, in the order given.
 * @throws a unique violation of `venue_seats_venue_seat_number_key` when a seat number occurs twice
 */
export async function createVenue(
  db: SqlClient,
  { name, address, timeZone, seats }: CreateVenueInput,
): Promise<{ id: string; capacity: number }> {
  const rows = await db.query<{ id: string; capacity: number }>(
    `WITH venue AS (
       INSERT INTO venues (name, address, time_zone, capacity) VALUES ($1, $2, $3, cardinality($4::text[]))
       RETURNING id, capacity
     ), plan AS (
       INSERT INTO venue_seats (venue_id, seat_number, area, seat_type)
       SELECT venue.id, seat.seat_number, seat.area, seat.seat_type
         FROM venue,
              unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY
                AS seat (seat_number, area, seat_type, place)
        ORDER BY seat.place
     )
     SELECT id::text AS id, capacity FROM venue`,
    [
      name,
      address,
      timeZone,
      seats.map((seat) => seat.seatNumber),
      seats.map((seat) => seat.area),
      seats.map((seat) => seat.seatType),
    ],
  );
  const venue = rows[0];
  if (venue === undefined) throw new Error('The venue was not created');
  return venue;
}
