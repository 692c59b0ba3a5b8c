import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import {
  CONCERT_ID,
  END_REASON,
  RESERVATION_ID,
  SCHEDULE_ID,
  SEATS,
  SESSION_STATE,
  USER_ID,
} from '../contracts/searchAttributes';
import type { SessionMemo } from '../contracts/session';
import { SESSION_STATES, type SessionState } from '../contracts/states';
import { listedWorkflows } from './listedWorkflows';

/** A session as visibility lists it, a second or two late. */
export interface VisibleSession {
  sessionId: string;
  workflowId: string;
  runId: string;
  concertId: string;
  userId: string;
  /** null: the workflow was just started, or is of another system. */
  state: SessionState | null;
  endReason: string | null;
  scheduleId: string | null;
  reservationId: string | null;
  /** Their numbers. */
  seats: string[];
  startedAt: Date;
  closedAt: Date | null;
  /** RUNNING, COMPLETED, TERMINATED and so on. */
  workflow: string;
}

function visibleSession(found: WorkflowExecutionInfo): VisibleSession {
  const { workflowId, runId, typedSearchAttributes: attributes, memo, startTime, closeTime, status } = found;
  const state = attributes.get(SESSION_STATE);
  return {
    sessionId: (memo as Partial<SessionMemo> | undefined)?.sessionId ?? '',
    ...{ workflowId, runId },
    concertId: attributes.get(CONCERT_ID) ?? '',
    userId: attributes.get(USER_ID) ?? '',
    state: SESSION_STATES.find((known) => known === state) ?? null,
    endReason: attributes.get(END_REASON) ?? null,
    scheduleId: attributes.get(SCHEDULE_ID) ?? null,
    reservationId: attributes.get(RESERVATION_ID) ?? null,
    seats: attributes.get(SEATS) ?? [],
    startedAt: startTime,
    closedAt: closeTime ?? null,
    workflow: status.name,
  };
}

/**
 * Sessions that a query finds; other workflows are left out.
 * @throws as `listedWorkflows`
 */
export async function* visibleSessions(client: Client, query: string): AsyncGenerator<VisibleSession> {
  for await (const found of listedWorkflows(client, query))
    if (found.type === 'session') yield visibleSession(found);
}
