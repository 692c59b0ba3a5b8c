import { isGrpcServiceError, type Client } from '@temporalio/client';
import { sessionWorkflowId } from './contracts/identifiers';
import { sessionViewQuery } from './contracts/messages';
import type { SessionIdentity, SessionMemo, SessionView } from './contracts/session';
import { idleView } from './domain/sessionView';

type Fan = Pick<SessionIdentity, 'concertId' | 'userId'>;

/** gRPC's FAILED_PRECONDITION: the workflow has had no workflow task yet, so that there is nothing to ask. */
const NOT_READY = 9;

/**
 * Asks the workflow of a fan's session where it stands. One that has had no workflow task waits since it joined, or was
 * admitted on arrival and not heard of since: its memo says it all.
 * @throws what the client's query throws
 */
export async function askSession(client: Client, fan: Fan): Promise<SessionView> {
  const handle = client.workflow.getHandle(sessionWorkflowId(fan.concertId, fan.userId));
  try {
    return await handle.query(sessionViewQuery);
  } catch (error) {
    const view = isNotReady(error) ? viewOfMemo(fan, (await handle.describe()).memo) : null;
    if (view) return view;
    throw error;
  }
}

function isNotReady(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) && Number(cause.code) === NOT_READY;
}

function viewOfMemo(fan: Fan, memo: Record<string, unknown> | undefined): SessionView | null {
  const known = (memo ?? {}) as unknown as SessionMemo;
  const { expiresAt, admittedAt } = known;
  if (admittedAt === undefined) return null;
  const identity = identityOfMemo(fan, known);
  const admittedUntil = admittedAt === null ? null : expiresAt;
  return idleView({ identity, revision: 0, admittedAt, admittedUntil, expiresAt });
}

/** Who the session of this memo is. The memo keeps more than that, which must not get into its view. */
export function identityOfMemo(
  { concertId, userId }: Fan,
  { sessionId, place, positionAtEntry, joinedAt }: SessionMemo,
): SessionIdentity {
  return { sessionId, concertId, userId, place, positionAtEntry, joinedAt };
}
