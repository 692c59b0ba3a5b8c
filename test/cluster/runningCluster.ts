import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { REPOSITORY } from '../support/childProcess';

export interface ClusterStack {
  apiUrl: string;
  apiUrls: string[];
  adminKey: string;
  databaseUrl: string;
  temporalUiUrl: string;
  processes: { name: string; pid: number }[];
}

/** `npm run start:cluster` in a state folder of its own. */
export interface RunningCluster {
  folder: string;
  stack(): ClusterStack;
  pidOf(name: string): number;
  /** A script with the folder as STACK_DIR. */
  run(script: string, ...args: string[]): Promise<{ code: number; output: string }>;
  /** SIGTERM. Gives its exit code; the data stays. */
  stop(): Promise<number | null>;
  /** Starts it again on its data. */
  start(): Promise<void>;
  removeData(): void;
}

const READY_WITHIN_MS = 180_000;

export async function startCluster(settings: NodeJS.ProcessEnv): Promise<RunningCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cluster-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: '0',
    SKIP_BUILD: '1',
    ...settings,
    STACK_DIR: folder,
  };
  // Another's would be used instead of its own.
  for (const address of ['DATABASE_URL', 'REDIS_URL', 'TEMPORAL_ADDRESS'] as const) delete env[address];
  const file = path.join(folder, 'stack.json');
  const stack = (): ClusterStack => JSON.parse(readFileSync(file, 'utf8')) as ClusterStack;
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const script = path.join(REPOSITORY, 'scripts/startCluster.mjs');
    const started = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    for (const deadline = Date.now() + READY_WITHIN_MS; !existsSync(file); await pause(200))
      if (started.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`no cluster:\n${output}`);
      }
  }

  async function stop(): Promise<number | null> {
    if (child?.exitCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  await start();
  return {
    folder,
    stack,
    start,
    stop,
    pidOf: (name) => stack().processes.find((each) => each.name === name)?.pid ?? 0,
    run: (script, ...args) =>
      new Promise((resolve) => {
        const program = path.join(REPOSITORY, 'scripts', script);
        execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
        );
      }),
    removeData() {
      const record = path.join(folder, 'postgres-folder.json');
      const { folder: postgres } = JSON.parse(readFileSync(record, 'utf8')) as { folder: string };
      rmSync(postgres, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
