import { join } from 'node:path';
import { bringUp } from './bringUp.mjs';
import { keepRunning } from './keepRunning.mjs';
import { stateFolder } from './paths.mjs';
import { reportFailure, say } from './progress.mjs';

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

const folder = stateFolder();

function summary({ apiUrl, temporalUiUrl, metricsUrls }, took) {
  return `
Ready after ${took}.

  API               ${apiUrl}
  Documentation     ${apiUrl}/docs
  Temporal Web UI   ${temporalUiUrl ?? 'the one of the server at TEMPORAL_ADDRESS'}
  Metrics           ${metricsUrls.join('  ')}
  Logs              ${join(folder, 'logs')}
  Addresses, keys   ${join(folder, 'stack.json')}
  Data              ${folder} (kept; remove the folder to begin anew)

Try in another terminal: npm run demo
Stop with Ctrl-C.
`;
}

if (process.argv.includes('--help') || process.argv.includes('-h')) say(usage);
else await keepRunning({ title: 'npm start', folder, bringUp, summary }).catch(reportFailure);
