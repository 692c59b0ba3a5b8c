import { isGrpcServiceError, type Client } from '@temporalio/client';
import { sessionWorkflowId } from './contracts/identifiers';
import { sessionViewQuery } from './contracts/messages';
import type { SessionIdentity, SessionMemo, SessionView } from './contracts/session';
import { idleView } from './domain/sessionView';

/** gRPC's FAILED_PRECONDITION: the workflow has had no workflow task yet, so that there is nothing to ask. */
const NOT_READY = 9;

/**
 * Asks the workflow of a fan's session where it stands. One that was admitted on arrival and was not heard of since has had
 * no workflow task, and its memo says it all.
 * @throws what the client's query throws
 */
export async function askSession(
  client: Client,
  fan: Pick<SessionIdentity, 'concertId' | 'userId'>,
): Promise<SessionView> {
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

function viewOfMemo(
  { concertId, userId }: Pick<SessionIdentity, 'concertId' | 'userId'>,
  memo: Record<string, unknown> | undefined,
): SessionView | null {
  const { sessionId, place, positionAtEntry, joinedAt, expiresAt, admittedAt } = (memo ??
    {}) as unknown as SessionMemo;
  if (admittedAt === undefined || admittedAt === null) return null;
  const identity = { sessionId, concertId, userId, place, positionAtEntry, joinedAt };
  return idleView({ identity, revision: 0, admittedAt, admittedUntil: expiresAt, expiresAt });
}
