import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { ReplayedHistory, ReplayJob, ShardMessage, ShardTask } from './shardMessages';

/** So many jobs are handed over at once: few enough that none waits long behind another shard's last ones. */
const JOBS_AT_ONCE = 8;

export interface ShardOptions {
  task: ShardTask;
  processes: number;
  /** Jobs are runs on the server instead of files. */
  fromServer: boolean;
  /** A shard that is silent for so long with work to do is killed, and its history has failed. Milliseconds. */
  silentMs: number;
}

/**
 * Replays every job in processes of their own, and tells each result once. A history that brings its process down has
 * failed: the others go on in a new one.
 * @param stopped asked after each result: true ends the shards, and what they have answered by then is told
 * @throws Error when a process cannot even begin
 */
export async function replayInShards(
  jobs: readonly ReplayJob[],
  { processes, ...options }: ShardOptions,
  stopped: () => boolean,
  tell: (replayed: ReplayedHistory) => void,
): Promise<void> {
  const queue = [...jobs].reverse();
  const take = (): ReplayJob[] => {
    const taken: ReplayJob[] = [];
    while (!stopped() && taken.length < JOBS_AT_ONCE) {
      const job = queue.pop();
      if (!job) break;
      taken.push(job);
    }
    return taken;
  };
  async function lane(): Promise<void> {
    while (queue.length > 0 && !stopped()) {
      const { left, why } = await oneShard(options, take, (replayed) => {
        tell(replayed);
        return !stopped();
      });
      const [failed, ...untouched] = left;
      if (!failed || stopped()) return;
      tell(broughtDown(failed, why));
      queue.push(...untouched.reverse());
    }
  }
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, lane));
}

function broughtDown(job: ReplayJob, why: string): ReplayedHistory {
  const words = `replaying it brought its process down: ${why}`;
  const result = { verdict: 'FAILED', words, eventId: null, detail: why } as const;
  const workflowId = 'workflowId' in job ? job.workflowId : null;
  return { job, workflowId, type: null, outcome: null, events: 0, tookMs: 0, result };
}

/**
 * @param goesOnAfter is told each result; after false the shard is ended
 * @returns the jobs that it was given and did not answer: none unless it ended too soon
 */
async function oneShard(
  { task, fromServer, silentMs }: Omit<ShardOptions, 'processes'>,
  take: () => ReplayJob[],
  goesOnAfter: (replayed: ReplayedHistory) => boolean,
): Promise<{ left: ReplayJob[]; why: string }> {
  const program = path.join(__dirname, 'shardMain.js');
  const child: ChildProcess = fork(program, [JSON.stringify(task), fromServer ? 'server' : 'files'], {
    // Ctrl-C is for the process that leads: it lets the shards end what they do.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let left: ReplayJob[] = [];
  let why = '';
  let asked = false;
  let silence: NodeJS.Timeout | undefined;
  const watch = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      why = `it said nothing for ${silentMs / 1000} s`;
      child.kill('SIGKILL');
    }, silentMs);
  };
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  child.on('message', (message: ShardMessage) => {
    watch();
    if ('want' in message) {
      asked = true;
      // It asks while it is still busy with the last one that it has.
      const taken = take();
      left = [...left, ...taken];
      child.send({ jobs: taken });
    } else {
      left = left.slice(1);
      if (!goesOnAfter(message.done)) child.kill();
    }
  });
  watch();
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `it ended with ${signal ?? code}`));
  });
  clearTimeout(silence);
  const lastLine = said.trim().split('\n').at(-1) ?? '';
  if (!asked) throw new Error(`A process for replaying could not begin: ${lastLine || ended}`);
  return { left, why: why || [ended, lastLine].filter(Boolean).join(': ') };
}
