import type { RecordedEnd } from '../../contracts/activities';
import { sessionWorkflowId } from '../../contracts/identifiers';
import type { SessionIdentity } from '../../contracts/session';

/** What every session statement is given, so that it can write the session's row if it is the first to need it. */
export interface SessionRecordInput {
  identity: SessionIdentity;
  /** Epoch milliseconds; null while waiting. */
  admittedAt: number | null;
  /** When the session ends if nothing more happens, epoch milliseconds. Kept in the row for support where it is given. */
  expiresAt?: number | null;
}

/** The session as the `jsonb` argument of the database functions. */
export function sessionArgument({ identity, admittedAt, expiresAt }: SessionRecordInput): string {
  return JSON.stringify({
    ...identity,
    workflowId: sessionWorkflowId(identity.concertId, identity.userId),
    admittedAt,
    expiresAt: expiresAt ?? null,
  });
}

/** What releasing and ending answer. */
export interface SessionAnswer {
  releasedSeats: number;
  /** How the session has ended, also where another step ended it; null while it is open. */
  end: RecordedEnd | null;
}
