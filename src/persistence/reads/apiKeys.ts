import type { SqlClient } from '../sqlClient';

export interface ApiKeyRecord {
  id: string;
  /** The end of the key; null where it is older than this column. */
  lastFour: string | null;
  createdAt: Date;
}

/** The keys of a user that work, oldest first. */
export async function liveApiKeys(db: SqlClient, userId: string): Promise<ApiKeyRecord[]> {
  return await db.query<ApiKeyRecord>(
    `SELECT id, last_four AS "lastFour", created_at AS "createdAt" FROM api_keys
      WHERE user_id = $1::uuid AND revoked_at IS NULL ORDER BY created_at, id`,
    [userId],
  );
}
