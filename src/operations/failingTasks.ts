import type { Client } from '@temporalio/client';
import { byChance } from '../activities/auditedStores';
import { inParallel } from '../inParallel';
import { listedWorkflows } from './listedWorkflows';
import { openQuery } from './visibilityQuery';

/** Each is a call to Temporal; its frontend has to serve fans as well. */
const ASKED_AT_ONCE = 20;
const LONGEST_TEXT = 200;

interface OpenWorkflow {
  workflowId: string;
  runId: string;
  type: string;
}

/** An open workflow whose last workflow task failed or timed out, so that the server tries it again and again. */
export interface FailingTask extends OpenWorkflow {
  /** Of the task that is under way or waits: 2 after one failure. */
  attempt: number;
  /** What the history tells of the failure; null: nothing. */
  problem: string | null;
}

export interface TaskLook {
  failing: FailingTask[];
  open: number;
  lookedAt: number;
}

export interface TaskLookLimits {
  /** At most so many workflows are asked. */
  most: number;
  /** 2: the last task failed; more: it fails again and again. */
  leastAttempt: number;
}

/**
 * Asks open workflows, one by one, how often their workflow task was tried: no list of this server (1.29) tells. Of more
 * than `most` all that are no sessions are asked, and sessions chosen by chance, so that the next look takes others.
 * @param stopped asked between workflows: true ends it early
 * @throws gRPC errors of the client
 */
export async function failingTasks(
  client: Client,
  taskQueue: string,
  { most, leastAttempt }: TaskLookLimits,
  stopped: () => boolean,
  progress: (text: () => string) => void,
): Promise<TaskLook> {
  const sessions: OpenWorkflow[] = [];
  const others: OpenWorkflow[] = [];
  for await (const { workflowId, runId, type } of listedWorkflows(client, openQuery(taskQueue))) {
    if (stopped()) break;
    (type === 'session' ? sessions : others).push({ workflowId, runId, type });
  }
  const asked = [...others.slice(0, most), ...byChance(sessions, Math.max(0, most - others.length))];
  const look: TaskLook = { failing: [], open: sessions.length + others.length, lookedAt: 0 };

  async function* inTurn(): AsyncGenerator<OpenWorkflow> {
    for (const one of asked) {
      if (stopped()) return;
      yield one;
    }
  }
  await inParallel(ASKED_AT_ONCE, inTurn(), async (workflow) => {
    const attempt = await attemptOf(client, workflow);
    look.lookedAt += 1;
    if (attempt >= leastAttempt)
      look.failing.push({ ...workflow, attempt, problem: await lastProblem(client, workflow) });
    progress(() => `${look.lookedAt} of ${asked.length} workflows asked, ${look.failing.length} fail`);
  });
  look.failing.sort((a, b) => b.attempt - a.attempt || (a.workflowId < b.workflowId ? -1 : 1));
  return look;
}

async function attemptOf(client: Client, { workflowId, runId }: OpenWorkflow): Promise<number> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return raw.pendingWorkflowTask?.attempt ?? 0;
}

/** Only the first failure of a row is an event: the tries after it leave nothing in the history. */
async function lastProblem(client: Client, { workflowId, runId }: OpenWorkflow): Promise<string | null> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 10,
  });
  for (const event of history?.events ?? []) {
    const failed = event.workflowTaskFailedEventAttributes;
    if (failed) return (failed.failure?.message ?? 'failed').slice(0, LONGEST_TEXT);
    if (event.workflowTaskTimedOutEventAttributes) return 'timed out: no worker ended it in time';
  }
  return null;
}
