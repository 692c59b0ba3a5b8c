import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from './commands.mjs';
import { repository } from './paths.mjs';
import { SetupProblem, say } from './progress.mjs';

const compiled = (module) => join(repository, 'dist', 'src', `${module}.js`);

/** Runs a compiled program to its end, keeping what it prints in a log. */
export async function runToEnd(module, options) {
  await outputOf(module, options);
}

async function outputOf(module, { name, env, logsFolder }) {
  const { code, output } = await run(process.execPath, [compiled(module)], { cwd: repository, env });
  const log = join(logsFolder, `${name}.log`);
  appendFileSync(log, output, { mode: 0o600 });
  if (code !== 0)
    throw new SetupProblem(
      `${name} failed (exit code ${code}). Its log (${log}) ends with:\n${lastLines(output)}`,
    );
  return output;
}

/** Namespace and search attributes on a server that was not started with them. Needs what was compiled. */
export async function setUpTemporal({ env, logsFolder }) {
  const output = await outputOf('operations/temporalSetup', { name: 'temporal-setup', env, logsFolder });
  for (const line of output.split('\n').filter((text) => text.startsWith('could not'))) say(`  ${line}`);
}

/** Starts a worker; ready when it has logged that it is. */
export function startWorker(host, env, name = 'worker') {
  return host.start({
    name,
    isClient: true,
    program: { command: process.execPath, args: [compiled('workers/main')], cwd: repository, env },
    ready: async (log) => /"msg":\s*"ready"/.test(log()),
    stopTimeoutMs: 5_000 + milliseconds(env.SHUTDOWN_GRACE_SECONDS, 10),
  });
}

/**
 * Room for what lives as long as a request, in MB. Node's own 16 fill so fast that requests under way are taken for
 * long-lived: a poll costs 15% less CPU with 32, for some 40 MB of memory; 64 were no faster and took 100 MB. Dockerfile
 * and docker-compose.yml say the same.
 */
const SHORT_LIVED = '--max-semi-space-size=32';

/** A setting in seconds, empty where it was left out. What is no number the program itself refuses. */
const milliseconds = (seconds, fallback) => 1_000 * (Number(seconds || fallback) || 0);

/** Whether an API, or a balancer in front of it, says that it is ready. */
export async function answersReady(url) {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
}

/** Starts an API; ready when it says so of itself and all it depends on. */
export function startApi(host, env, apiUrl, name = 'api') {
  return host.start({
    name,
    isClient: true,
    program: {
      command: process.execPath,
      args: [SHORT_LIVED, compiled('api/main')],
      cwd: repository,
      env,
    },
    ready: () => answersReady(apiUrl),
    // First it drains, then it answers what is under way.
    stopTimeoutMs: 15_000 + milliseconds(env.DRAIN_SECONDS, 0),
  });
}
