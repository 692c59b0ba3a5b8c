/**
 * session_answer(session id, released seats): what releasing and ending answer: how many seats came back, and how the session
 * ended, where it has. A step can meet an end that its workflow does not know: the charge was committed, and worker and
 * Temporal died before the workflow's task was recorded.
 */
export const SESSION_ANSWER = `
CREATE FUNCTION session_answer(p_session_id uuid, p_released integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
           'releasedSeats', p_released,
           'end', CASE WHEN s.ended_at IS NOT NULL THEN jsonb_build_object(
             'reason', s.end_reason, 'reservationId', paid.reservation_id, 'paymentId', paid.id) END)
    FROM sessions s
    LEFT JOIN LATERAL (
      SELECT p.id, p.reservation_id
        FROM reservations r JOIN payments p ON p.reservation_id = r.id
       WHERE r.session_id = s.id AND s.end_reason = 'PAID'
       ORDER BY p.created_at LIMIT 1
    ) paid ON true
   WHERE s.id = p_session_id
$$`;
