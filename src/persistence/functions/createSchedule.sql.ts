/** create_schedule(…): see statements/createSchedule.ts. One INSERT … SELECT for all seats of the venue. */
export const CREATE_SCHEDULE = `
CREATE FUNCTION create_schedule(
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
  INSERT INTO seats (schedule_id, venue_seat_id, seat_number, area, grade, price)
  SELECT v_schedule_id, id, seat_number, area, seat_type, (p_prices->>seat_type)::bigint
    FROM venue_seats WHERE venue_id = p_venue_id ORDER BY id;
  RETURN jsonb_build_object('outcome', 'CREATED', 'id', v_schedule_id::text, 'totalSeats', v_total);
END $$`;
