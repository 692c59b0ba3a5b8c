import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupProblem } from './progress.mjs';

const running = new Set();
let interrupted = false;

/**
 * Runs a command to its end and returns what it printed. Its exit code is in `code` (null when it was ended by a signal or could not start).
 * It has a process group of its own, so that ending it ends what it started, too. After `endRunningCommands` no command runs or answers any
 * more: what waits for one stays where it is until the script exits.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} options
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    if (interrupted) return;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
    const timer = timeoutMs && setTimeout(() => signalGroup(child, 'SIGKILL'), timeoutMs);
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    running.add(child);
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (!interrupted) resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(null);
    });
    child.once('close', finish);
  });
}

/** Like `run`, but a failure is a SetupProblem that names what was attempted and shows the last lines of output. */
export async function mustRun(title, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new SetupProblem(`${title} failed:\n${lastLines(output)}`);
  return output;
}

/** Ends every command that `run` has under way, and waits for it: npm goes on writing for a moment after the signal. */
export async function endRunningCommands() {
  interrupted = true;
  for (const child of running) signalGroup(child, 'SIGTERM');
  const deadline = Date.now() + 5_000;
  while (running.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** The path of an executable file on PATH, or null. */
export function findOnPath(name, path = process.env.PATH ?? '') {
  const candidates = path.split(delimiter).filter(Boolean);
  return candidates.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function lastLines(text, count = 25) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
