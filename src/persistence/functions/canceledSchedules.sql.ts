import { EXTEND_HOLD } from './extendHold.sql';

/**
 * The functions that know of cancelled dates. What they promise otherwise, and their locks, are as in seatChanges.sql.ts,
 * holdWithinLimit.sql.ts, payReservation.sql.ts and cancelReservation.sql.ts.
 *
 * change_schedule decides: from the commit that sets `canceled_at` on, no seat of the date is claimed or sold. Whoever read
 * the schedule before is stopped at its row, which every claim and every sale changes last, and rolled back whole;
 * `decide` calls again, and then hold_refusal or pay_reservation say why. Swapping a hold for as many seats or fewer of
 * the same date claims none in the balance and may still end; it leaves a hold where there was one.
 */
export const CHANGE_SCHEDULE_UNLESS_CANCELED = `
CREATE OR REPLACE FUNCTION change_schedule(p_schedule_id bigint, p_available integer, p_reserved integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_canceled_at timestamptz;
BEGIN
  UPDATE schedules
     SET available_seats = available_seats + p_available,
         reserved_seats = reserved_seats + p_reserved,
         seat_map_version = seat_map_version + 1,
         status = CASE WHEN canceled_at IS NOT NULL THEN 'CANCELED'
                       WHEN reserved_seats + p_reserved >= total_seats THEN 'SOLD_OUT' ELSE 'AVAILABLE' END,
         updated_at = now()
   WHERE id = p_schedule_id
  RETURNING canceled_at INTO v_canceled_at;
  IF v_canceled_at IS NOT NULL AND (p_available < 0 OR p_reserved > 0) THEN
    RAISE EXCEPTION 'schedule % was cancelled meanwhile', p_schedule_id USING ERRCODE = 'serialization_failure';
  END IF;
END $$`;

export const HOLD_REFUSAL_OF_CANCELED = `
CREATE OR REPLACE FUNCTION hold_refusal(
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
  IF v_schedule_status = 'CANCELED' THEN
    RETURN jsonb_build_object('outcome', 'SCHEDULE_CANCELED', 'seatIds', '[]'::jsonb);
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
    (p_session->>'userId')::uuid, v_concert_id, (p_session->>'sessionId')::uuid,
    coalesce(cardinality(p_seat_ids), p_count), p_max_seats
  ) THEN
    RETURN jsonb_build_object('outcome', 'SEAT_LIMIT_EXCEEDED', 'seatIds', '[]'::jsonb);
  END IF;
  RETURN NULL;
END $$`;

export const PAY_UNLESS_CANCELED = `
CREATE OR REPLACE FUNCTION pay_reservation(p_session jsonb, p_hold_number integer, p_payment_key text, p_route text)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session sessions := record_session(p_session);
  v_payment payments;
  v_reservation reservations;
  v_balance bigint;
  v_seat_ids bigint[];
  v_sold integer;
  v_answer jsonb;
BEGIN
  SELECT * INTO v_payment
    FROM payments WHERE user_id = v_session.user_id AND payment_key = p_payment_key;
  IF FOUND THEN
    SELECT * INTO STRICT v_reservation FROM reservations WHERE id = v_payment.reservation_id;
    IF v_reservation.session_id <> v_session.id THEN
      RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION');
    END IF;
    SELECT balance_after INTO STRICT v_balance
      FROM wallet_entries WHERE payment_id = v_payment.id AND type = 'CHARGE';
  ELSE
    SELECT * INTO v_reservation
      FROM reservations WHERE session_id = v_session.id AND hold_number = p_hold_number
       FOR NO KEY UPDATE;
    IF NOT FOUND OR v_reservation.status IN ('CANCELED', 'CONFIRMED') THEN
      RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION');
    END IF;
    IF v_reservation.status = 'EXPIRED' OR v_reservation.expires_at <= now() THEN
      RETURN jsonb_build_object('outcome', 'HOLD_EXPIRED');
    END IF;
    IF EXISTS (SELECT FROM schedules WHERE id = v_reservation.schedule_id AND canceled_at IS NOT NULL) THEN
      RETURN jsonb_build_object('outcome', 'SCHEDULE_CANCELED');
    END IF;

    UPDATE wallets SET balance = balance - v_reservation.amount, updated_at = now()
     WHERE user_id = v_session.user_id AND balance >= v_reservation.amount
    RETURNING balance INTO v_balance;
    IF NOT FOUND THEN
      SELECT balance INTO v_balance FROM wallets WHERE user_id = v_session.user_id;
      RETURN jsonb_build_object(
        'outcome', 'INSUFFICIENT_BALANCE', 'balance', coalesce(v_balance, 0),
        'requiredAmount', v_reservation.amount);
    END IF;

    SELECT array_agg(seat_id) INTO v_seat_ids
      FROM reservation_seats WHERE reservation_id = v_reservation.id;
    PERFORM 1 FROM seats WHERE id = ANY (v_seat_ids) ORDER BY id FOR NO KEY UPDATE;
    UPDATE seats
       SET status = 'RESERVED', hold_session_id = NULL, hold_number = NULL, hold_expires_at = NULL
     WHERE id = ANY (v_seat_ids) AND status = 'HELD'
       AND hold_session_id = v_session.id AND hold_number = p_hold_number;
    GET DIAGNOSTICS v_sold = ROW_COUNT;
    IF v_sold <> cardinality(v_seat_ids) THEN
      -- A HELD reservation without its seats is damage, not a race. Raising takes the debit back.
      RAISE EXCEPTION 'reservation % holds % of its % seats', v_reservation.id, v_sold, cardinality(v_seat_ids)
        USING ERRCODE = 'data_exception';
    END IF;

    INSERT INTO payments (reservation_id, user_id, amount, status, payment_key)
    VALUES (v_reservation.id, v_session.user_id, v_reservation.amount, 'COMPLETED', p_payment_key)
    RETURNING * INTO v_payment;
    INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key, payment_id)
    VALUES (v_session.user_id, 'CHARGE', -v_reservation.amount, v_balance, p_payment_key, v_payment.id);
    UPDATE reservations SET status = 'CONFIRMED', updated_at = now() WHERE id = v_reservation.id;
    UPDATE sessions SET state = 'DONE', ended_at = now(), end_reason = 'PAID' WHERE id = v_session.id;
  END IF;

  v_answer := jsonb_build_object(
    'paymentId', v_payment.id, 'reservationId', v_reservation.id,
    'amount', v_payment.amount, 'balance', v_balance);
  UPDATE idempotency_keys
     SET state = 'COMPLETED', response_status = 201,
         response_body = json_build_object(
           'paymentId', v_payment.id, 'reservationId', v_reservation.id,
           'amount', v_payment.amount, 'balance', v_balance)
   WHERE user_id = v_session.user_id AND route = p_route AND key = p_payment_key AND state = 'IN_PROGRESS';
  IF v_sold IS NOT NULL THEN
    PERFORM change_schedule(v_reservation.schedule_id, 0, v_sold);
  END IF;
  RETURN jsonb_build_object('outcome', 'PAID') || v_answer;
END $$`;

