import type { WorkflowHandle } from '@temporalio/client';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import type { SessionView } from '../../src/contracts/session';
import type { SessionState } from '../../src/contracts/states';
import { findHold } from '../../src/persistence/reads/holdInForce';
import { askSession } from '../../src/sessionQuery';
import { ApiClient, type Fan } from '../support/apiClient';
import type { RunningStack } from '../support/runningStack';

export interface Visit {
  fan: Fan;
  concertId: string;
  handle: WorkflowHandle;
}

/** A new fan who joins, and is then in this state. */
export async function visitTo(on: RunningStack, concertId: string, state: SessionState): Promise<Visit> {
  const through = new ApiClient(on);
  const fan = await through.fan();
  expect((await through.join(fan, concertId)).body.state).toBe(state);
  return { fan, concertId, handle: on.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id)) };
}

/** What a session says of itself, to those who ask its workflow. */
export async function askIn(
  { client, db }: RunningStack,
  fan: Parameters<typeof askSession>[1],
): Promise<SessionView> {
  return await askSession({ client, holdOf: (sessionId) => findHold(db, sessionId) }, fan);
}

/** What the history of a session has cost so far. */
export async function costOf({
  handle,
}: Pick<Visit, 'handle'>): Promise<{ events: number; workflowTasks: number }> {
  const { events } = await handle.fetchHistory();
  const completed = events?.filter((event) => event.workflowTaskCompletedEventAttributes) ?? [];
  return { events: events?.length ?? 0, workflowTasks: completed.length };
}
