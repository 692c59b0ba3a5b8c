import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Client } from '@temporalio/client';
import type { OperationsConfig } from '../../config';
import type { Output } from '../../program';
import { withTemporal } from '../auditedStack';
import { countOption, type Command } from '../command';
import { identityOf, isRunning, localWorkers, type LocalWorker } from '../localWorkers';
import { pollersOf, type Poller } from '../pollers';
import { runningActivities } from '../runningActivities';
import { findSuccessor } from '../successor';
import { table } from '../table';

const USAGE = `Takes one worker process of this machine out of service: it takes no new tasks, ends what is under way, and stops.

  npm run ops -- drain-worker [--json]
      lists the workers that ask for tasks, with process, version and what they are at
  npm run ops -- drain-worker --worker NAME|PID [--last] [--timeout SECONDS]

  --worker    as the list names it
  --last      also where no other worker goes on with its work: sessions then stand still until one does
  --timeout   how long it is waited for (default 60); it is never killed

Before it asks the worker to stop (SIGTERM) it makes sure that the process is a worker of this system, and waits until another
one, of the same version where it has one, asks for tasks: up to a minute where all are idle. A worker of another machine is stopped there: give it SIGTERM, and more time than
SHUTDOWN_GRACE_SECONDS. npm start begins a new process in place of one that ended: there this replaces a worker.

Exit codes: 0 it has ended, or the list; 1 it was refused, or it has not ended in time; 2 it could not be done.`;

const LOOK_EVERY_MS = 250;
/** `npm start` begins another one after half a second, or some more where it was begun often. */
const REPLACED_WITHIN_MS = 3_000;

export const drainWorker: Command = {
  summary: 'takes one worker process out of service gracefully; lists the workers',
  usage: USAGE,

  async run(args, output, stopped, config) {
    const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
    const options = { worker: text, last: flag, timeout: text, json: flag };
    const { worker: named, last = false, timeout, json } = parseArgs({ args, options }).values;
    const patienceMs = countOption('timeout', timeout, { fallback: 60, most: 86_400 }) * 1000;
    return await withTemporal(config, async (client) => {
      const pollers = await pollersOf(client, config.TASK_QUEUE);
      const local = localWorkers(config.STACK);
      if (named === undefined) {
        await list({ client, config, pollers, local, output, json: json === true });
        return 0;
      }
      const { worker, poller } = chosen(named, local, pollers);
      if (!last) {
        const known = { worker: poller, pollers };
        const found = await findSuccessor(client, config.TASK_QUEUE, known, stopped, output.atIntervals);
        if ('refusal' in found) {
          output.remark(`${worker.name} (${poller.identity}) stays: ${found.refusal}. --last does not ask`);
          return stopped() ? 2 : 1;
        }
        // That may have taken a minute: the number may be another process by now.
        const again = chosen(named, localWorkers(config.STACK), await pollersOf(client, config.TASK_QUEUE));
        if (again.worker.pid !== worker.pid)
          throw new Error(`${worker.name} was restarted meanwhile: it is ${again.worker.pid} now. Ask again`);
      }
      return await drain({ client, config, worker, poller, patienceMs, output, stopped });
    });
  },
};

/** @throws Error where the name is none of a worker that asks for tasks: an old number may be another process by now */
function chosen(
  named: string,
  local: readonly LocalWorker[],
  pollers: readonly Poller[],
): { worker: LocalWorker; poller: Poller } {
  const worker = local.find(({ name, pid }) => named === name || named === String(pid));
  const names = local.map(({ name, pid }) => `${name} (${pid})`).join(', ') || 'none';
  if (!worker) throw new Error(`--worker must be one of those that run on this machine: ${names}`);
  const poller = pollers.find(({ identity }) => identity === identityOf(worker));
  if (!poller) {
    throw new Error(
      `${worker.name} (${worker.pid}) does not ask for tasks of this system: it is just starting or stopping, or another process`,
    );
  }
  return { worker, poller };
}

interface Drain {
  client: Client;
  config: OperationsConfig;
  worker: LocalWorker;
  poller: Poller;
  patienceMs: number;
  output: Output;
  stopped: () => boolean;
}

async function drain({
  client,
  config,
  worker,
  poller,
  patienceMs,
  output,
  stopped,
}: Drain): Promise<0 | 1 | 2> {
  const { remark, print, atIntervals } = output;
  const startedAt = Date.now();
  const seconds = (): string => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  remark(`${worker.name} (${poller.identity}) is asked to stop`);
  process.kill(worker.pid, 'SIGTERM');
  let underWay: string[] | null = null;
  while (isRunning(worker)) {
    if (stopped()) {
      remark(`${worker.name} goes on stopping by itself`);
      return 2;
    }
    if (Date.now() - startedAt > patienceMs) {
      const at =
        (await runningActivities(client, config.TASK_QUEUE, poller.identity)).join(', ') ||
        'nothing that Temporal knows of';
      print(`${worker.name} has not ended after ${seconds()}; it is at ${at}`);
      return 1;
    }
    underWay ??= await runningActivities(client, config.TASK_QUEUE, poller.identity);
    const waitsFor = underWay.length > 0 ? `: ${underWay.join(', ')}` : '';
    atIntervals(() => `${seconds()}: it ends what is under way${waitsFor}`);
    await pause(LOOK_EVERY_MS);
  }
  print(`${worker.name} (${poller.identity}) ended after ${seconds()}`);
  const others = (await pollersOf(client, config.TASK_QUEUE)).filter(
    ({ identity }) => identity !== poller.identity,
  );
  remark(
    `${others.length} other worker(s) ask for tasks: ${others.map(({ identity }) => identity).join(', ') || '-'}`,
  );
  const successor = await replacement(config, worker);
  if (successor) remark(`npm start began ${successor.name} (${successor.pid}) in its place`);
  return 0;
}

async function replacement(
  { STACK }: OperationsConfig,
  { name, pid }: LocalWorker,
): Promise<LocalWorker | undefined> {
  for (const until = Date.now() + REPLACED_WITHIN_MS; Date.now() < until; await pause(LOOK_EVERY_MS)) {
    const other = localWorkers(STACK).find((worker) => worker.name === name && worker.pid !== pid);
    if (other) return other;
  }
  return undefined;
}

async function list({
  client,
  config,
  pollers,
  local,
  output,
  json,
}: Pick<Drain, 'client' | 'config' | 'output'> & {
  pollers: Poller[];
  local: LocalWorker[];
  json: boolean;
}): Promise<void> {
  const workers = await Promise.all(
    pollers.map(async ({ identity, askedAt, version }) => ({
      identity,
      process: local.find((worker) => identityOf(worker) === identity)?.name ?? null,
      version: version && `${version.deployment}:${version.build}`,
      askedAt: new Date(askedAt).toISOString(),
      activities: await runningActivities(client, config.TASK_QUEUE, identity),
    })),
  );
  if (json) {
    output.print(JSON.stringify(workers, null, 2));
    return;
  }
  const rows = workers.map(({ identity, process, version, askedAt, activities }) => [
    ...[process, identity, version, askedAt, activities.join(', ')],
  ]);
  output.print(
    rows.length > 0
      ? table(['process', 'worker', 'version', 'last asked for tasks', 'is at'], rows)
      : `No worker asks for tasks of ${config.TASK_QUEUE}: sessions stand still`,
  );
}
