/**
 * plan_positions(venue): where in its plan each seat of a venue is, as a number that counts along the rows: neighbours differ
 * by one, all others by more. The digits at the end of a seat number are its number in the row, and what stands before
 * them names the row, within its area: A12 is number 12 of row A, 7 is number 7 of the only row of its area. Consecutive
 * numbers of a row are neighbours. Rows come in the order of the plan, by their first seats. A seat number that
 * does not end in one to nine digits, or repeats a number of its row (A1 after A01), is a row by itself.
 *
 * create_schedule(…): see statements/createSchedule.ts; it copies the positions, so that choosing seats side by side reads
 * them in order from an index.
 */
export const PLAN_POSITIONS = `
CREATE FUNCTION plan_positions(p_venue_id bigint)
RETURNS TABLE (venue_seat_id bigint, seat_position integer) LANGUAGE sql STABLE AS $$
  WITH shaped AS (
    SELECT id, area, regexp_match(seat_number, '^(.*[^0-9])?([0-9]{1,9})$') AS parts
      FROM venue_seats WHERE venue_id = p_venue_id
  ), numbered AS (
    SELECT id, area, coalesce(parts[1], '') AS name, parts[2]::integer AS number,
           row_number() OVER (PARTITION BY area, parts[1], parts[2]::integer ORDER BY id) AS copy
      FROM shaped
  ), grouped AS (
    SELECT id, number,
           min(id) OVER (PARTITION BY area, name, CASE WHEN number IS NULL OR copy > 1 THEN id END) AS first_id
      FROM numbered
  ), stepped AS (
    SELECT id, first_id, number,
           CASE WHEN lag(first_id) OVER along = first_id AND lag(number) OVER along = number - 1
                THEN 1 ELSE 2 END AS step
      FROM grouped
    WINDOW along AS (ORDER BY first_id, number)
  )
  SELECT id, (sum(step) OVER (ORDER BY first_id, number))::integer FROM stepped
$$;

CREATE OR REPLACE FUNCTION create_schedule(
  p_concert_id bigint, p_venue_id bigint, p_starts_at timestamptz, p_ends_at timestamptz, p_prices jsonb
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_total integer;
  v_without_price jsonb;
  v_schedule_id bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM concerts WHERE id = p_concert_id) THEN
    RETURN jsonb_build_object('outcome', 'CONCERT_NOT_FOUND');
  END IF;
  IF NOT EXISTS (SELECT FROM venues WHERE id = p_venue_id) THEN
    RETURN jsonb_build_object('outcome', 'VENUE_NOT_FOUND');
  END IF;
  SELECT count(*), jsonb_agg(DISTINCT seat_type) FILTER (WHERE p_prices->>seat_type IS NULL)
    INTO v_total, v_without_price
    FROM venue_seats WHERE venue_id = p_venue_id;
  IF v_without_price IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'PRICE_MISSING', 'seatTypes', v_without_price);
  END IF;

  INSERT INTO schedules (concert_id, venue_id, starts_at, ends_at, total_seats, available_seats)
  VALUES (p_concert_id, p_venue_id, p_starts_at, p_ends_at, v_total, v_total)
  ON CONFLICT (concert_id, starts_at) DO NOTHING
  RETURNING id INTO v_schedule_id;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'SCHEDULE_EXISTS');
  END IF;
  INSERT INTO seats (schedule_id, venue_seat_id, seat_number, area, grade, price, seat_position)
  SELECT v_schedule_id, id, seat_number, area, seat_type, (p_prices->>seat_type)::bigint, seat_position
    FROM venue_seats JOIN plan_positions(p_venue_id) ON venue_seat_id = id
   WHERE venue_id = p_venue_id ORDER BY id;
  RETURN jsonb_build_object('outcome', 'CREATED', 'id', v_schedule_id::text, 'totalSeats', v_total);
END $$`;
