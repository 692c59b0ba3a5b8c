/**
 * A user's API keys, bounded in number and never without one that works. Both functions lock the user's row first, so that
 * two at once count one after the other: a plain statement would count in the snapshot of before its wait.
 */
export const API_KEYS = `
CREATE FUNCTION issue_api_key(p_user_id uuid, p_id uuid, p_key_hash text, p_last_four text, p_most integer)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_created_at timestamptz;
BEGIN
  PERFORM FROM users WHERE id = p_user_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'USER_NOT_FOUND');
  END IF;
  IF (SELECT count(*) FROM api_keys WHERE user_id = p_user_id AND revoked_at IS NULL) >= p_most THEN
    RETURN jsonb_build_object('outcome', 'TOO_MANY_KEYS');
  END IF;
  INSERT INTO api_keys (id, user_id, key_hash, last_four) VALUES (p_id, p_user_id, p_key_hash, p_last_four)
  RETURNING created_at INTO v_created_at;
  RETURN jsonb_build_object('outcome', 'ISSUED', 'createdAt', v_created_at);
END $$;

CREATE FUNCTION revoke_api_key(p_user_id uuid, p_id uuid)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_key api_keys;
BEGIN
  PERFORM FROM users WHERE id = p_user_id FOR NO KEY UPDATE;
  SELECT * INTO v_key FROM api_keys WHERE id = p_id AND user_id = p_user_id;
  IF NOT FOUND THEN
    RETURN jsonb_build_object('outcome', 'API_KEY_NOT_FOUND');
  END IF;
  IF v_key.revoked_at IS NULL THEN
    IF NOT EXISTS (SELECT FROM api_keys WHERE user_id = p_user_id AND revoked_at IS NULL AND id <> p_id) THEN
      RETURN jsonb_build_object('outcome', 'LAST_KEY');
    END IF;
    UPDATE api_keys SET revoked_at = now() WHERE id = p_id;
  END IF;
  RETURN jsonb_build_object('outcome', 'REVOKED', 'keyHash', v_key.key_hash);
END $$;`;
