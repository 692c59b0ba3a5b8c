import { verifyQueueToken } from './queueToken';
import { recentMemory } from './recentMemory';
import type { SessionReference } from './sessionGateway';

/** An estimated 40 MB when full: a token, its session's ids and the map's own entry at some 400 bytes. */
const REMEMBER_MOST = 100_000;

export type VerifyQueueToken = (token: string, userId: string) => SessionReference | null;

/**
 * `verifyQueueToken` for fans who show the same token again and again. What was signed once is signed for ever, so a
 * token is forgotten only when room is needed. Refused ones are not remembered: anybody can make those up.
 * @param secrets any of them may have signed
 */
export function rememberingVerification(secrets: readonly string[]): VerifyQueueToken {
  const verified = recentMemory<SessionReference>(REMEMBER_MOST);
  return (token, userId) => {
    const known = verified.get(token);
    if (known?.userId === userId) return known;
    const session = verifyQueueToken(secrets, token, userId);
    if (session) verified.set(token, session);
    return session;
  };
}
