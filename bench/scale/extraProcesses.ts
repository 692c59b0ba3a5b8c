import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** An API or a worker of this build, beside those of the stack. */
export interface ExtraProcess {
  name: string;
  pid: number;
  /** Of an API; null for a worker. */
  url: string | null;
  stop(): Promise<void>;
}

const PROGRAMS = { api: 'api/main.js', worker: 'workers/main.js' } as const;
/** As npm start gives it to an API (scripts/programs.mjs). */
const FLAGS = { api: ['--max-semi-space-size=32'], worker: [] } as const;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;

/**
 * Starts a process with the configuration that this program was given (scripts/run.mjs), on a free port.
 * @param folder where its log goes
 * @throws Error with the end of its log when it does not get ready
 */
export async function startExtra(
  kind: keyof typeof PROGRAMS,
  name: string,
  folder: string,
): Promise<ExtraProcess> {
  const logFile = path.join(folder, `${name}.log`);
  const output = openSync(logFile, 'a', 0o600);
  const program = path.resolve(__dirname, '../../src', PROGRAMS[kind]);
  const environment = { ...process.env, PORT: '0', WORKER_PORT: '0', DRAIN_SECONDS: '0' };
  // In a group of its own, so that Ctrl-C reaches only the benchmark, which stops it when the purchases under way are done.
  const child = spawn(process.execPath, [...FLAGS[kind], program], {
    env: environment,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  const log = (): string => readFileSync(logFile, 'utf8');
  const readyLine = (): string | undefined =>
    log()
      .split('\n')
      .find((line) => /"msg":\s*"ready"/.test(line));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (readyLine() === undefined) {
    if (hasEnded(child) || Date.now() > deadline) {
      await stop(child);
      throw new Error(`${name} did not get ready. Its log ends with:\n${log().slice(-1_000)}`);
    }
    await pause(LOOK_EVERY_MS);
  }
  const url = kind === 'api' ? (/"url":\s*"([^"]+)"/.exec(readyLine() ?? '')?.[1] ?? null) : null;
  return { name, pid: child.pid ?? 0, url, stop: () => stop(child) };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
