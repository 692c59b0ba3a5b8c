/** cancel_reservation(…): see statements/cancelReservation.ts. Locks: reservation, wallet, seats by id, schedule. */
export const CANCEL_RESERVATION = `
CREATE FUNCTION cancel_reservation(p_reservation_id uuid, p_user_id uuid, p_cut_off_ms bigint)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_reservation reservations;
  v_payment payments;
  v_starts_at timestamptz;
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
  SELECT starts_at INTO v_starts_at FROM schedules WHERE id = v_reservation.schedule_id;
  IF v_reservation.status <> 'CONFIRMED' OR v_starts_at - p_cut_off_ms * interval '1 millisecond' <= now() THEN
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
