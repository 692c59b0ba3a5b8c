import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const REPOSITORY = path.resolve(__dirname, '../..');

/** A program of ours in a process of its own, which a test may kill. */
export interface RunningProcess {
  pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Where it listens, as it said itself; '' for one that does not. */
  url(): string;
  /** null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts `node <script> <args>` and waits until it has printed `ready`.
 * @throws with the output, when it ends before or takes longer than `withinMs`
 */
export async function startProcess(
  script: string,
  environment: NodeJS.ProcessEnv,
  ready = /"msg":"ready"/,
  withinMs = 60_000,
  args: string[] = [],
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [path.join(REPOSITORY, script), ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isReady = false;
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${script} ${why}:\n${output}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${withinMs} ms`), withinMs);
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      // Not again: a busy API logs megabytes.
      if (!isReady && ready.test(output)) {
        isReady = true;
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    url: () => /"url":"([^"]+)"/.exec(output)?.[1] ?? '',
    exitCode: () => child.exitCode,
    stop: (signal = 'SIGTERM') => stop(child, signal),
  };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
