import type { SqlClient } from '../sqlClient';

export interface ApiKeyRecord {
  id: string;
  /** The end of the key; null where it is older than this column. */
  lastFour: string | null;
  createdAt: Date;
}

/** Those of the keys with which somebody may still ask for something. @param keyHashes SHA-256 of the keys, in hex */
export async function acceptedKeys(
  db: SqlClient,
  keyHashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ keyHash: string }>(
    `SELECT k.key_hash AS "keyHash" FROM api_keys k JOIN users u ON u.id = k.user_id
      WHERE k.key_hash = ANY ($1::text[]) AND k.revoked_at IS NULL AND u.status = 'ACTIVE'`,
    [keyHashes],
  );
  return new Set(rows.map(({ keyHash }) => keyHash));
}

/** The keys of a user that work, oldest first. */
export async function liveApiKeys(db: SqlClient, userId: string): Promise<ApiKeyRecord[]> {
  return await db.query<ApiKeyRecord>(
    `SELECT id, last_four AS "lastFour", created_at AS "createdAt" FROM api_keys
      WHERE user_id = $1::uuid AND revoked_at IS NULL ORDER BY created_at, id`,
    [userId],
  );
}
