import { uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface UserRecord {
  id: string;
  email: string;
  name: string;
  status: 'ACTIVE' | 'SUSPENDED';
  createdAt: Date;
}

/** @param hash SHA-256 of the API key, in hex. @returns null: the key is unknown, or revoked */
export async function findUserByApiKeyHash(db: SqlClient, hash: string): Promise<UserRecord | null> {
  const rows = await db.query<UserRecord>(
    `SELECT u.id, u.email, u.name, u.status, u.created_at AS "createdAt"
       FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.key_hash = $1 AND k.revoked_at IS NULL`,
    [hash],
  );
  return rows[0] ?? null;
}

export async function userExists(db: SqlClient, userId: string): Promise<boolean> {
  const rows = await db.query('SELECT FROM users WHERE id = $1::uuid', [uuidOrNull(userId)]);
  return rows.length > 0;
}
