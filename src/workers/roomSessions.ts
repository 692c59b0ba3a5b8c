import {
  QueryRejectedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import type { RoomSessions, VisibleSession } from '../activities/roomSessions';
import { sessionWorkflowId } from '../contracts/identifiers';
import {
  admitSignal,
  admitUpdate,
  closeSignal,
  closeUpdate,
  leaveUpdate,
  type Addressed,
} from '../contracts/messages';
import { CONCERT_ID, SESSION_STATE, USER_ID } from '../contracts/searchAttributes';
import type { SessionIdentity, SessionMemo, SessionView } from '../contracts/session';
import { isOpenFor } from '../openWorkflow';
import { findHold } from '../persistence/reads/holdInForce';
import type { SqlClient } from '../persistence/sqlClient';
import { askSession, identityOfMemo } from '../sessionQuery';

/** For one call: what was not delivered is offered again by a later tick. Milliseconds. */
const PATIENCE_MS = 5_000;
/** Of a workflow that has no handler for an update, by the SDK. */
const UNKNOWN_UPDATE = 'No registered handler for update';
/** For all pages of the list. */
const LIST_PATIENCE_MS = 120_000;

/** @param client one that asks only open workflows: what a terminated one last knew is no longer true */
export function createRoomSessions(client: Client, db: SqlClient): RoomSessions {
  const sources = { client, holdOf: (sessionId: string) => findHold(db, sessionId) };
  const within = <T>(ms: number, calls: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + ms, calls);
  const idOf = ({ concertId, userId }: Pick<SessionIdentity, 'concertId' | 'userId'>): string =>
    sessionWorkflowId(concertId, userId);

  async function reaches(
    { identity }: SessionView,
    send: (handle: WorkflowHandle, sessionId: string) => Promise<unknown>,
  ): Promise<boolean> {
    try {
      const handle = client.workflow.getHandle(idOf(identity));
      await within(PATIENCE_MS, () => send(handle, identity.sessionId));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  return {
    admit: (view) =>
      reaches(view, async (handle, sessionId) => {
        const message = { sessionId };
        // Told again while the workers are busy, it is the same update, and no more work for them. Not that of another visit, which has the same workflow id.
        const update = { args: [message] as [Addressed], updateId: `admission:${sessionId}` };
        await unlessUnknown(handle.executeUpdate(admitUpdate, update), () =>
          handle.signal(admitSignal, message),
        );
      }),

    close: (view, reason) =>
      reaches(view, async (handle, sessionId) => {
        const message = { reason, sessionId };
        await unlessUnknown(handle.executeUpdate(closeUpdate, { args: [message] }), () =>
          handle.signal(closeSignal, message),
        );
      }),

    async remove(view) {
      try {
        return await reaches(view, (handle, sessionId) =>
          handle.executeUpdate(leaveUpdate, { args: [{ reason: 'REMOVED', sessionId }] }),
        );
      } catch (error) {
        // The fan's next visit has the same workflow id, and refuses a message for the last one.
        if (error instanceof WorkflowUpdateFailedError) return false;
        throw error;
      }
    },

    runs: ({ identity }) => within(PATIENCE_MS, () => isOpenFor(client, idOf(identity), identity.sessionId)),

    openNow: (concertId, since) =>
      within(LIST_PATIENCE_MS, async () => {
        const query = [
          `WorkflowType = 'session' AND ExecutionStatus = 'Running' AND ${CONCERT_ID.name} = '${concertId}'`,
          `(${SESSION_STATE.name} != 'WAITING' OR StartTime >= '${new Date(since).toISOString()}')`,
        ].join(' AND ');
        const found: VisibleSession[] = [];
        for await (const { typedSearchAttributes, memo } of client.workflow.list({ query })) {
          const userId = typedSearchAttributes.get(USER_ID);
          const waiting = typedSearchAttributes.get(SESSION_STATE) === 'WAITING';
          const known = memo as unknown as SessionMemo;
          if (!userId) continue;
          const identity = identityOfMemo({ concertId, userId }, known);
          found.push({ identity, waiting, expiresAt: known.expiresAt });
        }
        return found;
      }),

    async viewOf(concertId, userId) {
      try {
        return await within(PATIENCE_MS, () => askSession(sources, { concertId, userId }));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError) return null;
        throw error;
      }
    },
  };
}

/**
 * A session's first workflow task is put off, and no signal brings it about: an update does. A session that a worker of an
 * earlier version runs may know the signal only.
 */
async function unlessUnknown(update: Promise<void>, signal: () => Promise<void>): Promise<void> {
  try {
    await update;
  } catch (error) {
    const isUnknown =
      error instanceof WorkflowUpdateFailedError && error.cause?.message.startsWith(UNKNOWN_UPDATE);
    if (!isUnknown) throw error;
    await signal();
  }
}
