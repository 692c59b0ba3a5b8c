import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mustRun } from '../commands.mjs';
import { repository } from '../paths.mjs';
import { step } from '../progress.mjs';
import { findGoProgram } from './goPrograms.mjs';
import { dynamicConfigFile } from './temporalLimits.mjs';
import { startTemporalUi } from './temporalUi.mjs';

/** Cannot be changed once there is data. docker-compose.yml says the same. */
export const historyShards = 128;

/** Temporal's own databases, with the schema that each has. */
const databases = { temporal: 'temporal', temporal_visibility: 'visibility' };

/**
 * Starts Temporal's real server, all four services in one process, with its databases on the PostgreSQL server of `databaseUrl`, and its Web
 * UI. Their schemas are brought up to date first.
 */
export async function startTemporalServer({ host, ports, folder, cacheFolder, environment, databaseUrl }) {
  const server = await findGoProgram('temporalServer', cacheFolder, environment);
  const tool = await findGoProgram('temporalSqlTool', cacheFolder, environment);
  const ui = await findGoProgram('temporalUi', cacheFolder, environment);
  const home = join(folder, 'temporal-server');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await step("Temporal's databases", () => prepareDatabases(tool.path, databaseUrl));

  const taken = {};
  for (const name of ['frontend', 'history', 'matching', 'worker'])
    taken[name] = {
      grpcPort: await ports.take(`temporal-${name}`),
      membershipPort: await ports.take(`temporal-${name}-members`),
    };
  taken.frontend.httpPort = await ports.take('temporal-http');
  const metricsPort = await ports.take('temporal-metrics');
  const limits = join(home, 'limits.yaml');
  writeFileSync(limits, dynamicConfigFile());
  const settings = serverSettings({ databaseUrl, services: taken, metricsPort, limits });
  // JSON is YAML. The database's password is in it.
  writeFileSync(join(home, 'server.yaml'), JSON.stringify(settings, null, 2), { mode: 0o600 });

  const address = `127.0.0.1:${taken.frontend.grpcPort}`;
  await host.start({
    name: 'temporal',
    program: {
      command: server.path,
      args: ['--root', home, '--config', '.', '--env', 'server', '--allow-no-auth', 'start'],
      env: { ...process.env, GOGC: '400', GOMEMLIMIT: '1GiB' },
    },
    ready: () => serves(address),
    stopTimeoutMs: 20_000,
    readyTimeoutMs: 120_000,
  });
  const uiUrl = await startTemporalUi({ host, ports, folder, program: ui.path, address, environment });
  return { temporalAddress: address, temporalUiUrl: uiUrl, origin: server.origin };
}

/** Creates what is missing and updates what is old; safe to repeat. */
async function prepareDatabases(tool, databaseUrl) {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const { Client } = createRequire(join(repository, 'package.json'))('pg');
  for (const [database, schema] of Object.entries(databases)) {
    // The password is not an argument: those can be seen by everybody on the machine.
    const env = { ...process.env, SQL_PASSWORD: decodeURIComponent(password) };
    const common = ['--plugin', 'postgres12', '--ep', hostname, '-p', port || '5432'];
    common.push('-u', decodeURIComponent(username), '--db', database);
    const run = (...args) => mustRun(`Temporal's database ${database}`, tool, [...common, ...args], { env });
    const isThere = async (query, values, url = databaseUrl) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(query, values)).rowCount > 0;
      } finally {
        await client.end();
      }
    };
    if (!(await isThere('SELECT 1 FROM pg_database WHERE datname = $1', [database])))
      await run('create-database');
    const own = new URL(databaseUrl);
    own.pathname = `/${database}`;
    // Setting up again would set the version back to nothing.
    const versioned = "SELECT 1 FROM pg_tables WHERE tablename = 'schema_version' AND schemaname = 'public'";
    if (!(await isThere(versioned, [], own.href))) await run('setup-schema', '-v', '0.0');
    await run('update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
}

function serverSettings({ databaseUrl, services, metricsPort, limits }) {
  const { host, username, password } = new URL(databaseUrl);
  const store = (databaseName, maxConns) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: host.includes(':') ? host : `${host}:5432`,
      connectProtocol: 'tcp',
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const frontend = `127.0.0.1:${services.frontend.grpcPort}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: historyShards,
      datastores: { default: store('temporal', 20), visibility: store('temporal_visibility', 10) },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      metrics: { prometheus: { timerType: 'histogram', listenAddress: `127.0.0.1:${metricsPort}` } },
    },
    services: Object.fromEntries(
      Object.entries(services).map(([name, rpc]) => [name, { rpc: { ...rpc, bindOnLocalHost: true } }]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    namespaceDefaults: {
      archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    },
    publicClient: { hostPort: frontend },
    dynamicConfigClient: { filepath: limits, pollInterval: '10s' },
  };
}

/** Whether the server says that it serves; its services find one another some seconds after it listens. */
async function serves(address) {
  const { Connection } = createRequire(join(repository, 'package.json'))('@temporalio/client');
  let connection;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2_000 });
    await connection.workflowService.listNamespaces({ pageSize: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
