/**
 * top_up_wallet(…): see statements/topUpWallet.ts. The wallet's lock comes first and makes twins of one key wait for each
 * other; then the key's row and the ledger say whether it was done already. Keys count as absent after 24 hours, the
 * ledger does not forget.
 */
export const TOP_UP_WALLET = `
CREATE FUNCTION top_up_wallet(p_user_id uuid, p_amount bigint, p_key text, p_body_hash text, p_route text)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_balance bigint;
  v_key idempotency_keys;
  v_entry wallet_entries;
BEGIN
  SELECT balance INTO v_balance FROM wallets WHERE user_id = p_user_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the user has no wallet' USING ERRCODE = 'no_data_found';
  END IF;

  SELECT * INTO v_key
    FROM idempotency_keys WHERE user_id = p_user_id AND route = p_route AND key = p_key FOR NO KEY UPDATE;
  IF FOUND AND v_key.created_at < now() - interval '24 hours' THEN
    DELETE FROM idempotency_keys WHERE user_id = p_user_id AND route = p_route AND key = p_key;
  ELSIF FOUND THEN
    RETURN CASE
      WHEN v_key.body_hash <> p_body_hash THEN jsonb_build_object('outcome', 'IDEMPOTENCY_KEY_REUSED')
      WHEN v_key.state = 'IN_PROGRESS' THEN jsonb_build_object('outcome', 'IDEMPOTENCY_KEY_IN_USE')
      ELSE jsonb_build_object('outcome', 'TOPPED_UP') || v_key.response_body::jsonb
           || jsonb_build_object('replayed', true)
    END;
  END IF;

  SELECT * INTO v_entry
    FROM wallet_entries WHERE user_id = p_user_id AND type = 'TOP_UP' AND idempotency_key = p_key;
  IF FOUND THEN
    IF v_entry.amount <> p_amount THEN
      RETURN jsonb_build_object('outcome', 'IDEMPOTENCY_KEY_REUSED');
    END IF;
    RETURN jsonb_build_object(
      'outcome', 'TOPPED_UP', 'id', v_entry.id::text, 'amount', v_entry.amount,
      'balance', v_entry.balance_after, 'replayed', true);
  END IF;

  IF p_amount > 9007199254740991 - v_balance THEN
    RETURN jsonb_build_object('outcome', 'BALANCE_LIMIT_EXCEEDED');
  END IF;
  UPDATE wallets SET balance = balance + p_amount, updated_at = now()
   WHERE user_id = p_user_id
  RETURNING balance INTO v_balance;
  INSERT INTO wallet_entries (user_id, type, amount, balance_after, idempotency_key)
  VALUES (p_user_id, 'TOP_UP', p_amount, v_balance, p_key)
  RETURNING * INTO v_entry;
  INSERT INTO idempotency_keys (
    user_id, route, key, body_hash, state, lease_expires_at, response_status, response_body
  ) VALUES (
    p_user_id, p_route, p_key, p_body_hash, 'COMPLETED', now(), 201,
    json_build_object('id', v_entry.id::text, 'amount', p_amount, 'balance', v_balance)
  );
  RETURN jsonb_build_object(
    'outcome', 'TOPPED_UP', 'id', v_entry.id::text, 'amount', p_amount, 'balance', v_balance,
    'replayed', false);
END $$`;
