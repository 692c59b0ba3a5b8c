import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from './commands.mjs';
import { endProcess, identityOf } from './processIdentity.mjs';
import { SetupProblem, say } from './progress.mjs';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const settledMs = 60_000;
const largestLogBytes = 20 * 1024 * 1024;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A program in the background which, with `restart`, is started again when it dies, after a pause that doubles each time.
 * It gets a process group of its own, so that Ctrl-C in a terminal reaches only the script, which then stops everything in order.
 * @param {object} options
 * @param {string} options.name also the name of its log
 * @param {{ command: string, args: string[], env?: object, cwd?: string, uid?: number, gid?: number }} options.program
 * @param {(log: () => string) => Promise<boolean>} options.ready asked until true; `log()` is what this run of it has printed
 * @param {() => Promise<void>} [options.before] runs before each start, restarts too
 * @param {() => void} [options.onStart] called when it has a new pid
 * @param {NodeJS.Signals} [options.stopSignal]
 * @param {boolean} [options.isClient] false for an engine, which has to outlive its clients
 */
export function createService({
  name,
  program,
  ready,
  registry,
  logsFolder,
  restart,
  before = async () => {},
  onStart = () => {},
  stopSignal = 'SIGTERM',
  stopTimeoutMs = 10_000,
  readyTimeoutMs = 60_000,
  isClient = false,
}) {
  const logFile = join(logsFolder, `${name}.log`);
  let current = null;
  let stopping = false;

  function spawnProgram() {
    if (existsSync(logFile) && statSync(logFile).size > largestLogBytes) renameSync(logFile, `${logFile}.1`);
    const output = openSync(logFile, 'a', 0o600);
    const logStart = statSync(logFile).size;
    const { command, args, ...options } = program;
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    const run = {
      ended: false,
      startedMs: Date.now(),
      identity: child.pid ? identityOf(child.pid) : null,
      log: () => readFileSync(logFile).subarray(logStart).toString('utf8'),
    };
    run.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }).then((reason) => {
      run.ended = true;
      if (child.pid) registry.remove(child.pid);
      return reason;
    });
    if (child.pid) registry.add(name, child.pid, { stopSignal, isClient });
    return run;
  }

  async function launch() {
    await before();
    if (stopping) return null;
    const run = spawnProgram();
    current = run;
    if (run.identity) onStart();
    const deadline = Date.now() + readyTimeoutMs;
    while (!stopping && !(await ready(run.log))) {
      const late = Date.now() > deadline;
      if (run.ended || late) {
        if (!run.ended) await endProcess(run.identity, { signal: stopSignal });
        const reason = late
          ? `was not ready after ${readyTimeoutMs / 1000} s`
          : `ended (${await run.exited})`;
        throw new SetupProblem(`${name} ${reason}. Its log (${logFile}) ends with:\n${lastLines(run.log())}`);
      }
      await pause(100);
    }
    return run;
  }

  async function watch(first) {
    let run = first;
    let pauseMs = firstPauseMs;
    for (;;) {
      const reason = run ? await run.exited : 'it did not get ready';
      if (!stopping && !restart) say(`${name} ended (${reason}); see ${logFile}`);
      if (stopping || !restart) return;
      if (run && Date.now() - run.startedMs > settledMs) pauseMs = firstPauseMs;
      say(`${name} ended (${reason}); starting it again in ${pauseMs / 1000} s`);
      await pause(pauseMs);
      if (stopping) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      run = await launch().catch((error) => {
        say(error.message);
        return null;
      });
      if (run && !stopping) say(`${name} is running again (pid ${run.identity.pid})`);
    }
  }

  return {
    name,
    isClient,
    get pid() {
      return current?.identity?.pid ?? null;
    },
    /**
     * @param {boolean} [keepTrying] one that does not get ready is started again and again all the same
     * @throws SetupProblem with the end of the log when it does not get ready.
     */
    async start(keepTrying = false) {
      const run = await launch().catch((error) => {
        if (keepTrying) void watch(null);
        throw error;
      });
      void watch(run);
    },
    /** Stops it for good: the stop signal, then SIGKILL when the time is up. */
    async stop() {
      stopping = true;
      if (!current?.identity || current.ended) return;
      const killed = await endProcess(current.identity, { signal: stopSignal, timeoutMs: stopTimeoutMs });
      if (killed) say(`  ${name} did not stop within ${stopTimeoutMs / 1000} s and was killed`);
      await current.exited;
    },
    /** Kills it at once. */
    kill() {
      stopping = true;
      if (current?.identity && !current.ended) process.kill(current.identity.pid, 'SIGKILL');
    },
  };
}
