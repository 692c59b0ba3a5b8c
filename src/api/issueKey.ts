import { uuidv7 } from 'uuidv7';
import { issueApiKey } from '../persistence/statements/apiKeys';
import type { SqlClient } from '../persistence/sqlClient';
import { newApiKey } from './apiKey';

export type IssuedKey =
  | { outcome: 'ISSUED'; key: { id: string; lastFour: string; createdAt: Date; apiKey: string } }
  | { outcome: 'TOO_MANY_KEYS' | 'USER_NOT_FOUND' };

/**
 * Makes a key for a user. Whose answer was lost has a key that nobody knows: it shows in the list, and can be revoked.
 * An Idempotency-Key could not help, since the key itself is stored nowhere.
 */
export async function issueKey(db: SqlClient, userId: string): Promise<IssuedKey> {
  const id = uuidv7();
  const { apiKey, ...stored } = newApiKey();
  const issued = await issueApiKey(db, { userId, id, ...stored });
  if (issued.outcome !== 'ISSUED') return { outcome: issued.outcome };
  const createdAt = new Date(issued.createdAt);
  return { outcome: 'ISSUED', key: { id, lastFour: stored.apiKeyLastFour, createdAt, apiKey } };
}
