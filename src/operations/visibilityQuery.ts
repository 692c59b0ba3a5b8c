import { CONCERT_ID, END_REASON, SCHEDULE_ID, SESSION_STATE, USER_ID } from '../contracts/searchAttributes';
import type { EndReason, SessionState } from '../contracts/states';

/** What operators look for sessions by, where visibility knows it. */
export interface VisibleCriteria {
  userId?: string;
  concertId?: string;
  /** The date of the last hold. */
  scheduleId?: string;
  state?: SessionState;
  endReason?: EndReason;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** @param taskQueue names the system: several may share a namespace */
export function sessionsQuery(
  taskQueue: string,
  { userId, concertId, scheduleId, state, endReason }: VisibleCriteria = {},
): string {
  const values: [string, string | undefined][] = [
    ['WorkflowType', 'session'],
    ['TaskQueue', taskQueue],
    [USER_ID.name, userId],
    [CONCERT_ID.name, concertId],
    [SCHEDULE_ID.name, scheduleId],
    [SESSION_STATE.name, state],
    [END_REASON.name, endReason],
  ];
  return values
    .flatMap(([name, value]) => (value === undefined ? [] : `${name} = ${quoted(value)}`))
    .join(' AND ');
}

/** All runs of these workflows. */
export function workflowsQuery(workflowIds: readonly string[]): string {
  return `WorkflowId IN (${workflowIds.map(quoted).join(', ')})`;
}

/** All open workflows of the system. */
export function openQuery(taskQueue: string): string {
  return `TaskQueue = ${quoted(taskQueue)} AND ExecutionStatus = 'Running'`;
}

/** Sessions that are open, narrowed by a query as the Web UI takes it. */
export function openSessionsQuery(taskQueue: string, narrowedBy?: string): string {
  const open = `${sessionsQuery(taskQueue)} AND ExecutionStatus = 'Running'`;
  return narrowedBy === undefined ? open : `${open} AND (${narrowedBy})`;
}
