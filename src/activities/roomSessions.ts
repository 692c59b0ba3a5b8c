import type { CloseRequest } from '../contracts/messages';
import type { SessionIdentity, SessionView } from '../contracts/session';

type SessionKey = Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'>;

/** An open session as visibility shows it: it lags behind by up to a second or two. */
export interface VisibleSession {
  identity: SessionIdentity;
  waiting: boolean;
  /** As it was when the session started. Epoch milliseconds. */
  expiresAt: number;
}

/**
 * The workflows of a room's sessions, as the room's activities reach them. Each call is bounded in time and rejects when
 * Temporal does not answer.
 */
export interface RoomSessions {
  /** @returns false: no open workflow of that id */
  admit(view: SessionView): Promise<boolean>;
  /** Asks a session without a hold to end. @returns as `admit` */
  close(view: SessionView, reason: CloseRequest['reason']): Promise<boolean>;
  /** Ends a session as REMOVED, whatever it holds, and waits until it has. @returns false: it has no open workflow */
  remove(view: SessionView): Promise<boolean>;
  /** Whether the workflow of this very session is open. */
  runs(session: { identity: SessionKey }): Promise<boolean>;
  /**
   * The open sessions that may not be on record: those that do not wait, and those that wait since `since` (epoch
   * milliseconds) or later.
   */
  openNow(concertId: string, since: number): Promise<VisibleSession[]>;
  /** What the workflow of the fan's open session says; null: there is none. */
  viewOf(concertId: string, userId: string): Promise<SessionView | null>;
}
