import type { Request } from 'express';
import type { SqlClient } from '../persistence/sqlClient';
import { findUserByApiKeyHash } from '../persistence/reads/users';
import { looksLikeApiKey, sameSecret, sha256 } from './apiKey';
import type { Access, Callers, User } from './operation';
import { Problem } from './problem';
import { rememberingVerification } from './queueTokenMemory';
import { recentMemory } from './recentMemory';

/**
 * A fan in the line asks every 1 to 40 s, and a poll is to cost no query of PostgreSQL. The price: a key that is withdrawn,
 * or an account that is closed, works for up to a minute longer. Milliseconds.
 */
const REMEMBER_MS = 60_000;
/** An estimated 50 MB when full: a user and the hash of the key at some 500 bytes. */
const REMEMBER_MOST = 100_000;

interface AuthenticationSettings {
  db: SqlClient;
  adminKey: string;
  queueTokenSecrets: readonly string[];
}

export type Authenticate = (access: Access, request: Request) => Promise<Callers[Access]>;

/**
 * Grants or refuses access.
 * @throws Problem UNAUTHENTICATED (no key, or one nobody has), FORBIDDEN (the wrong role), QUEUE_TOKEN_INVALID
 */
export function createAuthentication({
  db,
  adminKey,
  queueTokenSecrets,
}: AuthenticationSettings): Authenticate {
  const adminHash = sha256(adminKey);
  const remembered = recentMemory<{ user: User; until: number }>(REMEMBER_MOST);
  const verify = rememberingVerification(queueTokenSecrets);

  function recall(hash: string): User | null {
    const known = remembered.get(hash);
    if (known && known.until > Date.now()) return known.user;
    return null;
  }

  async function lookUp(key: string, hash: string): Promise<User | null> {
    const user = looksLikeApiKey(key) ? await findUserByApiKeyHash(db, hash) : null;
    if (user) remembered.set(hash, { user, until: Date.now() + REMEMBER_MS });
    return user;
  }

  return async function authenticate(access, request) {
    if (access === 'PUBLIC') return {};
    const key = /^Bearer +([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined) {
      throw new Problem('UNAUTHENTICATED', 'Send your API key as `Authorization: Bearer <key>`.');
    }
    const hash = sha256(key);
    // Whom we remember is a fan: the admin key is never among them.
    let user = recall(hash);
    if (!user && sameSecret(hash, adminHash)) {
      if (access === 'ADMIN') return {};
      throw new Problem('FORBIDDEN', 'The admin key is no fan: use the API key of a user.');
    }
    user ??= await lookUp(key, hash);
    if (!user)
      throw new Problem(
        'UNAUTHENTICATED',
        'Nobody has this API key: check it, or register with POST /v1/users.',
      );
    if (access === 'ADMIN')
      throw new Problem('FORBIDDEN', 'This call is for administrators: use the admin key.');
    if (user.status !== 'ACTIVE') throw new Problem('FORBIDDEN', 'This account is closed: ask the operator.');
    if (access === 'USER') return { user };
    const token = request.get('queue-token');
    const session = token === undefined ? null : verify(token, user.id);
    if (!session) {
      throw new Problem(
        'QUEUE_TOKEN_INVALID',
        'Send the token that POST /v1/concerts/{id}/sessions gave you as `Queue-Token`, with your own API key.',
      );
    }
    return { user, session };
  };
}
