import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable, lastLines, run } from '../commands.mjs';
import { download, releaseTarget } from '../download.mjs';
import { exclusively } from '../exclusive.mjs';
import { SetupProblem, say } from '../progress.mjs';
import { searchAttributes, searchAttributeTypes } from './searchAttributes.mjs';
import { temporalLimits } from './temporalLimits.mjs';

const goModule = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/**
 * The Temporal CLI, which contains the server and its Web UI: TEMPORAL_CLI (a path), PATH, the cache, the official download, and at
 * last a build with Go. v1.5.1 is the newest release that `go install` takes: later ones replace a module in their go.mod.
 * @returns {Promise<{ path: string, origin: string }>}
 */
export async function findTemporalCli(cacheFolder, environment = process.env) {
  if (environment.TEMPORAL_CLI) return { path: environment.TEMPORAL_CLI, origin: 'TEMPORAL_CLI' };
  const onPath = findOnPath('temporal', environment.PATH);
  if (onPath && (await works(onPath))) return { path: onPath, origin: onPath };
  const cached = join(cacheFolder, 'temporal');
  return exclusively(join(cacheFolder, 'temporal.claim'), async () => {
    if (await works(cached)) return { path: cached, origin: 'fetched earlier' };
    const refusal = await downloadCli(cacheFolder, cached);
    if (!refusal) return { path: cached, origin: 'downloaded' };
    say(`  Temporal CLI: no download (${refusal})`);
    await buildCli(cacheFolder, cached, environment);
    return { path: cached, origin: 'built with Go' };
  });
}

async function works(path) {
  if (!isExecutable(path)) return false;
  const { code, output } = await run(path, ['server', 'start-dev', '--help'], { timeoutMs: 20_000 });
  return code === 0 && output.includes('--sqlite-pragma') && output.includes('--search-attribute');
}

async function downloadCli(cacheFolder, target) {
  const { platform, architecture } = releaseTarget();
  const archive = join(cacheFolder, 'temporal.tar.gz');
  const url = `https://temporal.download/cli/archive/latest?platform=${platform}&arch=${architecture}`;
  const refusal = await download(url, archive);
  if (refusal) return refusal;
  const unpacked = await run('tar', ['-xzf', archive, '-C', cacheFolder, 'temporal']);
  rmSync(archive, { force: true });
  if (unpacked.code !== 0) return `the archive could not be unpacked: ${lastLines(unpacked.output, 1)}`;
  chmodSync(target, 0o755);
  return (await works(target)) ? null : 'what was downloaded does not run here';
}

async function buildCli(cacheFolder, target, environment) {
  const go = findOnPath('go', environment.PATH) ?? ['/usr/local/go/bin/go'].find(existsSync);
  if (!go) {
    throw new SetupProblem(
      'The Temporal CLI is not here and could not be downloaded. Install it (https://docs.temporal.io/cli), or install Go so that it\ncan be built, or set TEMPORAL_ADDRESS to a running Temporal server.',
    );
  }
  say('  Temporal CLI: building it with Go; this takes 2 to 4 minutes, once');
  mkdirSync(cacheFolder, { recursive: true });
  const env = { ...environment, GOBIN: cacheFolder, GOFLAGS: '' };
  const { code, output } = await run(go, ['install', goModule], { env, cwd: cacheFolder });
  if (code !== 0 || !(await works(target))) {
    throw new SetupProblem(
      `The Temporal CLI could not be built with Go:\n${lastLines(output)}\nInstall it (https://docs.temporal.io/cli) or set TEMPORAL_ADDRESS.`,
    );
  }
}

const dynamicConfig = { 'frontend.enableServerVersionCheck': false, ...temporalLimits };
/**
 * The development server reads its list of search attributes from its database each time it needs it, 20 times in a purchase; a server in
 * production keeps it for a minute. One partition of each task queue is enough for all that this server can do, and spares
 * passing every third task on from one to another. Together 35 to 28 ms of the server's CPU for a purchase.
 */
const durableConfig = {
  'system.forceSearchAttributesCacheRefreshOnRead': false,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** Starts a private Temporal server with its Web UI, its state in one SQLite file. */
export async function startTemporal({ host, ports, folder, cli, durable }) {
  mkdirSync(join(folder, 'temporal'), { recursive: true, mode: 0o700 });
  const port = await ports.take('temporal');
  const uiPort = await ports.take('temporalUi');
  const address = `127.0.0.1:${port}`;
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--ui-port', `${uiPort}`];
  args.push('--http-port', `${await ports.take('temporalHttp')}`);
  args.push('--metrics-port', `${await ports.take('temporalMetrics')}`);
  const database = join(folder, 'temporal', 'temporal.db');
  args.push('--db-filename', database, '--log-level', 'error');
  // With its default journal SQLite does half the sessions per second.
  args.push('--sqlite-pragma', 'journal_mode=wal');
  args.push('--sqlite-pragma', `synchronous=${durable ? 'normal' : 'off'}`);
  for (const [name, type] of Object.entries(searchAttributeTypes))
    args.push('--search-attribute', `${name}=${type}`);
  for (const [key, value] of Object.entries(durable ? { ...dynamicConfig, ...durableConfig } : dynamicConfig))
    args.push('--dynamic-config-value', `${key}=${value}`);
  let hasNewAttributes = !existsSync(database);
  await host.start({
    name: 'temporal',
    // A larger garbage collection target takes a tenth off the server's CPU; the memory limit keeps it from growing past a gigabyte for it.
    program: { command: cli, args, env: { GOGC: '800', GOMEMLIMIT: '1GiB', ...process.env } },
    ready: async () => {
      const { code, output } = await searchAttributeCommand(cli, address, 'list');
      if (code !== 0) return false;
      const missing = searchAttributes.filter((name) => !new RegExp(`\\b${name}\\b`).test(output));
      // A namespace that an earlier version made keeps the ones it was made with.
      if (missing.length > 0) hasNewAttributes = true;
      for (const name of missing) {
        const type = searchAttributeTypes[name];
        await searchAttributeCommand(cli, address, 'create', '--name', name, '--type', type);
      }
      return missing.length === 0;
    },
  });
  // It would know of them a minute later, and refuse sessions until then.
  if (durable && hasNewAttributes) await host.replace('temporal');
  return { address, uiUrl: `http://127.0.0.1:${uiPort}` };
}

async function searchAttributeCommand(cli, address, command, ...options) {
  const words = ['operator', 'search-attribute', command, '--address', address, '--command-timeout', '5s'];
  return await run(cli, [...words, ...options], { env: withoutTemporalSettings() });
}

/** TEMPORAL_NAMESPACE and the like in the environment are for the worker, not for asking whether the server is up. */
function withoutTemporalSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('TEMPORAL_')));
}
