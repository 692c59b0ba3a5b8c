import type { SqlClient } from '../sqlClient';

export interface DeleteOldKeysInput {
  /** Milliseconds since the key was first claimed. */
  olderThanMs: number;
  /** At most so many in one transaction. */
  most: number;
}

/**
 * Deletes idempotency keys that count as absent. One that somebody has locked is left for the next time, so that this
 * waits for nobody. Whoever repeats a request after that is still not charged twice: a payment's key is unique among
 * `payments`, a top-up's among the ledger's entries.
 * @returns how many were deleted
 */
export async function deleteOldKeys(
  db: SqlClient,
  { olderThanMs, most }: DeleteOldKeysInput,
): Promise<number> {
  const rows = await db.query<{ deleted: number }>(
    `WITH deleted AS (
       DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY (
         SELECT ctid FROM idempotency_keys
          WHERE created_at < now() - $1::bigint * interval '1 millisecond'
            AND (state = 'COMPLETED' OR lease_expires_at < now())
          ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
       RETURNING 1
     )
     SELECT count(*)::int AS deleted FROM deleted`,
    [olderThanMs, most],
  );
  return rows[0]?.deleted ?? 0;
}
