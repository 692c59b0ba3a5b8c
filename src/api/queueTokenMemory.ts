import { verifyQueueToken } from './queueToken';
import type { SessionReference } from './sessionGateway';

/** An estimated 40 MB when full: a token, its session's ids and the map's own entry at some 400 bytes. */
const REMEMBER_MOST = 100_000;

export type VerifyQueueToken = (token: string, userId: string) => SessionReference | null;

/**
 * `verifyQueueToken` for fans who show the same token again and again. What was signed once is signed for ever, so a
 * token is forgotten only when room is needed, the oldest first. Refused ones are not remembered: anybody can make those up.
 * @param secrets any of them may have signed
 */
export function rememberingVerification(secrets: readonly string[]): VerifyQueueToken {
  const verified = new Map<string, SessionReference>();
  return (token, userId) => {
    const known = verified.get(token);
    if (known?.userId === userId) return known;
    const session = verifyQueueToken(secrets, token, userId);
    if (session) {
      const [oldest] = verified.keys();
      if (verified.size >= REMEMBER_MOST && oldest !== undefined) verified.delete(oldest);
      verified.set(token, session);
    }
    return session;
  };
}