/** extend_hold: time for what cannot be paid any more would only keep the date's cancellation waiting. */
export const EXTEND_UNLESS_CANCELED = EXTEND_HOLD.slice(EXTEND_HOLD.indexOf('CREATE FUNCTION extend_hold'))
  .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
  .replace(
    '  IF v_reservation.extended_at IS NOT NULL THEN',
    `  IF EXISTS (SELECT FROM schedules WHERE id = v_reservation.schedule_id AND canceled_at IS NOT NULL) THEN
    RETURN jsonb_build_object('outcome', 'SCHEDULE_CANCELED');
  END IF;
  IF v_reservation.extended_at IS NOT NULL THEN`,
  );

/** Of a date that was cancelled, reservations are cancelled at any time, also after the cut-off and the start. */
export const CANCEL_RESERVATION_OF_CANCELED = `
CREATE OR REPLACE FUNCTION cancel_reservation(p_reservation_id uuid, p_user_id uuid, p_cut_off_ms bigint)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_reservation reservations;
  v_payment payments;
  v_closes_at timestamptz;
  v_balance bigint;
  v_seat_ids bigint[];
  v_freed integer;
BEGIN
  SELECT * INTO v_reservation
    FROM reservations WHERE id = p_reservation_id AND user_id = p_user_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'RESERVATION_NOT_FOUND');
  END IF;
  IF v_reservation.status = 'CANCELED' THEN
    SELECT p.amount, e.balance_after INTO v_payment.amount, v_balance
      FROM payments p JOIN wallet_entries e ON e.payment_id = p.id AND e.type = 'REFUND'
     WHERE p.reservation_id = v_reservation.id AND p.status = 'CANCELED';
    IF NOT FOUND THEN
      RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION');
    END IF;
    RETURN jsonb_build_object('outcome', 'CANCELED', 'refunded', v_payment.amount, 'balance', v_balance);
  END IF;
  SELECT CASE WHEN canceled_at IS NULL THEN starts_at - p_cut_off_ms * interval '1 millisecond' ELSE 'infinity' END
    INTO v_closes_at
    FROM schedules WHERE id = v_reservation.schedule_id;
  IF v_reservation.status <> 'CONFIRMED' OR v_closes_at <= now() THEN
    RETURN jsonb_build_object('outcome', 'INVALID_TRANSITION');
  END IF;

  UPDATE payments SET status = 'CANCELED', updated_at = now()
   WHERE reservation_id = v_reservation.id AND status = 'COMPLETED'
  RETURNING * INTO STRICT v_payment;
  UPDATE wallets SET balance = balance + v_payment.amount, updated_at = now()
   WHERE user_id = p_user_id
  RETURNING balance INTO STRICT v_balance;
  INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key, payment_id)
  VALUES (p_user_id, 'REFUND', v_payment.amount, v_balance, v_payment.id::text, v_payment.id);

  SELECT array_agg(seat_id) INTO v_seat_ids
    FROM reservation_seats WHERE reservation_id = v_reservation.id;
  PERFORM 1 FROM seats WHERE id = ANY (v_seat_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE seats SET status = 'AVAILABLE' WHERE id = ANY (v_seat_ids) AND status = 'RESERVED';
  GET DIAGNOSTICS v_freed = ROW_COUNT;
  IF v_freed <> cardinality(v_seat_ids) THEN
    RAISE EXCEPTION 'reservation % owns % of its % seats', v_reservation.id, v_freed, cardinality(v_seat_ids)
      USING ERRCODE = 'data_exception';
  END IF;
  UPDATE reservation_seats SET live = false WHERE reservation_id = v_reservation.id;
  UPDATE reservations SET status = 'CANCELED', updated_at = now() WHERE id = v_reservation.id;
  PERFORM change_schedule(v_reservation.schedule_id, v_freed, -v_freed);
  RETURN jsonb_build_object('outcome', 'CANCELED', 'refunded', v_payment.amount, 'balance', v_balance);
END $$`;
