import type { Request } from 'express';
import type { SqlClient } from '../persistence/sqlClient';
import { findUserByApiKeyHash } from '../persistence/reads/users';
import type { KeyRevocations } from '../queue/keyRevocations';
import { createAdminKeys } from './adminKeys';
import { looksLikeApiKey, sha256 } from './apiKey';
import type { Access, Callers, User } from './operation';
import { Problem } from './problem';
import { rememberingVerification } from './queueTokenMemory';
import { recentMemory } from './recentMemory';

/**
 * A fan in the line asks every 1 to 40 s, and a poll is to cost no query of PostgreSQL. A key that is revoked is forgotten
 * when we are told of it, at once; what this bounds is the rest: an account that is closed, or a revocation that
 * Redis could not pass on, takes effect up to a minute late. Milliseconds.
 */
export const REMEMBER_MS = 60_000;
/** An estimated 50 MB when full: a user and the hash of the key at some 500 bytes. */
const REMEMBER_MOST = 100_000;

interface AuthenticationSettings {
  db: SqlClient;
  keyRevocations: Pick<KeyRevocations, 'onRevoked'>;
  adminKeys: readonly string[];
  adminViewerKeys?: readonly string[];
  queueTokenSecrets: readonly string[];
}

export type Authenticate = (access: Access, request: Request) => Promise<Callers[Access]>;

/**
 * Grants or refuses access.
 * @throws Problem UNAUTHENTICATED (no key, or one nobody has), FORBIDDEN (the wrong role), QUEUE_TOKEN_INVALID
 */
export function createAuthentication(settings: AuthenticationSettings): Authenticate {
  const { db, keyRevocations, queueTokenSecrets } = settings;
  const roleOf = createAdminKeys(settings.adminKeys, settings.adminViewerKeys ?? []);
  const remembered = recentMemory<{ user: User | null; until: number }>(REMEMBER_MOST);
  const verify = rememberingVerification(queueTokenSecrets);
  // A look-up that is under way has perhaps read the key as it was: what is revoked stays in memory as such.
  keyRevocations.onRevoked((hashes) => {
    for (const hash of hashes) remembered.set(hash, { user: null, until: Infinity });
  });

  /** undefined: not remembered, or for too long. */
  function recall(hash: string): User | null | undefined {
    const known = remembered.get(hash);
    return known && known.until > Date.now() ? known.user : undefined;
  }

  async function lookUp(key: string, hash: string): Promise<User | null> {
    const user = looksLikeApiKey(key) ? await findUserByApiKeyHash(db, hash) : null;
    if (recall(hash) === null) return null;
    if (user) remembered.set(hash, { user, until: Date.now() + REMEMBER_MS });
    return user;
  }

  return async function authenticate(access, request) {
    if (access === 'PUBLIC') return {};
    const key = /^Bearer +([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined) {
      throw new Problem('UNAUTHENTICATED', 'Send your API key as `Authorization: Bearer <key>`.');
    }
    const forAdmins = access === 'ADMIN' || access === 'ADMIN_VIEW';
    const hash = sha256(key);
    // Whom we remember is a fan: the admin keys are never among them.
    let user = recall(hash);
    const role = user ? null : roleOf(hash);
    if (role) {
      if (!forAdmins) throw new Problem('FORBIDDEN', 'An admin key is no fan: use the API key of a user.');
      if (role === 'VIEWER' && access === 'ADMIN')
        throw new Problem('FORBIDDEN', 'This key may only look: use the key of an operator.');
      return {};
    }
    if (user === undefined) user = await lookUp(key, hash);
    if (!user)
      throw new Problem(
        'UNAUTHENTICATED',
        'Nobody has this API key, or it was revoked: check it, or register with POST /v1/users.',
      );
    if (forAdmins) throw new Problem('FORBIDDEN', 'This call is for administrators: use the admin key.');
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
    return { user, session, keyHash: hash };
  };
}
