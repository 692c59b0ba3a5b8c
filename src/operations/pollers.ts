import type { Client } from '@temporalio/client';
import { isGone } from './localWorkers';

const WORKFLOW_TASKS = 1;
const ACTIVITY_TASKS = 2;
/** A poll without work ends after a minute: who has not come back since is gone, although the server lists it for five. */
export const GONE_AFTER_MS = 75_000;

/** A worker that asks for tasks of the system's queue. */
export interface Poller {
  /** Process id and machine, as 1234@host. */
  identity: string;
  /** Epoch milliseconds of the last time it asked. */
  askedAt: number;
  /** null: a worker without versions. */
  version: { deployment: string; build: string } | null;
}

/**
 * Workers that ask for workflow tasks or activities of a queue, those who asked last first. One of another machine that ended
 * within the last 75 s is among them: the server does not know.
 * @throws gRPC errors of the client
 */
export async function pollersOf(client: Client, taskQueue: string, now = Date.now()): Promise<Poller[]> {
  const found = new Map<string, Poller>();
  for (const taskQueueType of [WORKFLOW_TASKS, ACTIVITY_TASKS]) {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType,
    });
    for (const { identity, lastAccessTime, deploymentOptions } of pollers ?? []) {
      const { seconds = 0, nanos = 0 } = lastAccessTime ?? {};
      const askedAt = Number(seconds) * 1000 + Number(nanos) / 1e6;
      if (!identity || now - askedAt > GONE_AFTER_MS || isGone(identity)) continue;
      const { deploymentName, buildId } = deploymentOptions ?? {};
      const version = buildId ? { deployment: deploymentName ?? '', build: buildId } : null;
      const known = found.get(identity);
      found.set(identity, {
        identity,
        askedAt: Math.max(askedAt, known?.askedAt ?? 0),
        version: version ?? known?.version ?? null,
      });
    }
  }
  return [...found.values()].sort((a, b) => b.askedAt - a.askedAt);
}

/** The others that can take over what a worker leaves: of the same version, where it has one. */
export function successorsOf(worker: Poller, pollers: readonly Poller[]): Poller[] {
  const of = ({ version }: Poller): string => JSON.stringify(version);
  return pollers.filter((other) => other.identity !== worker.identity && of(other) === of(worker));
}
