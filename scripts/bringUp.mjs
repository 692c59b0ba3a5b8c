import { buildOutput } from './buildOutput.mjs';
import { installDependencies } from './dependencies.mjs';
import { startEngines } from './engines/startEngines.mjs';
import { enginesFolder } from './paths.mjs';
import { rememberedPorts } from './ports.mjs';
import { say, step } from './progress.mjs';
import { runToEnd, setUpTemporal, startApi, startWorker } from './programs.mjs';
import { loadSecrets } from './secrets.mjs';
import { programEnvironment } from './stackFile.mjs';

/**
 * Starts everything that a stack is made of: engines, worker and API, with the sample data.
 * @param {object} options
 * @param {string} options.folder the state folder
 * @param {ReturnType<import('./serviceHost.mjs').createServiceHost>} options.host
 * @param {ReturnType<import('./stackFile.mjs').stackFile>} options.stack written when it serves, and at each restart of a program
 * @param {boolean} options.durable false: it begins empty, and nothing is forced to disk
 * @param {NodeJS.ProcessEnv} [options.environment]
 * @returns {Promise<Omit<import('./stackFile.mjs').Stack, 'processes'>>}
 */
export async function bringUp({ folder, host, stack, durable, environment = process.env }) {
  say('Setting up');
  const skipBuild = environment.SKIP_BUILD === '1';
  if (!skipBuild) await installDependencies();
  const secrets = loadSecrets(folder);
  const ports = rememberedPorts(folder);
  const engines = await startEngines({
    host,
    folder,
    cacheFolder: enginesFolder(),
    ports,
    secrets,
    durable,
    database: 'concert_sessions',
    environment,
  });
  if (!skipBuild) await buildOutput();

  const bindHost = environment.HOST || '127.0.0.1';
  const port = await ports.takeForApi(environment.PORT, bindHost);
  const hostname = ['0.0.0.0', '::'].includes(bindHost) ? '127.0.0.1' : bindHost;
  const apiUrl = `http://${hostname}:${port}`;
  const { temporalAddress, temporalUiUrl, databaseUrl, redisUrl } = engines;
  const adminKeys = environment.ADMIN_KEY || secrets.adminKey;
  // Tools use one key; of several the first.
  const adminKey = adminKeys.split(',')[0].trim();
  const workerPort = environment.WORKER_PORT || String(await ports.take('worker'));
  const metricsUrls = [apiUrl, ...(workerPort === '0' ? [] : [`http://${hostname}:${workerPort}`])].map(
    (url) => `${url}/metrics`,
  );
  const addresses = { apiUrl, temporalAddress, temporalUiUrl, databaseUrl, redisUrl, adminKey, metricsUrls };
  const env = {
    ...programEnvironment(addresses, secrets, environment),
    ADMIN_KEY: adminKeys,
    PORT: String(port),
    WORKER_PORT: workerPort,
  };
  const logsFolder = host.logsFolder;

  if (environment.TEMPORAL_ADDRESS)
    await step('Namespace and search attributes', () => setUpTemporal({ env, logsFolder }));
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
