/**
 * pay_reservation(…): see statements/payReservation.ts. Locks: session, reservation, wallet, seats by id, idempotency key,
 * schedule. The conditional debit comes before every other write, so that too little money leaves no trace.
 */
export const PAY_RESERVATION = `
CREATE FUNCTION pay_reservation(p_session jsonb, p_hold_number integer, p_payment_key text, p_route text)
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
