/**
 * What operators do, each with its record in one transaction. See statements/operateSession.ts, recordOperatorAction.ts and
 * cancelReservation.ts. The record is written last: nobody else waits for it who is not behind the same session or reservation,
 * but for two uses of one action id at once, of which the second fails and finds the first when it is tried again.
 */

/** Writes the record of an action. */
const RECORD_OPERATOR_ACTION = `
CREATE FUNCTION record_operator_action(
  p_action jsonb, p_session_id uuid, p_concert_id bigint, p_reservation_id uuid, p_outcome text, p_details jsonb
) RETURNS operator_actions LANGUAGE sql AS $$
  INSERT INTO operator_actions (
    workflow_id, action_id, what, acted_by, why, session_id, concert_id, reservation_id, outcome, details
  ) VALUES (
    p_action->>'workflowId', p_action->>'actionId', p_action->>'what', p_action->>'by', p_action->>'why',
    p_session_id, p_concert_id, p_reservation_id, p_outcome, p_details
  ) RETURNING *
$$;`;

/**
 * extend_hold_by(…): as extend_hold, but for an operator: whatever the concert offers, as often as needed, up to the same cap, and
 * it leaves the fan's own extension. Locks: the session's row is the caller's; reservation, seats by id.
 */
const EXTEND_HOLD_BY = `
CREATE FUNCTION extend_hold_by(p_session sessions, p_hold_number integer, p_seconds integer, p_hold_cap_ms bigint)
RETURNS text LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_reservation reservations;
  v_expires_at timestamptz;
  v_seat_ids bigint[];
  v_extended integer;
BEGIN
  SELECT * INTO v_reservation
    FROM reservations WHERE session_id = p_session.id AND hold_number = p_hold_number
     FOR NO KEY UPDATE;
  IF NOT FOUND OR v_reservation.status IN ('CANCELED', 'CONFIRMED') THEN
    RETURN 'NO_HOLD';
  END IF;
  IF v_reservation.status = 'EXPIRED' OR v_reservation.expires_at <= now() THEN
    RETURN 'HOLD_EXPIRED';
  END IF;
  IF EXISTS (SELECT FROM schedules WHERE id = v_reservation.schedule_id AND canceled_at IS NOT NULL) THEN
    RETURN 'SCHEDULE_CANCELED';
  END IF;
  v_expires_at := least(
    v_reservation.expires_at + p_seconds * interval '1 second',
    v_reservation.reserved_at + p_hold_cap_ms * interval '1 millisecond');
  IF v_expires_at <= v_reservation.expires_at THEN
    RETURN 'AT_ITS_LONGEST';
  END IF;

  SELECT array_agg(seat_id) INTO v_seat_ids
    FROM reservation_seats WHERE reservation_id = v_reservation.id;
  PERFORM 1 FROM seats WHERE id = ANY (v_seat_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE seats
     SET hold_expires_at = v_expires_at
   WHERE id = ANY (v_seat_ids) AND status = 'HELD'
     AND hold_session_id = p_session.id AND hold_number = p_hold_number;
  GET DIAGNOSTICS v_extended = ROW_COUNT;
  IF v_extended <> cardinality(v_seat_ids) THEN
    RAISE EXCEPTION 'reservation % holds % of its % seats', v_reservation.id, v_extended, cardinality(v_seat_ids)
      USING ERRCODE = 'data_exception';
  END IF;
  UPDATE reservations SET expires_at = v_expires_at, updated_at = now() WHERE id = v_reservation.id;
  UPDATE sessions SET expires_at = greatest(expires_at, v_expires_at) WHERE id = p_session.id;
  RETURN 'DONE';
END $$;`;

/**
 * operate_session(session, action, step): locks as release_hold. An action that is on record is not taken again; the answer tells
 * what was recorded, and how the session is now. Milliseconds left are counted when the answer is made, as in extension_answer.
 */
