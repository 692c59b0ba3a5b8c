/** release_hold(…): see statements/releaseHold.ts. Locks: session, reservation, seats by id, schedule. */
export const RELEASE_HOLD = `
CREATE FUNCTION release_hold(p_session jsonb, p_hold_number integer, p_status text)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_session sessions := record_session(p_session);
  v_reservation reservations;
BEGIN
  IF p_hold_number > v_session.released_through THEN
    UPDATE sessions SET released_through = p_hold_number WHERE id = v_session.id;
  END IF;
  SELECT * INTO v_reservation
    FROM reservations
   WHERE session_id = v_session.id AND status = 'HELD' AND hold_number <= p_hold_number
     FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN session_answer(v_session.id, 0);
  END IF;
  RETURN session_answer(v_session.id, free_reservation(v_reservation, p_status));
END $$`;
