import { acceptedKeys } from '../persistence/reads/apiKeys';
import type { SqlClient } from '../persistence/sqlClient';
import type { KeyRevocations } from '../queue/keyRevocations';
import { REMEMBER_MS } from './authentication';
import type { StreamPlaces } from './streamPlaces';

/** Keys in one statement: some 65 kB. */
const KEYS_AT_ONCE = 1_000;

/**
 * Ends event streams whose API key no longer works: at once when a revocation is told, and otherwise, when Redis could not
 * pass it on or the account was closed, no later than a request with that key is refused.
 * @param onError is told why the keys could not be looked at; the next look is a minute later
 * @returns stops looking
 */
export function watchStreamKeys(
  streamPlaces: Pick<StreamPlaces, 'keyHashes' | 'endOf'>,
  { db, keyRevocations }: { db: SqlClient; keyRevocations: Pick<KeyRevocations, 'onRevoked'> },
  onError: (error: unknown) => void,
  everyMs = REMEMBER_MS,
): () => void {
  keyRevocations.onRevoked(streamPlaces.endOf);

  async function look(): Promise<void> {
    const all = streamPlaces.keyHashes();
    for (let from = 0; from < all.length; from += KEYS_AT_ONCE) {
      const some = all.slice(from, from + KEYS_AT_ONCE);
      const accepted = await acceptedKeys(db, some);
      streamPlaces.endOf(some.filter((keyHash) => !accepted.has(keyHash)));
    }
  }
  const timer = setInterval(() => void look().catch(onError), everyMs).unref();
  return () => clearInterval(timer);
}
