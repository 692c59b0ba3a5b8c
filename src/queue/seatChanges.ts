import { roomKeys } from './keys';
import type { Subscriptions } from './subscriptions';

/**
 * Hints that seats of a concert may have changed: the scripts that are told of a session's step after PostgreSQL has
 * committed it publish on a channel of the concert, in the same round trip. A hint says nothing of what changed, may come for
 * nothing, and may be lost: who listens asks PostgreSQL now and then all the same.
 */
export interface SeatChanges {
  /** As `Subscriptions.subscribe`. */
  subscribe(concertId: string, listener: () => void): Promise<() => void>;
}

export function createSeatChanges({ subscribe }: Subscriptions): SeatChanges {
  return { subscribe: (concertId, listener) => subscribe(roomKeys(concertId).seatChannel, listener) };
}
