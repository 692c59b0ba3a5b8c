import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { countWorkflows } from './listedWorkflows';
import { GONE_AFTER_MS, pollersOf, successorsOf, type Poller } from './pollers';
import { openQuery } from './visibilityQuery';

const LOOK_EVERY_MS = 500;

/** Another worker that goes on with the work, or why there is none. */
export type Successor = { successor: Poller } | { refusal: string };

/**
 * Looks for another worker that can go on with a worker's work, and waits until it asks for tasks once more: the server lists
 * a worker for some time after its end, and one that is about to stop does not ask again. An idle one asks within a minute.
 * @param stopped asked while it waits: true gives it up
 */
export async function findSuccessor(
  client: Client,
  taskQueue: string,
  { worker, pollers }: { worker: Poller; pollers: readonly Poller[] },
  stopped: () => boolean,
  progress: (text: () => string) => void,
): Promise<Successor> {
  let able = successorsOf(worker, pollers);
  const { version } = worker;
  if (able.length === 0 && version) {
    // Visits end with the version that they began with.
    const ofVersion = `TemporalWorkerDeploymentVersion = '${version.deployment}:${version.build}'`;
    const open = await countWorkflows(client, `${openQuery(taskQueue)} AND ${ofVersion}`);
    if (open > 0)
      return {
        refusal: `it is the last of version ${version.build}, and ${open} open workflows are its to end`,
      };
    able = pollers.filter(({ identity }) => identity !== worker.identity);
  }
  if (able.length === 0) return { refusal: 'no other worker asks for tasks, and sessions would stand still' };

  const names = able.map(({ identity }) => identity).join(', ');
  const lookedAt = Date.now();
  while (Date.now() - lookedAt < GONE_AFTER_MS && !stopped()) {
    const now = await pollersOf(client, taskQueue);
    const successor = now.find(({ identity, askedAt }) =>
      able.some((before) => before.identity === identity && askedAt > before.askedAt),
    );
    if (successor) return { successor };
    progress(() => `waits until ${names} asks for tasks, which takes an idle worker up to a minute`);
    await pause(LOOK_EVERY_MS);
  }
  return { refusal: stopped() ? 'it was interrupted' : `${names} has not asked for tasks again` };
}
