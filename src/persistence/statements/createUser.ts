import type { SqlClient } from '../sqlClient';

export interface CreateUserInput {
  id: string;
  email: string;
  name: string;
  apiKeyHash: string;
}

export type CreateUserOutcome = { outcome: 'CREATED'; createdAt: Date } | { outcome: 'EMAIL_TAKEN' };

/**
 * Creates a user with an empty wallet, in one statement. The e-mail address is unique whatever its case. Repeated with
 * the same id, address and key, it answers as the first time.
 */
export async function createUser(db: SqlClient, input: CreateUserInput): Promise<CreateUserOutcome> {
  const rows = await db.query<{ createdAt: Date }>(
    `WITH created AS (
       INSERT INTO users (id, email, name, api_key_hash) VALUES ($1::uuid, $2, $3, $4)
       ON CONFLICT (lower(email)) DO NOTHING
       RETURNING id, created_at
     ), wallet AS (
       INSERT INTO wallets (user_id) SELECT id FROM created
     )
     SELECT created_at AS "createdAt" FROM created
     UNION ALL
     SELECT created_at FROM users WHERE id = $1::uuid AND lower(email) = lower($2) AND api_key_hash = $4`,
    [input.id, input.email, input.name, input.apiKeyHash],
  );
  const row = rows[0];
  return row === undefined ? { outcome: 'EMAIL_TAKEN' } : { outcome: 'CREATED', createdAt: row.createdAt };
}
