/**
 * change_schedule(schedule, available, reserved): adds to the counters and derives the status. The counter row is hot: this
 * is the last lock a transaction takes, and nothing after it waits.
 *
 * free_reservation(reservation, status): ends a HELD reservation, whose row the caller has locked, and puts back the seats
 * that still carry its fence. Returns how many.
 */
export const SEAT_CHANGES = `
CREATE FUNCTION change_schedule(p_schedule_id bigint, p_available integer, p_reserved integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schedules
     SET available_seats = available_seats + p_available,
         reserved_seats = reserved_seats + p_reserved,
         seat_map_version = seat_map_version + 1,
         status = CASE WHEN reserved_seats + p_reserved >= total_seats THEN 'SOLD_OUT' ELSE 'AVAILABLE' END,
         updated_at = now()
   WHERE id = p_schedule_id;
END $$;

CREATE FUNCTION free_reservation(p_reservation reservations, p_status text)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_seat_ids bigint[];
  v_freed integer;
BEGIN
  SELECT coalesce(array_agg(seat_id), '{}') INTO v_seat_ids
    FROM reservation_seats WHERE reservation_id = p_reservation.id;
  PERFORM 1 FROM seats WHERE id = ANY (v_seat_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE seats
     SET status = 'AVAILABLE', hold_session_id = NULL, hold_number = NULL, hold_expires_at = NULL
   WHERE id = ANY (v_seat_ids) AND status = 'HELD'
     AND hold_session_id = p_reservation.session_id AND hold_number = p_reservation.hold_number;
  GET DIAGNOSTICS v_freed = ROW_COUNT;
  UPDATE reservation_seats SET live = false WHERE reservation_id = p_reservation.id;
  UPDATE reservations SET status = p_status, updated_at = now() WHERE id = p_reservation.id;
  IF v_freed > 0 THEN
    PERFORM change_schedule(p_reservation.schedule_id, v_freed, 0);
  END IF;
  RETURN v_freed;
END $$`;
