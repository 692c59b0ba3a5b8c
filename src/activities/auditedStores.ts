import type { SessionKey } from '../contracts/reconciliation';
import type { SessionIdentity } from '../contracts/session';
import type { SqlClient } from '../persistence/sqlClient';
import type { RoomAudit } from '../queue/roomAudit';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { RoomSessions } from './roomSessions';

/** An open session as visibility lists it, a second or two late. */
export interface ListedSession extends Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'> {
  waiting: boolean;
}

export interface OpenSessionList {
  /** Gives all open sessions of the system to `take`, one after the other, in no order. */
  each(take: (session: ListedSession) => void): Promise<void>;
}

/** What an audit reads. */
export interface AuditedStores {
  db: SqlClient;
  roomAudit: RoomAudit;
  waitingRoom: Pick<WaitingRoom, 'readRoom'>;
  openSessions: OpenSessionList;
  sessions: Pick<RoomSessions, 'runs'>;
}

/** Whoever waits for an audit. */
export interface AuditListener {
  /** Called often. What it throws ends the audit. */
  progress(text: string): void;
  pause(ms: number): Promise<void>;
}

/** In bounded parts, so that no call is as long as a sale is large. */
export function* inParts<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

/** @returns `most` of them, each as likely as any other, so that the next look takes others; all where there are no more */
export function byChance<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  const mixed = [...all];
  for (let taken = 0; taken < most; taken++) {
    const other = taken + Math.floor(Math.random() * (mixed.length - taken));
    [mixed[taken], mixed[other]] = [mixed[other]!, mixed[taken]!];
  }
  return mixed.slice(0, most);
}

export function byConcert<T extends Pick<SessionKey, 'concertId'>>(sessions: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const session of sessions) {
    const group = groups.get(session.concertId);
    if (group) group.push(session);
    else groups.set(session.concertId, [session]);
  }
  return groups;
}
