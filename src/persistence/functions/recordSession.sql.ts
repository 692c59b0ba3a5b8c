/**
 * record_session(session): writes the session's row if there is none, moves WAITING to PROGRESS when it was admitted, and
 * returns the row locked. Every session function begins with it: the row's lock is the first in the locking order, so
 * that the steps of one session never interleave. Reads first, because most calls change nothing.
 */
export const RECORD_SESSION = `
CREATE FUNCTION record_session(p_session jsonb) RETURNS sessions LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_id uuid := (p_session->>'sessionId')::uuid;
  v_ready_at timestamptz := to_timestamp((p_session->>'admittedAt')::double precision / 1000);
  v_expires_at timestamptz := to_timestamp((p_session->>'expiresAt')::double precision / 1000);
  v_session sessions;
BEGIN
  SELECT * INTO v_session FROM sessions WHERE id = v_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO sessions (
      id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ready_at, expires_at
    ) VALUES (
      v_id, (p_session->>'userId')::uuid, (p_session->>'concertId')::bigint, p_session->>'workflowId',
      CASE WHEN v_ready_at IS NULL THEN 'WAITING' ELSE 'PROGRESS' END,
      (p_session->>'place')::bigint, (p_session->>'positionAtEntry')::integer,
      to_timestamp((p_session->>'joinedAt')::double precision / 1000), v_ready_at, v_expires_at
    )
    ON CONFLICT (id) DO NOTHING
    RETURNING * INTO v_session;
    IF FOUND THEN
      RETURN v_session;
    END IF;
    -- A twin inserted it meanwhile.
    SELECT * INTO STRICT v_session FROM sessions WHERE id = v_id FOR NO KEY UPDATE;
  END IF;

  IF v_session.ended_at IS NULL
     AND (v_session.ready_at IS NULL AND v_ready_at IS NOT NULL
          OR v_expires_at IS NOT NULL AND v_expires_at IS DISTINCT FROM v_session.expires_at) THEN
    UPDATE sessions
       SET state = CASE WHEN v_ready_at IS NULL THEN state ELSE 'PROGRESS' END,
           ready_at = coalesce(ready_at, v_ready_at),
           expires_at = coalesce(v_expires_at, expires_at)
     WHERE id = v_id
    RETURNING * INTO v_session;
  END IF;
  RETURN v_session;
END $$`;
