import { join } from 'node:path';
import { buildOutput } from './buildOutput.mjs';
import { installDependencies } from './dependencies.mjs';
import { checkSystem, startEngines } from './engines/startEngines.mjs';
import { stopOnSignal } from './interruption.mjs';
import { enginesFolder, stateFolder } from './paths.mjs';
import { rememberedPorts } from './ports.mjs';
import { claimStateFolder } from './processRegistry.mjs';
import { reportFailure, say, secondsSince, step } from './progress.mjs';
import { runToEnd, startApi, startWorker } from './programs.mjs';
import { loadSecrets } from './secrets.mjs';
import { createServiceHost } from './serviceHost.mjs';
import { programEnvironment, stackFile } from './stackFile.mjs';

const usage = `npm start: sets everything up, runs it until Ctrl-C, and keeps its data for the next time.

It installs the packages, finds or fetches PostgreSQL, Redis and Temporal, starts private ones on free ports of 127.0.0.1,
builds, migrates, adds sample data, and starts the worker and the API.

Environment:
  PORT              port of the API (0: any free one; default: 3000 or the next free one)
  STACK_DIR         where data, logs, secrets and stack.json are (default: .local)
  ENGINES_DIR       where fetched programs are kept (default: .local/engines in the repository)
  DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS   use a running server instead of starting one
  TEMPORAL_CLI      path of the Temporal CLI to use
  SKIP_BUILD=1      neither install packages nor build
  and everything in README's configuration table, for example HOLD_SECONDS=20`;

async function start() {
  const begin = Date.now();
  checkSystem();
  const folder = stateFolder();
  const registry = await claimStateFolder(folder, 'npm start');
  const stack = stackFile(folder);
  stack.remove();
  const host = createServiceHost({ folder, registry, restart: true });
  const stopAll = async () => {
    await host.stop();
    stack.remove();
    registry.release();
  };
  const interruption = stopOnSignal({
    stop: () => stopAll().then(() => say('Stopped; the data is kept.')),
    kill: () => {
      host.killAll();
      stack.remove();
    },
  });

  try {
    const running = await bringUp({ folder, host, stack });
    say(summary(running, folder, secondsSince(begin)));
  } catch (error) {
    if (interruption.isUnderWay()) return;
    reportFailure(error);
    await stopAll();
    process.exit();
  }
}

async function bringUp({ folder, host, stack }) {
  say('Setting up');
  const skipBuild = process.env.SKIP_BUILD === '1';
  if (!skipBuild) await installDependencies();
  const secrets = loadSecrets(folder);
  const ports = rememberedPorts(folder);
  const engines = await startEngines({
    host,
    folder,
    cacheFolder: enginesFolder(),
    ports,
    secrets,
    durable: true,
    database: 'concert_sessions',
  });
  if (!skipBuild) await buildOutput();

  const bindHost = process.env.HOST || '127.0.0.1';
  const port = await ports.takeForApi(process.env.PORT, bindHost);
  const apiUrl = `http://${['0.0.0.0', '::'].includes(bindHost) ? '127.0.0.1' : bindHost}:${port}`;
  const { temporalAddress, temporalUiUrl, databaseUrl, redisUrl } = engines;
  const adminKeys = process.env.ADMIN_KEY || secrets.adminKey;
  // Tools use one key; of several the first.
  const adminKey = adminKeys.split(',')[0].trim();
  const addresses = { apiUrl, temporalAddress, temporalUiUrl, databaseUrl, redisUrl, adminKey };
  const env = { ...programEnvironment(addresses, secrets), ADMIN_KEY: adminKeys, PORT: String(port) };
  const logsFolder = host.logsFolder;

  await step('Migrations', () => runToEnd('persistence/migrate', { name: 'migrate', env, logsFolder }));
  await step('Sample data', () => runToEnd('persistence/seed', { name: 'seed', env, logsFolder }));

  // From here on stack.json exists, and follows every restart.
  let serving = false;
  const writeStack = () => {
    const processes = host.services.filter(({ pid }) => pid).map(({ name, pid }) => ({ name, pid }));
    if (serving) stack.write({ ...addresses, processes });
  };
  host.onStart(writeStack);
  await step('Worker', async () => void (await startWorker(host, env)));
  await step('API', async () => void (await startApi(host, env, apiUrl)));
  serving = true;
  writeStack();
  return addresses;
}

function summary({ apiUrl, temporalUiUrl }, folder, took) {
  return `
Ready after ${took}.

  API               ${apiUrl}
  Documentation     ${apiUrl}/docs
  Temporal Web UI   ${temporalUiUrl ?? 'the one of the server at TEMPORAL_ADDRESS'}
  Logs              ${join(folder, 'logs')}
  Addresses, keys   ${join(folder, 'stack.json')}
  Data              ${folder} (kept; remove the folder to begin anew)

Try in another terminal: npm run demo
Stop with Ctrl-C.
`;
}

if (process.argv.includes('--help') || process.argv.includes('-h')) say(usage);
else await start().catch(reportFailure);
