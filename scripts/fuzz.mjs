import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bringUp } from './bringUp.mjs';
import { checkSystem } from './engines/startEngines.mjs';
import { stopOnSignal } from './interruption.mjs';
import { enginesFolder, repository, stateFolder } from './paths.mjs';
import { claimStateFolder } from './processRegistry.mjs';
import { SetupProblem, reportFailure, say, step } from './progress.mjs';
import { findSchemathesis } from './schemathesis.mjs';
import { createServiceHost } from './serviceHost.mjs';
import { stackFile } from './stackFile.mjs';

const usage = `npm run test:fuzz: schemathesis sends to a private stack what the OpenAPI document allows and what it does not, and compares
the answers with the document. It ends with 1 when one is a 5xx, has a status or a form that is not documented, or lets through what it should refuse.

  npm run test:fuzz                          examples, edge cases, random and stateful cases for ten minutes
  npm run test:fuzz -- --cases N --seed N    N random cases per call instead of 50; the random choices of an earlier run
  npm run test:fuzz -- --max-time N          at most N seconds of it instead of 600; a longer time means more cases
  Other options go to schemathesis, for example --include-path /v1/session/hold or --phases coverage

It needs Python 3.10 or later with venv; schemathesis is installed into a folder of its own.
Environment: as for npm test; STACK_DIR and ENGINES_DIR.`;

/** Always private engines: what it creates by the thousand is wanted by nobody. Limits are a matter of other tests. */
const environment = {
  ...process.env,
  DATABASE_URL: '',
  REDIS_URL: '',
  TEMPORAL_ADDRESS: '',
  HOST: '',
  PORT: '0',
  RATE_LIMIT_PER_ADDRESS: '0',
  RATE_LIMIT_PER_USER: '0',
  RATE_LIMIT_JOINS: '0',
  RATE_LIMIT_HOLDS: '0',
};

async function fuzz(args) {
  checkSystem();
  const folder = join(stateFolder(), 'fuzz');
  const registry = await claimStateFolder(folder, 'npm run test:fuzz');
  const host = createServiceHost({ folder, registry, restart: false });
  let fuzzer = null;
  const stopAll = async () => {
    fuzzer?.kill('SIGTERM');
    await host.stop();
    stackFile(folder).remove();
    registry.release();
  };
  const interruption = stopOnSignal({
    stop: stopAll,
    kill: () => {
      fuzzer?.kill('SIGKILL');
      host.killAll();
    },
  });
  try {
    let program;
    await step('schemathesis', async () => {
      program = await findSchemathesis(enginesFolder());
    });
    const stack = await bringUp({ folder, host, stack: stackFile(folder), durable: false, environment });
    fuzzer = startFuzzer(program, stack, folder, args);
    process.exitCode = await new Promise((resolve) => {
      fuzzer.once('error', () => resolve(2));
      fuzzer.once('exit', (code) => resolve(code ?? 2));
    });
  } catch (error) {
    if (!interruption.isUnderWay()) reportFailure(error);
  }
  if (!interruption.isUnderWay()) {
    await stopAll();
    process.exit();
  }
}

function startFuzzer(program, { apiUrl, adminKey }, folder, args) {
  const rest = args.filter((argument) => argument !== '--');
  const cases = takeOption(rest, '--cases') ?? '50';
  const seconds = takeOption(rest, '--max-time') ?? '600';
  const seed = takeOption(rest, '--seed') ?? String(Math.floor(Math.random() * 2 ** 31));
  say(
    `\n${cases} random cases per call; the same again: npm run test:fuzz -- --cases ${cases} --seed ${seed}\n`,
  );
  const tests = join(repository, 'test', 'fuzz');
  return spawn(
    program,
    [
      ...['--config-file', join(tests, 'schemathesis.toml'), 'run', `${apiUrl}/openapi.json`],
      ...['--max-examples', cases, '--max-time', seconds, '--seed', seed],
      ...['--report-json-path', join(folder, 'report.json')],
      ...rest,
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: 'fuzzHooks',
        PYTHONPATH: tests,
        PYTHONDONTWRITEBYTECODE: '1',
        FUZZ_API_URL: apiUrl,
        FUZZ_ADMIN_KEY: adminKey,
        FUZZ_SEED: seed,
      },
    },
  );
}

function takeOption(args, name) {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const [, value] = args.splice(at, 2);
  if (!/^\d+$/.test(value ?? '')) throw new SetupProblem(`${name} needs a whole number`);
  return value;
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) say(usage);
else await fuzz(args).catch(reportFailure);
