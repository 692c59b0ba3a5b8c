import type { CloseRequest } from '../contracts/messages';
import type { SessionIdentity, SessionView } from '../contracts/session';

/** An open session as visibility shows it. */
export interface AdmittedSession extends Pick<SessionIdentity, 'userId' | 'sessionId'> {
  /** Epoch milliseconds. */
  startedAt: number;
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
  runs(view: SessionView): Promise<boolean>;
  /** The open sessions that visibility does not show as waiting; it lags behind by up to a second or two. */
  admittedNow(concertId: string): Promise<AdmittedSession[]>;
  /** What the workflow of the fan's open session says; null: there is none. */
  viewOf(concertId: string, userId: string): Promise<SessionView | null>;
}
