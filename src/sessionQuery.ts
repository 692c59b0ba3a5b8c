import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { HoldInForce } from './contracts/activities';
import { sessionWorkflowId } from './contracts/identifiers';
import { sessionViewQuery } from './contracts/messages';
import type { SessionIdentity, SessionMemo, SessionView } from './contracts/session';
import { firstHoldView } from './domain/firstHold';
import { idleView } from './domain/sessionView';

type Fan = Pick<SessionIdentity, 'concertId' | 'userId'>;

/** Where the truth about a session is. */
export interface SessionSources {
  client: Client;
  /** The hold that PostgreSQL has of a session. */
  holdOf(sessionId: string): Promise<HoldInForce | null>;
}

/** gRPC's FAILED_PRECONDITION: the workflow has had no workflow task yet, so that there is nothing to ask. */
const NOT_READY = 9;

/**
 * Asks the workflow of a fan's session where it stands. One that has had no workflow task waits since it joined, or was
 * admitted on arrival: its memo says it all, but for the first hold, which PostgreSQL has.
 * @throws what the client's query throws, and what PostgreSQL does
 */
export async function askSession({ client, holdOf }: SessionSources, fan: Fan): Promise<SessionView> {
  const handle = client.workflow.getHandle(sessionWorkflowId(fan.concertId, fan.userId));
  try {
    return await handle.query(sessionViewQuery);
  } catch (error) {
    const view = isNotReady(error) ? viewOfMemo(fan, (await handle.describe()).memo) : null;
    if (!view) throw error;
    if (view.firstTaskAt === undefined) return view;
    const found = await holdOf(view.identity.sessionId);
    return found ? firstHoldView(view, found.hold) : view;
  }
}

function isNotReady(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) && Number(cause.code) === NOT_READY;
}

function viewOfMemo(fan: Fan, memo: Record<string, unknown> | undefined): SessionView | null {
  const known = (memo ?? {}) as unknown as SessionMemo;
  const { expiresAt, admittedAt, firstTaskAt } = known;
  if (admittedAt === undefined) return null;
  const identity = identityOfMemo(fan, known);
  const admittedUntil = admittedAt === null ? null : expiresAt;
  const view = idleView({ identity, revision: 0, admittedAt, admittedUntil, expiresAt });
  return firstTaskAt === undefined ? view : { ...view, firstTaskAt };
}

/** Who the session of this memo is. The memo keeps more than that, which must not get into its view. */
export function identityOfMemo(
  { concertId, userId }: Fan,
  { sessionId, place, positionAtEntry, joinedAt }: SessionMemo,
): SessionIdentity {
  return { sessionId, concertId, userId, place, positionAtEntry, joinedAt };
}
