import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository, stateFolder } from './paths.mjs';
import { SetupProblem, reportFailure, say } from './progress.mjs';
import { loadSecrets } from './secrets.mjs';
import { programEnvironment, stackFile } from './stackFile.mjs';

const usage = `node scripts/run.mjs [--bench] <module> [arguments]: runs a compiled program against the running stack.

  node scripts/run.mjs operations/audit         dist/src/operations/audit.js
  node scripts/run.mjs --bench purchases 200    dist/bench/purchases.js, with the argument 200

The program gets the stack's configuration (DATABASE_URL and so on), API_URL, TEMPORAL_UI_URL, and STACK, the path of stack.json. Those of
replay/ and the benchmark of replay run without a stack as well, on files or on another server: an address in the environment is not replaced for them.
Environment: STACK_DIR, where the stack was started with it.`;

function givenAddresses() {
  const given = ['TEMPORAL_ADDRESS', 'DATABASE_URL'].filter((key) => process.env[key]);
  return Object.fromEntries(given.map((key) => [key, process.env[key]]));
}

function runProgram(args) {
  const folder = stateFolder();
  const file = stackFile(folder);
  const stack = file.read();
  const bench = args[0] === '--bench';
  const [module, ...rest] = bench ? args.slice(1) : args;
  const standsAlone = bench ? module === 'replay' : Boolean(module?.startsWith('replay/'));
  // A program explains itself without a stack.
  if (!stack && !standsAlone && !rest.includes('--help'))
    throw new SetupProblem(`No stack is running (there is no ${file.path}). Start one first: npm start`);
  const program = join(repository, 'dist', bench ? 'bench' : 'src', `${module}.js`);
  if (!module || !existsSync(program))
    throw new SetupProblem(`There is no ${program}. Is the name right, and is it built (npm run build)?`);
  const env = stack
    ? {
        ...programEnvironment(stack, loadSecrets(folder)),
        STACK: file.path,
        API_URL: stack.apiUrl,
        ...(stack.temporalUiUrl ? { TEMPORAL_UI_URL: stack.temporalUiUrl } : {}),
        PORT: new URL(stack.apiUrl).port,
        ...(standsAlone ? givenAddresses() : {}),
      }
    : process.env;
  const child = spawn(process.execPath, [program, ...rest], { stdio: 'inherit', env });
  // The terminal sends Ctrl-C to the program as well: this waits for it to finish in its own way.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // Killed by a signal, it could not do its work.
  child.once('exit', (code) => process.exit(code ?? 2));
}

const args = process.argv.slice(2);
const first = args[0];
if (first === undefined || first === '--help' || first === '-h') say(usage);
else {
  try {
    runProgram(args);
  } catch (error) {
    reportFailure(error);
    // As the programs themselves say that they could not do their work; 1 is what they found.
    process.exitCode = 2;
  }
}
