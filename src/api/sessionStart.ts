import { setTimeout as pause } from 'node:timers/promises';
import {
  QueryRejectedError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { Logger } from 'pino';
import { sessionWorkflowId, waitingRoomWorkflowId } from '../contracts/identifiers';
import { CONCERT_ID, SESSION_STATE, USER_ID } from '../contracts/searchAttributes';
import type { SessionInput, SessionLimits, SessionMemo, SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';
import { findHold } from '../persistence/reads/holdInForce';
import type { SqlClient } from '../persistence/sqlClient';
import { askSession } from '../sessionQuery';
import { unavailable } from './temporalProblems';

/** A session that has just ended in Redis closes its workflow within milliseconds; longer is no longer normal. */
const CLOSING_TRIES = 20;
const CLOSING_PAUSE_MS = 100;

export interface SessionStarter {
  /**
   * Makes sure that the workflow of a joined session runs.
   * @param requestId of the request on whose behalf it starts
   * @returns the view of the fan's session: the one given, or that of an older session that is still open, where
   *   Redis had lost it
   * @throws gRPC errors of the Temporal client
   */
  start(view: SessionView, requestId?: string): Promise<SessionView>;
}

/**
 * What is asked of a session first is its workflow's first task: until then, or until the fan's time is over, the server puts
 * it off. Nothing runs for a fan who waits or looks around. An update brings the task about, a cancellation too; a signal
 * does not (Temporal's server 1.29).
 */
export function createSessionStarter(
  { client, db }: { client: Client; db: SqlClient },
  taskQueue: string,
  limits: SessionLimits,
  logger: Logger,
): SessionStarter {
  async function tryStart(view: SessionView, requestId?: string): Promise<boolean> {
    const { identity, admittedAt, firstTaskAt } = view;
    try {
      await client.workflow.start<(input: SessionInput) => Promise<unknown>>('session', {
        workflowId: sessionWorkflowId(identity.concertId, identity.userId),
        taskQueue,
        args: [
          {
            ...{ identity, limits, admittedAt, windowTimer: 'WHILE_IDLE' },
            ...(admittedAt === null ? { waitsUntil: view.expiresAt, firstTask: 'PUT_OFF' } : {}),
            ...(firstTaskAt === undefined ? {} : { firstHold: 'SIGNALED' }),
          },
        ],
        startDelay: Math.max((firstTaskAt ?? view.expiresAt) - Date.now(), 1),
        memo: { ...memoOf(view), ...(requestId === undefined ? {} : { requestId }) },
        staticSummary: `Concert ${identity.concertId}, ${arrivalOf(view)}`,
        staticDetails: detailsOf(view),
        typedSearchAttributes: [
          { key: SESSION_STATE, value: view.state },
          { key: CONCERT_ID, value: identity.concertId },
          { key: USER_ID, value: identity.userId },
        ],
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  return {
    async start(view, requestId) {
      for (let attempt = 0; ; attempt++) {
        if (await tryStart(view, requestId)) return view;
        const handle = client.workflow.getHandle(
          sessionWorkflowId(view.identity.concertId, view.identity.userId),
        );
        // The memo tells a repeated start from an older session without a workflow task.
        const { memo } = await handle.describe();
        if (memo?.sessionId === view.identity.sessionId) return view;
        const open = await askSession(
          { client, holdOf: (sessionId) => findHold(db, sessionId) },
          view.identity,
        ).catch(closedMeanwhile);
        if (open && !isEnded(open.state)) {
          logger.info({ sessionId: open.identity.sessionId }, 'open session found that Redis had lost');
          return open;
        }
        if (attempt === CLOSING_TRIES) throw unavailable('The session before this one');
        await pause(CLOSING_PAUSE_MS);
      }
    },
  };
}

function arrivalOf({ admittedAt, identity: { place, positionAtEntry } }: SessionView): string {
  if (admittedAt !== null) return 'admitted on arrival';
  // A lot, which is a negative place: where it stands shows at the opening.
  return place < 0 ? 'came before the sale' : `position ${positionAtEntry}`;
}

/** For operators, who come to this page from a list. */
function detailsOf({ identity: { sessionId, concertId, userId } }: SessionView): string {
  return [
    `One fan's visit: session \`${sessionId}\` of user \`${userId}\`, waiting room \`${waitingRoomWorkflowId(concertId)}\`.`,
    'Updates and signals for operators begin with `operator`; each takes `{"by": "your login", "why": "the reason"}`.',
  ].join('\n\n');
}

function memoOf({ identity, expiresAt, admittedAt, firstTaskAt }: SessionView): SessionMemo {
  const { sessionId, place, positionAtEntry, joinedAt } = identity;
  const known = { sessionId, place, positionAtEntry, joinedAt, expiresAt, admittedAt };
  return firstTaskAt === undefined ? known : { ...known, firstTaskAt };
}

function closedMeanwhile(error: unknown): null {
  if (error instanceof QueryRejectedError || error instanceof WorkflowNotFoundError) return null;
  throw error;
}
