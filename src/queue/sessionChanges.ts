import type { SessionIdentity } from '../contracts/session';
import { roomKeys } from './keys';
import type { Subscriptions } from './subscriptions';

type Named = Pick<SessionIdentity, 'concertId' | 'sessionId'>;

/** Tells when Redis has a new view of a session. */
export interface SessionChanges {
  /** As `Subscriptions.subscribe`. */
  subscribe(session: Named, listener: () => void): Promise<() => void>;
}

/**
 * The channel of a session is named like the key of its view, and so has the hash tag of its room. `publish.lua`
 * spells it the same way.
 */
export function sessionChannel({ concertId, sessionId }: Named): string {
  return roomKeys(concertId).sessionPrefix + sessionId;
}

export function createSessionChanges({ subscribe }: Subscriptions): SessionChanges {
  return { subscribe: (session, listener) => subscribe(sessionChannel(session), listener) };
}
