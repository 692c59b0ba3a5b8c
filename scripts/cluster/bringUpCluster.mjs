import { buildOutput } from '../buildOutput.mjs';
import { installDependencies } from '../dependencies.mjs';
import { startBalancer } from '../engines/balancer.mjs';
import { findGoProgram } from '../engines/goPrograms.mjs';
import { startEngines } from '../engines/startEngines.mjs';
import { startTemporalServer } from '../engines/temporalServer.mjs';
import { enginesFolder } from '../paths.mjs';
import { rememberedPorts } from '../ports.mjs';
import { runToEnd, setUpTemporal, startApi, startWorker } from '../programs.mjs';
import { SetupProblem, say, step } from '../progress.mjs';
import { loadSecrets } from '../secrets.mjs';
import { programEnvironment } from '../stackFile.mjs';
import { rollingRestart } from './rollingRestart.mjs';
import { serveSupervisor } from './supervisor.mjs';

/** Temporal keeps up to 30 connections for each of its services, each program of ours DATABASE_POOL_SIZE and a few. */
const databaseConnections = 300;
/** Three times as long as the balancer takes between two looks at an API's health. */
const drainSeconds = '3';

/**
 * Starts the production shape: PostgreSQL, Redis, Temporal's server with its Web UI, several workers and APIs, and a balancer.
 * Parameters are those of bringUp.
 * @returns {Promise<Omit<import('../stackFile.mjs').Stack, 'processes'> & { apiUrls: string[] }>}
 */
export async function bringUpCluster({ folder, host, stack, durable, environment = process.env }) {
  say('Setting up');
  const apis = countOf('API_PROCESSES', environment);
  const workers = countOf('WORKER_PROCESSES', environment);
  const skipBuild = environment.SKIP_BUILD === '1';
  if (!skipBuild) await installDependencies();
  const secrets = loadSecrets(folder);
  const ports = rememberedPorts(folder);
  const cacheFolder = enginesFolder();
  let balancer;
  await step('Load balancer', async () => {
    balancer = await findGoProgram('balancer', cacheFolder, environment);
    return balancer.origin;
  });
  const engines = await startEngines({
    host,
    folder,
    cacheFolder,
    ports,
    secrets,
    durable,
    database: 'concert_sessions',
    maxConnections: databaseConnections,
    startServer: startTemporalServer,
    environment,
  });
  if (!skipBuild) await buildOutput();

  const listenHost = environment.HOST || '127.0.0.1';
  const port = await ports.takeForApi(environment.PORT, listenHost);
  const apiUrl = `http://${['0.0.0.0', '::'].includes(listenHost) ? '127.0.0.1' : listenHost}:${port}`;
  const { temporalAddress, temporalUiUrl, databaseUrl, redisUrl } = engines;
  const adminKeys = environment.ADMIN_KEY || secrets.adminKey;
  // Tools use one key; of several the first.
  const adminKey = adminKeys.split(',')[0].trim();
  const apiPorts = await portsOf('api', apis, ports);
  const workerPorts = await portsOf('worker', workers, ports);
  const urls = (numbers) => numbers.map((own) => `http://127.0.0.1:${own}`);
  const apiUrls = urls(apiPorts);
  const metricsUrls = [...apiUrls, ...urls(workerPorts)].map((url) => `${url}/metrics`);
  const addresses = {
    ...{ apiUrl, apiUrls, temporalAddress, temporalUiUrl, databaseUrl, redisUrl, adminKey, metricsUrls },
  };
  const env = {
    ...programEnvironment(addresses, secrets, environment),
    ADMIN_KEY: adminKeys,
    HOST: '127.0.0.1',
    // The balancer is the one proxy in front, unless there is another before it.
    TRUST_PROXY: environment.TRUST_PROXY || '1',
    DRAIN_SECONDS: environment.DRAIN_SECONDS || drainSeconds,
  };
  const logsFolder = host.logsFolder;
  await step('Namespace and search attributes', () => setUpTemporal({ env, logsFolder }));
  await step('Migrations', () => runToEnd('persistence/migrate', { name: 'migrate', env, logsFolder }));
  await step('Sample data', () => runToEnd('persistence/seed', { name: 'seed', env, logsFolder }));

  const upstreams = apiPorts.map((own) => `127.0.0.1:${own}`);

  // From here on stack.json exists, and follows every restart.
  let serving = false;
  const writeStack = () => {
    const processes = host.services.filter(({ pid }) => pid).map(({ name, pid }) => ({ name, pid }));
    if (serving) stack.write({ ...addresses, processes });
  };
  host.onStart(writeStack);
  await step('Workers', async () => {
    const start = (name, at) => startWorker(host, { ...env, WORKER_PORT: String(workerPorts[at]) }, name);
    await Promise.all(numbered('worker', workers).map(start));
  });
  await step('APIs', async () => {
    const start = (name, at) => startApi(host, { ...env, PORT: String(apiPorts[at]) }, apiUrls[at], name);
    await Promise.all(numbered('api', apis).map(start));
  });
  const { path: program } = balancer;
  await step('Balancer', () =>
    startBalancer({ host, folder, program, listenHost, port, upstreams, url: apiUrl }),
  );
  serving = true;
  writeStack();
  serveSupervisor(folder, (request, tell) =>
    rollingRestart(host, request.kinds, (line) => {
      say(line);
      tell(line);
    }),
  );
  return addresses;
}

const numbered = (kind, count) => Array.from({ length: count }, (_, at) => `${kind}-${at + 1}`);

async function portsOf(kind, count, ports) {
  const taken = [];
  for (const name of numbered(kind, count)) taken.push(await ports.take(name));
  return taken;
}

function countOf(key, environment) {
  const count = Number(environment[key] || 2);
  if (Number.isInteger(count) && count >= 1 && count <= 16) return count;
  throw new SetupProblem(`${key} must be a whole number from 1 to 16.`);
}
