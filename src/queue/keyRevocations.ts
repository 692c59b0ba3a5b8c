import type Redis from 'ioredis';
import { REVOKED_KEYS } from './keys';
import type { Subscriptions } from './subscriptions';

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
  /** Listens no longer. */
  stop(): void;
}

/** While Redis cannot be listened to. Milliseconds. */
const LISTEN_AGAIN_MS = 1_000;

/**
 * Listens as long as the process lives: revoking is to take effect at once, and a look at each poll would cost it a second
 * round trip.
 * @param onError is told of what failed
 */
export function createKeyRevocations(
  redis: Redis,
  { subscribe }: Subscriptions,
  onError: (error: Error) => void,
): KeyRevocations {
  const listeners: Listener[] = [];
  const tell = (keyHashes: readonly string[]): void => listeners.forEach((listener) => listener(keyHashes));
  let ended = false;
  let stop: (() => void) | undefined;

  function listen(): void {
    if (ended) return;
    subscribe(REVOKED_KEYS, (message) => {
      if (message !== undefined) tell(message.split(' '));
    }).then(
      (unsubscribe) => {
        stop = unsubscribe;
        if (ended) stop();
      },
      (error: unknown) => {
        onError(error as Error);
        setTimeout(listen, LISTEN_AGAIN_MS).unref();
      },
    );
  }
  listen();

  return {
    onRevoked: (listener) => void listeners.push(listener),
    stop() {
      ended = true;
      stop?.();
    },
    async announce(keyHashes) {
      if (keyHashes.length === 0) return;
      tell(keyHashes);
      await redis.publish(REVOKED_KEYS, keyHashes.join(' ')).catch(onError);
    },
  };
}
