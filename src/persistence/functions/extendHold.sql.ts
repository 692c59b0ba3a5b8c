/**
 * extend_hold(…): see statements/extendHold.ts. Locks: session, reservation, seats by id. No seat changes its status, so that
 * neither counters nor the version of the seat map change.
 *
 * The milliseconds left are counted when the answer is made, not from the start of the transaction: who starts a timer with
 * them starts it later, and never ends the hold before its deadline.
 */
export const EXTEND_HOLD = `
CREATE FUNCTION extension_answer(p_reservation reservations) RETURNS jsonb LANGUAGE sql AS $$
  SELECT hold_answer(p_reservation.id) || jsonb_build_object(
           'outcome', 'EXTENDED',
           'leftMs', ceil(extract(epoch FROM p_reservation.expires_at - clock_timestamp()) * 1000)::bigint)
$$;

CREATE FUNCTION extend_hold(p_session jsonb, p_hold_number integer, p_hold_cap_ms bigint)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session sessions := record_session(p_session);
  v_reservation reservations;
  v_extension interval;
  v_expires_at timestamptz;
  v_seat_ids bigint[];
  v_extended integer;
BEGIN
  SELECT * INTO v_reservation
    FROM reservations WHERE session_id = v_session.id AND hold_number = p_hold_number
     FOR NO KEY UPDATE;
  IF NOT FOUND OR v_reservation.status IN ('CANCELED', 'CONFIRMED') THEN
    RETURN jsonb_build_object('outcome', 'NO_HOLD');
  END IF;
  IF v_reservation.status = 'EXPIRED' OR v_reservation.expires_at <= now() THEN
    RETURN jsonb_build_object('outcome', 'HOLD_EXPIRED');
  END IF;
  IF v_reservation.extended_at IS NOT NULL THEN
    RETURN extension_answer(v_reservation);
  END IF;
  IF EXISTS (SELECT FROM reservations WHERE session_id = v_session.id AND extended_at IS NOT NULL) THEN
    RETURN jsonb_build_object('outcome', 'EXTENDED_BEFORE');
  END IF;

  SELECT hold_extension_seconds * interval '1 second' INTO STRICT v_extension
    FROM concerts WHERE id = v_session.concert_id;
  IF v_extension = interval '0' THEN
    RETURN jsonb_build_object('outcome', 'NOT_OFFERED');
  END IF;
  v_expires_at := least(
    v_reservation.expires_at + v_extension,
    v_reservation.reserved_at + p_hold_cap_ms * interval '1 millisecond');
  IF v_expires_at <= v_reservation.expires_at THEN
    RETURN jsonb_build_object('outcome', 'AT_ITS_LONGEST');
  END IF;

  SELECT array_agg(seat_id) INTO v_seat_ids
    FROM reservation_seats WHERE reservation_id = v_reservation.id;
  PERFORM 1 FROM seats WHERE id = ANY (v_seat_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE seats
     SET hold_expires_at = v_expires_at
   WHERE id = ANY (v_seat_ids) AND status = 'HELD'
     AND hold_session_id = v_session.id AND hold_number = p_hold_number;
  GET DIAGNOSTICS v_extended = ROW_COUNT;
  IF v_extended <> cardinality(v_seat_ids) THEN
    -- A HELD reservation without its seats is damage, not a race.
    RAISE EXCEPTION 'reservation % holds % of its % seats', v_reservation.id, v_extended, cardinality(v_seat_ids)
      USING ERRCODE = 'data_exception';
  END IF;
  UPDATE reservations SET expires_at = v_expires_at, extended_at = now(), updated_at = now()
   WHERE id = v_reservation.id
  RETURNING * INTO v_reservation;
  UPDATE sessions SET expires_at = greatest(expires_at, v_expires_at) WHERE id = v_session.id;
  RETURN extension_answer(v_reservation);
END $$`;
