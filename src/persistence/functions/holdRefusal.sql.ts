/**
 * seat_refusal(schedule, seats, session): why the session cannot claim all of these seats, or null. Sold wins over held:
 * waiting will not help. Used before any lock, where it makes refusing cheap, and again under the seats' locks, where it
 * decides.
 *
 * seats_within_limit(user, concert, wanted, most): whether the fan's seats in confirmed reservations leave room.
 *
 * hold_refusal(…): everything that can be refused without a lock, because it cannot change (whose schedule it is), or
 * only through the fan's own steps (the limit), or because the refusal was true when it was read (the seats).
 */
export const HOLD_REFUSAL = `
CREATE FUNCTION seat_refusal(p_schedule_id bigint, p_seat_ids bigint[], p_session_id uuid)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_missing jsonb;
  v_reserved jsonb;
  v_held jsonb;
BEGIN
  SELECT jsonb_agg(wanted.id::text ORDER BY wanted.id) FILTER (WHERE s.id IS NULL),
         jsonb_agg(wanted.id::text ORDER BY wanted.id) FILTER (WHERE s.status = 'RESERVED'),
         jsonb_agg(wanted.id::text ORDER BY wanted.id)
           FILTER (WHERE s.status = 'HELD' AND s.hold_session_id <> p_session_id)
    INTO v_missing, v_reserved, v_held
    FROM unnest(p_seat_ids) AS wanted (id)
    LEFT JOIN seats s ON s.id = wanted.id AND s.schedule_id = p_schedule_id;
  RETURN CASE
    WHEN v_missing IS NOT NULL THEN jsonb_build_object('outcome', 'SEAT_NOT_FOUND', 'seatIds', v_missing)
    WHEN v_reserved IS NOT NULL THEN jsonb_build_object('outcome', 'SEAT_RESERVED', 'seatIds', v_reserved)
    WHEN v_held IS NOT NULL THEN jsonb_build_object('outcome', 'SEAT_HELD', 'seatIds', v_held)
  END;
END $$;

CREATE FUNCTION seats_within_limit(p_user_id uuid, p_concert_id bigint, p_wanted integer, p_max_seats integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF p_wanted > p_max_seats THEN
    RETURN false;
  END IF;
  RETURN p_wanted + (
    SELECT count(*)
      FROM reservations r
      JOIN schedules s ON s.id = r.schedule_id
      JOIN reservation_seats rs ON rs.reservation_id = r.id
     WHERE r.user_id = p_user_id AND r.status = 'CONFIRMED' AND s.concert_id = p_concert_id
  ) <= p_max_seats;
END $$;

CREATE FUNCTION hold_refusal(
  p_session jsonb, p_max_seats integer, p_schedule_id bigint, p_seat_ids bigint[], p_unknown_seat_ids text[],
  p_count integer
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_concert_id bigint := (p_session->>'concertId')::bigint;
  v_schedule_status text;
  v_refusal jsonb;
BEGIN
  SELECT status INTO v_schedule_status
    FROM schedules WHERE id = p_schedule_id AND concert_id = v_concert_id;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'SCHEDULE_NOT_FOUND', 'seatIds', '[]'::jsonb);
  END IF;
  IF cardinality(p_unknown_seat_ids) > 0 THEN
    RETURN jsonb_build_object('outcome', 'SEAT_NOT_FOUND', 'seatIds', to_jsonb(p_unknown_seat_ids));
  END IF;
  IF coalesce(cardinality(p_seat_ids), p_count) < 1 THEN
    RETURN jsonb_build_object('outcome', 'SEAT_NOT_FOUND', 'seatIds', '[]'::jsonb);
  END IF;
  IF p_seat_ids IS NOT NULL THEN
    v_refusal := seat_refusal(p_schedule_id, p_seat_ids, (p_session->>'sessionId')::uuid);
    IF v_refusal IS NOT NULL THEN
      RETURN v_refusal;
    END IF;
  ELSIF v_schedule_status = 'SOLD_OUT' THEN
    RETURN jsonb_build_object('outcome', 'SOLD_OUT', 'seatIds', '[]'::jsonb);
  END IF;
  IF NOT seats_within_limit(
    (p_session->>'userId')::uuid, v_concert_id, coalesce(cardinality(p_seat_ids), p_count), p_max_seats
  ) THEN
    RETURN jsonb_build_object('outcome', 'SEAT_LIMIT_EXCEEDED', 'seatIds', '[]'::jsonb);
  END IF;
  RETURN NULL;
END $$`;
