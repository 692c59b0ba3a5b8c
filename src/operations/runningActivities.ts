import type { Client } from '@temporalio/client';
import { listedWorkflows } from './listedWorkflows';
import { openQuery } from './visibilityQuery';

const MOST_NAMED = 10;

/** Activities that a worker is at, those of waiting rooms and cancellations: a session's steps are none. At most ten. */
export async function runningActivities(
  client: Client,
  taskQueue: string,
  workerIdentity: string,
): Promise<string[]> {
  const running: string[] = [];
  const query = `${openQuery(taskQueue)} AND WorkflowType != 'session'`;
  for await (const { workflowId, runId } of listedWorkflows(client, query)) {
    if (running.length >= MOST_NAMED) break;
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    for (const { activityType, lastWorkerIdentity } of raw.pendingActivities ?? []) {
      if (lastWorkerIdentity === workerIdentity)
        running.push(`${activityType?.name ?? 'an activity'} of ${workflowId}`);
    }
  }
  return running;
}
