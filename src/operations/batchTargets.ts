import type { Client } from '@temporalio/client';
import { SESSION_STATE } from '../contracts/searchAttributes';
import type { BatchAction } from './batchActions';
import { countWorkflows } from './listedWorkflows';
import { openSessionsQuery } from './visibilityQuery';
import { visibleSessions, type VisibleSession } from './visibleSessions';

export type BatchTarget = Pick<VisibleSession, 'workflowId' | 'runId' | 'sessionId' | 'state'>;

export interface BatchTargets {
  /** What was asked of visibility, for the Web UI too. */
  query: string;
  /** Open sessions that the operator's query finds, in whatever state. */
  matched: number;
  /** Those of them that the action is for, who joined first first. */
  targets: BatchTarget[];
}

/**
 * When a batch was first begun: its id says so (UUID version 7).
 * @throws Error for an id that no batch can have
 */
export function begunAt(batchId: string): Date {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(batchId))
    throw new Error('--batch-id must be the id that an earlier batch printed');
  return new Date(Number.parseInt(batchId.slice(0, 8) + batchId.slice(9, 13), 16));
}

/**
 * The sessions of a batch. Whoever joined after it was first begun is none of them, so that repeating it never reaches
 * fans whom nobody had in mind.
 * @param narrowedBy as the Web UI takes it
 */
export async function batchTargets(
  client: Client,
  { taskQueue, narrowedBy, batchId }: { taskQueue: string; narrowedBy: string; batchId: string },
  { states }: BatchAction,
  stopped: () => boolean,
): Promise<BatchTargets> {
  const inTime = `StartTime <= '${begunAt(batchId).toISOString()}'`;
  const matching = `${openSessionsQuery(taskQueue, narrowedBy)} AND ${inTime}`;
  const query = `${matching} AND ${SESSION_STATE.name} IN (${states.map((state) => `'${state}'`).join(', ')})`;
  const found: VisibleSession[] = [];
  for await (const session of visibleSessions(client, query)) {
    if (stopped()) break;
    // Whatever the operator's query says, also one that closes our brackets.
    const { workflow, state, startedAt } = session;
    if (workflow === 'RUNNING' && startedAt <= begunAt(batchId) && states.some((one) => one === state))
      found.push(session);
  }
  found.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  return {
    query,
    matched: await countWorkflows(client, matching),
    targets: found.map(({ workflowId, runId, sessionId, state }) => ({
      workflowId,
      runId,
      sessionId,
      state,
    })),
  };
}
