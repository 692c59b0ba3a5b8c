import type { SqlClient } from '../sqlClient';

export interface CreateUserInput {
  id: string;
  email: string;
  name: string;
  apiKeyHash: string;
  /** The end of the key, by which its owner knows it. */
  apiKeyLastFour?: string;
}

export type CreateUserOutcome = { outcome: 'CREATED'; createdAt: Date } | { outcome: 'EMAIL_TAKEN' };

/**
 * Creates a user with an empty wallet and one API key, in one statement. The e-mail address is unique whatever its case. Repeated with
 * the same id, address and key, it answers as the first time.
 */
export async function createUser(db: SqlClient, input: CreateUserInput): Promise<CreateUserOutcome> {
  const rows = await db.query<{ createdAt: Date }>(
    `WITH created AS (
       INSERT INTO users (id, email, name) VALUES ($1::uuid, $2, $3)
       ON CONFLICT (lower(email)) DO NOTHING
       RETURNING id, created_at
     ), wallet AS (
       INSERT INTO wallets (user_id) SELECT id FROM created
     ), key AS (
       INSERT INTO api_keys (id, user_id, key_hash, last_four)
       SELECT gen_random_uuid(), id, $4, $5 FROM created
     )
     SELECT created_at AS "createdAt" FROM created
     UNION ALL
     SELECT u.created_at FROM users u JOIN api_keys k ON k.user_id = u.id AND k.key_hash = $4
      WHERE u.id = $1::uuid AND lower(u.email) = lower($2)`,
    [input.id, input.email, input.name, input.apiKeyHash, input.apiKeyLastFour ?? null],
  );
  const row = rows[0];
  return row === undefined ? { outcome: 'EMAIL_TAKEN' } : { outcome: 'CREATED', createdAt: row.createdAt };
}
