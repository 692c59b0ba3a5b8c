import { decide, type SqlClient } from '../sqlClient';

export interface IdempotencyKeyReference {
  userId: string;
  /** Method and path template, such as `POST /session/payment`. */
  route: string;
  /** SHA-256 of the client's key, in hex. */
  key: string;
}

export interface ClaimIdempotencyKeyInput extends IdempotencyKeyReference {
  bodyHash: string;
  /** At most one key is in progress per scope; null: no such bound. */
  scope: string | null;
  /** After this many milliseconds without an answer the claim counts as abandoned. */
  leaseMs: number;
}

export type ClaimIdempotencyKeyOutcome =
  | { outcome: 'CLAIMED' }
  | { outcome: 'REPLAY'; status: number; body: unknown }
  | { outcome: 'IDEMPOTENCY_KEY_IN_USE' | 'IDEMPOTENCY_KEY_REUSED' | 'SCOPE_BUSY' };

/**
 * Claims a key before a request with effects outside this database transaction runs. An abandoned claim is taken over by
 * the same key, or makes way for another of its scope. Keys older than 24 hours count as absent.
 */
export async function claimIdempotencyKey(
  db: SqlClient,
  input: ClaimIdempotencyKeyInput,
): Promise<ClaimIdempotencyKeyOutcome> {
  return decide<ClaimIdempotencyKeyOutcome>(
    db,
    'claim_idempotency_key($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::bigint)',
    [input.userId, input.route, input.key, input.bodyHash, input.scope, input.leaseMs],
  );
}

/** Stores the answer for replays. Only a key in progress is changed: the first answer stays. */
export async function completeIdempotencyKey(
  db: SqlClient,
  input: IdempotencyKeyReference & { status: number; body: unknown },
): Promise<void> {
  await db.query(
    `UPDATE idempotency_keys
        SET state = 'COMPLETED', response_status = $4, response_body = $5::json
      WHERE user_id = $1 AND route = $2 AND key = $3 AND state = 'IN_PROGRESS'`,
    [input.userId, input.route, input.key, input.status, JSON.stringify(input.body ?? null)],
  );
}

/** Gives a key in progress back, so that the client may try again with it: the request had no effect. */
export async function releaseIdempotencyKey(db: SqlClient, input: IdempotencyKeyReference): Promise<void> {
  await db.query(
    `DELETE FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3 AND state = 'IN_PROGRESS'`,
    [input.userId, input.route, input.key],
  );
}
