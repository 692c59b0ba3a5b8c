/**
 * hold_seats(…) as holdWithinLimit.sql.ts and holdSeats.sql.ts describe it, which can also let single seats go: without
 * milliseconds (p_hold_ms NULL) the hold that is swapped passes on its deadline, when it began and whether it was extended,
 * and only seats of it may be asked for. The session's row lasts at least as long as its hold.
 * Locks: session, own HELD reservation, wallet, seats by id, schedules by id.
 */
export const HOLD_WITH_DEADLINE = `
CREATE OR REPLACE FUNCTION hold_seats(
  p_session jsonb, p_hold_number integer, p_hold_ms bigint, p_max_seats integer, p_schedule_id bigint,
  p_seat_ids bigint[], p_unknown_seat_ids text[], p_count integer, p_grade text
) RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session_id uuid := (p_session->>'sessionId')::uuid;
  v_session sessions;
  v_earlier reservations;
  v_own bigint[] := '{}';
  v_wanted bigint[];
  v_refusal jsonb;
  v_shortage text;
  v_reservation_id uuid;
  v_status text;
  v_reserved_at timestamptz := date_trunc('milliseconds', now());
  v_expires_at timestamptz := date_trunc('milliseconds', now()) + p_hold_ms * interval '1 millisecond';
  v_extended_at timestamptz;
  v_freed integer := 0;
  v_claimed integer;
  v_amount bigint;
BEGIN
  SELECT array_agg(DISTINCT id ORDER BY id) INTO v_wanted FROM unnest(p_seat_ids) AS wanted (id);
  IF p_count IS NULL THEN
    v_wanted := coalesce(v_wanted, '{}');
  END IF;

  -- Refusing without a lock or a write costs no flush of the log: of hundreds who want one seat, one pays for it.
  IF NOT EXISTS (
    SELECT FROM sessions
     WHERE id = v_session_id
       AND (ended_at IS NOT NULL OR hold_number >= p_hold_number OR released_through >= p_hold_number)
  ) THEN
    v_refusal := hold_refusal(p_session, p_max_seats, p_schedule_id, v_wanted, p_unknown_seat_ids, p_count);
    IF v_refusal IS NOT NULL THEN
      RETURN v_refusal;
    END IF;
  END IF;

  v_session := record_session(p_session);
  IF v_session.ended_at IS NOT NULL OR p_hold_number <= v_session.released_through THEN
    RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION', 'seatIds', '[]'::jsonb);
  END IF;
  IF p_hold_number <= v_session.hold_number THEN
    SELECT id, status INTO v_reservation_id, v_status
      FROM reservations WHERE session_id = v_session_id AND hold_number = p_hold_number;
    IF v_status = 'HELD' THEN
      RETURN hold_answer(v_reservation_id);
    END IF;
    -- Overtaken by a higher number: its seats may be someone else's by now.
    RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION', 'seatIds', '[]'::jsonb);
  END IF;

  SELECT * INTO v_earlier
    FROM reservations WHERE session_id = v_session_id AND status = 'HELD' FOR NO KEY UPDATE;
  IF FOUND THEN
    SELECT coalesce(array_agg(seat_id), '{}') INTO v_own
      FROM reservation_seats WHERE reservation_id = v_earlier.id;
  END IF;
  IF p_hold_ms IS NULL THEN
    IF v_earlier.id IS NULL OR v_earlier.expires_at <= now() THEN
      RETURN jsonb_build_object('outcome', 'HOLD_EXPIRED', 'seatIds', '[]'::jsonb);
    END IF;
    -- The workflow chose among the seats of the hold it knows of. A later one that it never heard of may be another.
    IF NOT coalesce(v_wanted <@ v_own, false) THEN
      RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION', 'seatIds', '[]'::jsonb);
    END IF;
    v_reserved_at := v_earlier.reserved_at;
    v_expires_at := v_earlier.expires_at;
    v_extended_at := v_earlier.extended_at;
  END IF;

  PERFORM 1 FROM wallets WHERE user_id = v_session.user_id FOR NO KEY UPDATE;
  IF NOT seats_within_limit(
    v_session.user_id, v_session.concert_id, v_session_id, coalesce(p_count, cardinality(v_wanted)), p_max_seats
  ) THEN
    RETURN jsonb_build_object('outcome', 'SEAT_LIMIT_EXCEEDED', 'seatIds', '[]'::jsonb);
  END IF;

  PERFORM 1 FROM seats WHERE id = ANY (v_own || v_wanted) ORDER BY id FOR NO KEY UPDATE;
  IF p_count IS NULL THEN
    v_refusal := seat_refusal(p_schedule_id, v_wanted, v_session_id);
    IF v_refusal IS NOT NULL THEN
      RETURN v_refusal;
    END IF;
  ELSE
    SELECT seat_ids, refusal INTO v_wanted, v_shortage
      FROM best_available(p_schedule_id, p_count, p_grade, v_session_id);
    IF v_shortage IS NOT NULL THEN
      RETURN jsonb_build_object('outcome', v_shortage, 'seatIds', '[]'::jsonb);
    END IF;
  END IF;

  IF v_earlier.id IS NOT NULL THEN
    UPDATE reservations SET status = 'CANCELED', updated_at = now() WHERE id = v_earlier.id;
    UPDATE reservation_seats SET live = false WHERE reservation_id = v_earlier.id;
    UPDATE seats
       SET status = 'AVAILABLE', hold_session_id = NULL, hold_number = NULL, hold_expires_at = NULL
     WHERE id = ANY (v_own) AND status = 'HELD' AND hold_session_id = v_session_id;
    GET DIAGNOSTICS v_freed = ROW_COUNT;
  END IF;

  WITH claimed AS (
    UPDATE seats
       SET status = 'HELD', hold_session_id = v_session_id, hold_number = p_hold_number,
           hold_expires_at = v_expires_at
     WHERE id = ANY (v_wanted) AND (status = 'AVAILABLE' OR hold_session_id = v_session_id)
    RETURNING price
  )
  SELECT count(*), coalesce(sum(price), 0) INTO v_claimed, v_amount FROM claimed;
  IF v_claimed <> cardinality(v_wanted) OR v_claimed = 0 THEN
    -- Under the locks above this cannot be; were it so, nothing of it may stay. The caller decides again.
    RAISE EXCEPTION 'claimed % of % seats', v_claimed, cardinality(v_wanted)
      USING ERRCODE = 'serialization_failure';
  END IF;

  IF v_earlier.id IS NULL OR v_earlier.schedule_id = p_schedule_id THEN
    PERFORM change_schedule(p_schedule_id, v_freed - v_claimed, 0);
  ELSIF v_earlier.schedule_id < p_schedule_id THEN
    PERFORM change_schedule(v_earlier.schedule_id, v_freed, 0);
    PERFORM change_schedule(p_schedule_id, -v_claimed, 0);
  ELSE
    PERFORM change_schedule(p_schedule_id, -v_claimed, 0);
    PERFORM change_schedule(v_earlier.schedule_id, v_freed, 0);
  END IF;

  INSERT INTO reservations (
    user_id, schedule_id, session_id, hold_number, status, amount, reserved_at, expires_at, extended_at
  ) VALUES (
    v_session.user_id, p_schedule_id, v_session_id, p_hold_number, 'HELD', v_amount, v_reserved_at, v_expires_at,
    v_extended_at
  ) RETURNING id INTO v_reservation_id;
  INSERT INTO reservation_seats (reservation_id, seat_id, seat_number, area, grade, price)
    SELECT v_reservation_id, id, seat_number, area, grade, price FROM seats WHERE id = ANY (v_wanted);
  UPDATE sessions SET hold_number = p_hold_number, expires_at = greatest(expires_at, v_expires_at)
   WHERE id = v_session_id;
  RETURN hold_answer(v_reservation_id);
END $$`;
