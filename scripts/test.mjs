import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildOutput } from './buildOutput.mjs';
import { chosenTests } from './chosenTests.mjs';
import { installDependencies } from './dependencies.mjs';
import { checkSystem, startEngines } from './engines/startEngines.mjs';
import { findTestServer } from './engines/testServer.mjs';
import { stopOnSignal } from './interruption.mjs';
import { enginesFolder, repository, stateFolder } from './paths.mjs';
import { rememberedPorts } from './ports.mjs';
import { claimStateFolder } from './processRegistry.mjs';
import { setUpTemporal } from './programs.mjs';
import { reportFailure, say, step } from './progress.mjs';
import { loadSecrets } from './secrets.mjs';
import { createServiceHost } from './serviceHost.mjs';

const usage = `npm test: sets up what the tests need, runs them, and stops it again.

  npm test                          everything
  npm test -- <arguments>           arguments go to jest, for example a path or -t 'a title'
  npm test -- --record-histories    records the workflow histories that later runs replay
  npm run test:model -- --runs N    N random histories of a sale against its model; --seed, --path and --replay-path, as a
                                    failure prints them, show it again
  npm run test:races                the races for seats and money, in the sizes that the service promises, ten to fifteen minutes; small
                                    ones are part of npm test. A name runs one: oneSeat, overlappingSeats, deadline,
                                    oneWallet, oneKey, databaseKilled; --seed N repeats the random choices of a run

PostgreSQL, Redis and Temporal are private to this run, on free ports, and begin empty; they do not touch what npm start keeps.

Environment:
  DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS   use a running server instead of starting one (tests create and drop databases)
  TEMPORAL_CLI, TEMPORAL_TEST_SERVER          paths of these programs
  STACK_DIR, ENGINES_DIR                      as for npm start
  SKIP_BUILD=1                                neither install packages nor build
  JEST_JSON                                   file that jest's results are written to as JSON`;

async function test(args) {
  checkSystem();
  const folder = join(stateFolder(), 'test');
  const registry = await claimStateFolder(folder, 'npm test');
  wipe(folder);
  const host = createServiceHost({ folder, registry, restart: false });
  const stopAll = async () => {
    await host.stop();
    registry.release();
  };
  let jest = null;
  const interruption = stopOnSignal({
    stop: async () => {
      if (jest) await jest.end();
      await stopAll();
    },
    kill: () => {
      jest?.kill();
      host.killAll();
    },
  });
  try {
    const env = await prepare(folder, host);
    jest = startJest(args, env);
    process.exitCode = await jest.exitCode;
  } catch (error) {
    if (!interruption.isUnderWay()) reportFailure(error);
  }
  if (!interruption.isUnderWay()) {
    await stopAll();
    process.exit();
  }
}

/** Ports stay: nothing else of an earlier run is wanted. */
function wipe(folder) {
  const kept = ['pids.json', 'ports.json'];
  for (const name of readdirSync(folder).filter((entry) => !kept.includes(entry)))
    if (name !== 'postgres-folder.json') rmSync(join(folder, name), { recursive: true, force: true });
}

async function prepare(folder, host) {
  say('Setting up for the tests');
  const cacheFolder = enginesFolder();
  const skipBuild = process.env.SKIP_BUILD === '1';
  if (!skipBuild) await installDependencies();
  let testServer;
  await step('Temporal test server', async () => {
    testServer = await findTestServer(cacheFolder);
    return testServer.origin;
  });
  const engines = await startEngines({
    host,
    folder,
    cacheFolder,
    ports: rememberedPorts(folder),
    secrets: loadSecrets(folder),
    durable: false,
    database: 'postgres',
    redisDatabases: 512,
  });
  if (!skipBuild) await buildOutput();
  const { logsFolder } = host;
  if (process.env.TEMPORAL_ADDRESS)
    await step('Search attributes', () => setUpTemporal({ env: process.env, logsFolder }));
  return {
    ...process.env,
    DATABASE_URL: engines.databaseUrl,
    REDIS_URL: engines.redisUrl,
    TEMPORAL_ADDRESS: engines.temporalAddress,
    TEMPORAL_TEST_SERVER: testServer.path,
    ...(engines.temporalCli ? { TEMPORAL_CLI: engines.temporalCli } : {}),
  };
}

function startJest(args, env) {
  const { args: chosen, env: chosenEnv } = chosenTests(args);
  const limited = chosen.some((argument) => /^(--maxWorkers|-w|--runInBand|-i$)/.test(argument));
  const results = process.env.JEST_JSON ? ['--json', `--outputFile=${process.env.JEST_JSON}`] : [];
  const program = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(
    process.execPath,
    [program, ...(limited ? [] : ['--maxWorkers=2']), ...results, ...chosen],
    {
      cwd: repository,
      stdio: 'inherit',
      env: { ...env, ...chosenEnv },
    },
  );
  const exitCode = new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return {
    exitCode,
    async end() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exitCode;
      clearTimeout(timer);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) say(usage);
else await test(args).catch(reportFailure);
