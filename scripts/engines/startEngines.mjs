import { SetupProblem, step } from '../progress.mjs';
import { findRedis, startRedis } from './redis.mjs';
import { startPostgres } from './postgres.mjs';
import { findTemporalCli, startTemporal } from './temporal.mjs';

/** Temporal's development server: one program, its state in a SQLite file. */
async function startDevelopmentServer({ cacheFolder, environment, ...common }) {
  const cli = await findTemporalCli(cacheFolder, environment);
  const { address, uiUrl } = await startTemporal({ ...common, cli: cli.path });
  return { temporalAddress: address, temporalUiUrl: uiUrl, temporalCli: cli.path, origin: cli.origin };
}

/**
 * Finds or fetches the engines and starts a private one of each, except those whose address the environment gives (DATABASE_URL, REDIS_URL,
 * TEMPORAL_ADDRESS), which are used as they are: setUpTemporal makes what such a server lacks. The packages must be installed.
 * @param {object} options
 * @param {ReturnType<import('../serviceHost.mjs').createServiceHost>} options.host
 * @param {string} options.folder the state folder
 * @param {string} options.cacheFolder where fetched programs are
 * @param {ReturnType<import('../ports.mjs').rememberedPorts>} options.ports
 * @param {ReturnType<import('../secrets.mjs').loadSecrets>} options.secrets
 * @param {boolean} options.durable false for tests: data is wiped first and not forced to disk
 * @param {string} options.database the PostgreSQL database to have ready
 * @param {number} [options.redisDatabases]
 * @param {number} [options.maxConnections] of a private PostgreSQL
 * @param {typeof startDevelopmentServer} [options.startServer] what starts Temporal, when PostgreSQL runs; it is given `databaseUrl`, too
 * @returns {Promise<{ databaseUrl: string, redisUrl: string, temporalAddress: string, temporalUiUrl: string | null, temporalCli: string | null }>}
 */
export async function startEngines({
  host,
  folder,
  cacheFolder,
  ports,
  secrets,
  durable,
  database,
  redisDatabases,
  maxConnections,
  startServer = startDevelopmentServer,
  environment = process.env,
}) {
  const engines = {
    databaseUrl: environment.DATABASE_URL || null,
    redisUrl: environment.REDIS_URL || null,
    temporalAddress: environment.TEMPORAL_ADDRESS || null,
    temporalUiUrl: null,
    temporalCli: null,
  };
  const common = { host, ports, folder, durable };

  await step('PostgreSQL', async () => {
    if (engines.databaseUrl) return 'the one in DATABASE_URL';
    const password = secrets.postgresPassword;
    const { url, origin } = await startPostgres({ ...common, password, database, maxConnections });
    engines.databaseUrl = url;
    return origin;
  });

  await step('Redis', async () => {
    if (engines.redisUrl) return 'the one in REDIS_URL';
    const { path, origin } = await findRedis(environment);
    const password = secrets.redisPassword;
    const { url } = await startRedis({ ...common, password, program: path, databases: redisDatabases });
    engines.redisUrl = url;
    return origin;
  });

  await step('Temporal', async () => {
    if (engines.temporalAddress) {
      engines.temporalUiUrl = environment.TEMPORAL_UI_URL || null;
      return 'the one at TEMPORAL_ADDRESS';
    }
    const { databaseUrl } = engines;
    const { origin, ...started } = await startServer({ ...common, cacheFolder, environment, databaseUrl });
    Object.assign(engines, started);
    return origin;
  });

  return engines;
}

/** The systems on which the engines can be started this way. */
export function checkSystem() {
  if (process.platform === 'win32')
    throw new SetupProblem('Windows itself is not supported: use WSL, or docker-compose.yml.');
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupProblem(
      `Node ${process.versions.node} is too old: 20.19 or later is needed, 24 is recommended.`,
    );
}
