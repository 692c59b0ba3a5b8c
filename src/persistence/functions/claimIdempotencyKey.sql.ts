/**
 * claim_idempotency_key(…): see statements/idempotency.ts. Claims of one user take turns on an advisory lock of the
 * transaction: a claim may have to remove two abandoned rows, and turns spare an order among them. The partial unique
 * index decides a scope that two users share, should there ever be one.
 */
export const CLAIM_IDEMPOTENCY_KEY = `
CREATE FUNCTION claim_idempotency_key(
  p_user_id uuid, p_route text, p_key text, p_body_hash text, p_scope text, p_lease_ms bigint
) RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_key idempotency_keys;
  v_found boolean;
  v_lease_expires_at timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('idempotency ' || p_user_id::text, 0));
  -- After the wait, not when the transaction began.
  v_lease_expires_at := clock_timestamp() + p_lease_ms * interval '1 millisecond';

  SELECT * INTO v_key
    FROM idempotency_keys WHERE user_id = p_user_id AND route = p_route AND key = p_key FOR UPDATE;
  v_found := FOUND AND v_key.created_at >= clock_timestamp() - interval '24 hours';
  IF v_found THEN
    IF v_key.body_hash <> p_body_hash THEN
      RETURN jsonb_build_object('outcome', 'IDEMPOTENCY_KEY_REUSED');
    END IF;
    IF v_key.state = 'COMPLETED' THEN
      RETURN jsonb_build_object(
        'outcome', 'REPLAY', 'status', v_key.response_status, 'body', v_key.response_body);
    END IF;
    IF v_key.lease_expires_at > clock_timestamp() THEN
      RETURN jsonb_build_object('outcome', 'IDEMPOTENCY_KEY_IN_USE');
    END IF;
  END IF;

  IF p_scope IS NOT NULL THEN
    DELETE FROM idempotency_keys
     WHERE scope = p_scope AND state = 'IN_PROGRESS' AND lease_expires_at <= clock_timestamp()
       AND (user_id, route, key) IS DISTINCT FROM (p_user_id, p_route, p_key);
    IF EXISTS (
      SELECT FROM idempotency_keys
       WHERE scope = p_scope AND state = 'IN_PROGRESS'
         AND (user_id, route, key) IS DISTINCT FROM (p_user_id, p_route, p_key)
    ) THEN
      RETURN jsonb_build_object('outcome', 'SCOPE_BUSY');
    END IF;
  END IF;

  -- What is left of this key is abandoned or too old.
  DELETE FROM idempotency_keys WHERE user_id = p_user_id AND route = p_route AND key = p_key;
  INSERT INTO idempotency_keys (user_id, route, key, body_hash, state, scope, lease_expires_at, created_at)
  VALUES (p_user_id, p_route, p_key, p_body_hash, 'IN_PROGRESS', p_scope, v_lease_expires_at,
          CASE WHEN v_found THEN v_key.created_at ELSE now() END)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'SCOPE_BUSY');
  END IF;
  RETURN jsonb_build_object('outcome', 'CLAIMED');
END $$`;
