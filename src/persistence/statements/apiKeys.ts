import { decide, type SqlClient } from '../sqlClient';

/** Enough to have one per device and one spare while another is being replaced. */
export const MOST_LIVE_KEYS = 5;

export interface IssueApiKeyInput {
  userId: string;
  id: string;
  apiKeyHash: string;
  apiKeyLastFour: string;
}

export type IssueApiKeyOutcome =
  { outcome: 'ISSUED'; createdAt: string } | { outcome: 'TOO_MANY_KEYS' | 'USER_NOT_FOUND' };

/** Gives a user one more key; two at once are counted one after the other. */
export async function issueApiKey(db: SqlClient, input: IssueApiKeyInput): Promise<IssueApiKeyOutcome> {
  return decide<IssueApiKeyOutcome>(
    db,
    'issue_api_key($1::uuid, $2::uuid, $3::text, $4::text, $5::integer)',
    [input.userId, input.id, input.apiKeyHash, input.apiKeyLastFour, MOST_LIVE_KEYS],
  );
}

export type RevokeApiKeyOutcome =
  { outcome: 'REVOKED'; keyHash: string } | { outcome: 'LAST_KEY' | 'API_KEY_NOT_FOUND' };

/** Revokes one key of a user, unless it is the last that works; repeated, it answers as the first time. */
export async function revokeApiKey(
  db: SqlClient,
  { userId, id }: { userId: string; id: string },
): Promise<RevokeApiKeyOutcome> {
  return decide<RevokeApiKeyOutcome>(db, 'revoke_api_key($1::uuid, $2::uuid)', [userId, id]);
}

/**
 * Revokes all keys of a user. A key that is issued at the same moment may come after it, and then stands.
 * @returns the hashes of all that are revoked now, also of those that were before: what was announced once may have been lost
 */
export async function revokeAllApiKeys(
  db: SqlClient,
  userId: string,
): Promise<{ revoked: number; keyHashes: string[] }> {
  const rows = await db.query<{ keyHash: string; isNew: boolean }>(
    `WITH revoked AS (
       UPDATE api_keys SET revoked_at = now() WHERE user_id = $1::uuid AND revoked_at IS NULL RETURNING key_hash
     )
     SELECT key_hash AS "keyHash", true AS "isNew" FROM revoked
     UNION ALL
     SELECT key_hash, false FROM api_keys WHERE user_id = $1::uuid AND revoked_at > now() - interval '5 minutes'`,
    [userId],
  );
  return {
    revoked: rows.filter(({ isNew }) => isNew).length,
    keyHashes: rows.map(({ keyHash }) => keyHash),
  };
}
