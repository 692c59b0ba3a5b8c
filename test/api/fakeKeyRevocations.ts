import type { KeyRevocations } from '../../src/queue/keyRevocations';

/** Tells the listeners of this process, as Redis tells those of all. */
export function fakeKeyRevocations(): KeyRevocations {
  const listeners: ((keyHashes: readonly string[]) => void)[] = [];
  return {
    onRevoked: (listener) => void listeners.push(listener),
    stop: () => undefined,
    announce(keyHashes) {
      listeners.forEach((listener) => listener(keyHashes));
      return Promise.resolve();
    },
  };
}
