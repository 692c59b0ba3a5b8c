import type { Client } from '@temporalio/client';
import { inParallel } from '../../bench/inParallel';

/** Sessions and rooms that a test leaves open would keep their timers and activities on the shared server. */
export async function endOpenWorkflows(client: Client, taskQueue: string): Promise<void> {
  const open: string[] = [];
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) open.push(workflowId);
  await inParallel(10, open.length, (index) =>
    client.workflow
      .getHandle(open[index] ?? '')
      .terminate()
      .catch(() => undefined),
  );
}
