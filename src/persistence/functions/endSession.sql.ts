/** end_session(…): see statements/endSession.ts. Locks as release_hold; ended sessions hold nothing, whatever the number. */
export const END_SESSION = `
CREATE FUNCTION end_session(
  p_session jsonb, p_hold_number integer, p_reason text, p_state text, p_reservation_status text
) RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session sessions := record_session(p_session);
  v_reservation reservations;
BEGIN
  IF v_session.ended_at IS NOT NULL THEN
    RETURN session_answer(v_session.id, 0);
  END IF;
  UPDATE sessions
     SET state = p_state, ended_at = now(), end_reason = p_reason,
         released_through = greatest(released_through, hold_number, p_hold_number)
   WHERE id = v_session.id;
  SELECT * INTO v_reservation
    FROM reservations WHERE session_id = v_session.id AND status = 'HELD' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN session_answer(v_session.id, 0);
  END IF;
  RETURN session_answer(v_session.id, free_reservation(v_reservation, p_reservation_status));
END $$`;