const OPERATE_SESSION = `
CREATE FUNCTION operate_session(p_session jsonb, p_action jsonb, p_step jsonb)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session sessions := record_session(p_session);
  v_record operator_actions;
  v_what text := p_action->>'what';
  v_outcome text := p_step->>'refusal';
  v_details jsonb := '{}';
  v_held reservations;
BEGIN
  SELECT * INTO v_record
    FROM operator_actions
   WHERE workflow_id = p_action->>'workflowId' AND action_id = p_action->>'actionId';
  IF NOT FOUND THEN
    SELECT * INTO v_held
      FROM reservations WHERE session_id = v_session.id AND status = 'HELD' FOR NO KEY UPDATE;
    IF v_held.id IS NOT NULL THEN
      v_details := jsonb_build_object('seats', (
        SELECT jsonb_agg(seat_number ORDER BY seat_id) FROM reservation_seats WHERE reservation_id = v_held.id));
    END IF;
    IF v_outcome IS NOT NULL THEN
      v_details := v_details || jsonb_build_object('detail', p_step->'detail');
    ELSIF v_session.ended_at IS NOT NULL THEN
      v_outcome := 'ENDED';
    ELSIF v_what = 'operatorReleaseHold' THEN
      IF v_held.id IS NULL THEN
        v_outcome := 'NO_HOLD';
      END IF;
      -- Also without one: it bars what a crash took from the workflow's memory.
      PERFORM release_hold(p_session, (p_step->>'barredThrough')::integer, 'CANCELED');
    ELSIF v_what = 'operatorExtendHold' THEN
      v_outcome := nullif(extend_hold_by(
        v_session, (p_step->>'holdNumber')::integer, (p_step->>'seconds')::integer,
        (p_step->>'holdCapMs')::bigint), 'DONE');
      v_details := v_details || jsonb_build_object('seconds', p_step->'seconds', 'expiresAt', (
        SELECT round(extract(epoch FROM expires_at) * 1000)::bigint FROM reservations WHERE id = v_held.id));
    ELSIF v_what IN ('operatorExpire', 'operatorRemove') THEN
      PERFORM end_session(
        p_session, (p_step->>'barredThrough')::integer, p_step->>'endReason', p_step->>'endState',
        p_step->>'reservationStatus');
      v_details := v_details || jsonb_build_object('endReason', p_step->'endReason');
    ELSE
      v_details := jsonb_build_object('beyondCapacity', coalesce(p_step->'beyondCapacity', 'false'));
    END IF;
    v_record := record_operator_action(
      p_action, v_session.id, v_session.concert_id, v_held.id, coalesce(v_outcome, 'DONE'), v_details);
  END IF;

  SELECT * INTO v_held FROM reservations WHERE session_id = v_session.id AND status = 'HELD';
  RETURN session_answer(v_session.id, 0) || jsonb_build_object(
    'what', v_record.what, 'ofThisVisit', v_record.session_id IS NOT DISTINCT FROM v_session.id,
    'outcome', v_record.outcome, 'at', round(extract(epoch FROM v_record.at) * 1000)::bigint,
    'reservationId', v_record.reservation_id, 'details', v_record.details,
    'hold', hold_answer(v_held.id)->'hold', 'holdNumber', v_held.hold_number,
    'leftMs', ceil(extract(epoch FROM v_held.expires_at - clock_timestamp()) * 1000)::bigint);
END $$;`;

/** cancel_reservation_for(…): cancel_reservation with its record. Locks as that. */
const CANCEL_RESERVATION_FOR = `
CREATE FUNCTION cancel_reservation_for(p_reservation_id uuid, p_user_id uuid, p_cut_off_ms bigint, p_action jsonb)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_record operator_actions;
  v_status text;
  v_answer jsonb;
BEGIN
  SELECT status INTO v_status
    FROM reservations WHERE id = p_reservation_id AND user_id = p_user_id FOR NO KEY UPDATE;
  SELECT * INTO v_record
    FROM operator_actions
   WHERE workflow_id = p_action->>'workflowId' AND action_id = p_action->>'actionId';
  IF FOUND THEN
    IF v_record.what <> p_action->>'what' OR v_record.reservation_id IS DISTINCT FROM p_reservation_id THEN
      RETURN jsonb_build_object('outcome', 'ACTION_ID_REUSED');
    END IF;
    -- Refused before it came to this: the same again.
    RETURN coalesce(v_record.details->'answer', jsonb_build_object('outcome', v_record.outcome));
  END IF;
  v_answer := cancel_reservation(p_reservation_id, p_user_id, p_cut_off_ms);
  PERFORM record_operator_action(
    p_action, NULL, (p_action->>'concertId')::bigint, p_reservation_id,
    CASE v_answer->>'outcome' WHEN 'CANCELED' THEN 'DONE' ELSE v_answer->>'outcome' END,
    jsonb_build_object('answer', v_answer, 'was', v_status, 'cutOffMs', p_cut_off_ms));
  RETURN v_answer;
END $$;`;

export const OPERATOR_ACTIONS = [
  RECORD_OPERATOR_ACTION,
  EXTEND_HOLD_BY,
  OPERATE_SESSION,
  CANCEL_RESERVATION_FOR,
].join('\n');
