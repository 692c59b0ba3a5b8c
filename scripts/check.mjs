import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { run } from './commands.mjs';
import { installDependencies } from './dependencies.mjs';
import { endCommandsOnSignal } from './interruption.mjs';
import { repository } from './paths.mjs';
import { SetupProblem, reportFailure, say, step } from './progress.mjs';

const usage = `npm run check: everything that CI asks: formatting, lint, types, the OpenAPI document, then all tests (npm test, with replay).
Arguments after -- go to jest. Environment: as for npm test.`;

/** The quick checks all run even when one fails, so that one run tells everything that they have to say. */
async function check(args) {
  say('Checking');
  const interruption = endCommandsOnSignal();
  await installDependencies();
  const failed = [];
  for (const [title, script] of [
    ['Formatting', 'format:check'],
    ['Lint', 'lint'],
    ['Types', 'types'],
    ['OpenAPI document', 'openapi:lint'],
  ]) {
    await step(title, async () => {
      const { code, output } = await run('npm', ['run', '--silent', script], { cwd: repository });
      if (code === 0) return;
      say(output.trimEnd());
      failed.push(script);
      return 'failed';
    });
  }
  if (failed.length > 0)
    throw new SetupProblem(
      `Failed: ${failed.join(', ')}. The tests were not run. (npm run format mends formatting.)`,
    );
  interruption.release();
  process.exitCode = await runTests(args);
}

/** A terminal's Ctrl-C reaches the tests' script by itself; other signals are passed on. */
function runTests(args) {
  const child = spawn(process.execPath, [join(repository, 'scripts', 'test.mjs'), ...args], {
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) say(usage);
else await check(args).catch(reportFailure);
