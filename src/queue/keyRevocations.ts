import type Redis from 'ioredis';
import { REVOKED_KEYS } from './keys';

type Listener = (keyHashes: readonly string[]) => void;

/** Tells all API processes that API keys no longer work. */
export interface KeyRevocations {
  /**
   * Tells every process of it, this one in any case. Never rejects: whom Redis cannot tell learns of it when what it
   * remembers is too old, see `REMEMBER_MS` in the API's authentication.
   * @param keyHashes SHA-256 of the keys, in hex
   */
  announce(keyHashes: readonly string[]): Promise<void>;
  onRevoked(listener: Listener): void;
}

/**
 * One connection that is subscribed as long as the process lives: revoking is to take effect at once, and a look at each
 * poll would cost it a second round trip.
 * @param redis whose settings it takes: a subscribed connection cannot send other commands. It ends with this one
 * @param onError is told of what failed
 */
export function createKeyRevocations(redis: Redis, onError: (error: Error) => void): KeyRevocations {
  const listeners: Listener[] = [];
  const tell = (keyHashes: readonly string[]): void => listeners.forEach((listener) => listener(keyHashes));
  const subscriber = redis.duplicate({ autoResubscribe: false, lazyConnect: true });
  subscriber.on('error', onError);
  subscriber.on('message', (_channel, message) => tell(message.split(' ')));
  // Each time anew: ioredis would do it by itself only where the first time succeeded.
  subscriber.on('ready', () => void subscriber.subscribe(REVOKED_KEYS).catch(onError));
  subscriber.connect().catch(onError);
  redis.once('end', () => subscriber.disconnect());

  return {
    onRevoked: (listener) => void listeners.push(listener),
    async announce(keyHashes) {
      if (keyHashes.length === 0) return;
      tell(keyHashes);
      await redis.publish(REVOKED_KEYS, keyHashes.join(' ')).catch(onError);
    },
  };
}
