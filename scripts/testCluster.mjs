import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildOutput } from './buildOutput.mjs';
import { installDependencies } from './dependencies.mjs';
import { checkSystem } from './engines/startEngines.mjs';
import { findGoProgram, goPrograms } from './engines/goPrograms.mjs';
import { endCommandsOnSignal } from './interruption.mjs';
import { enginesFolder, repository } from './paths.mjs';
import { reportFailure, say, step } from './progress.mjs';

const usage = `npm run test:cluster: starts npm run start:cluster in a folder of its own, and tests it: a purchase at the one address, event streams, limits
of requests, a rolling restart and a killed API while fans buy, stopping and starting again. 3 to 5 minutes, and 10 to 20 more the first
time, for Go. It is no part of npm test, which must do without Go. Arguments after -- go to jest.

Environment: ENGINES_DIR, SKIP_BUILD=1 as for npm start; TEMPORAL_SERVER and the like as for npm run start:cluster.`;

async function testCluster(args) {
  checkSystem();
  const interruption = endCommandsOnSignal();
  if (process.env.SKIP_BUILD !== '1') {
    await installDependencies();
    await buildOutput();
  }
  for (const [key, { title }] of Object.entries(goPrograms))
    await step(title, async () => (await findGoProgram(key, enginesFolder())).origin);
  interruption.release();
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, '--config', 'jest.cluster.config.cjs', ...args], {
    cwd: repository,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

const args = process.argv.slice(2).filter((argument) => argument !== '--');
if (args.includes('--help') || args.includes('-h')) say(usage);
else await testCluster(args).catch(reportFailure);
