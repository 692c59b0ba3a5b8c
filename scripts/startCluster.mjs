import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringUpCluster } from './cluster/bringUpCluster.mjs';
import { keepRunning } from './keepRunning.mjs';
import { clusterFolder } from './paths.mjs';
import { SetupProblem, reportFailure, say } from './progress.mjs';

const usage = `npm run start:cluster: the production shape on one machine, without Docker, until Ctrl-C; its data is kept.

Temporal's real server on PostgreSQL with its Web UI, two API and two worker processes, and a load balancer (Caddy) as their one address.
Temporal's server, its Web UI and the balancer are built with Go where they are not on the PATH: 10 to 20 minutes, once. Everything else is
as for npm start. The state is in .local/cluster: the other commands find it with STACK_DIR=.local/cluster, such as
STACK_DIR=.local/cluster npm run bench.

  npm run restart:cluster    restarts workers and APIs one after another; nothing is lost

Environment:
  PORT                       port of the one address (0: any free one; default: 3000 or the next free one)
  STACK_DIR                  where data, logs, secrets and stack.json are (default: .local/cluster)
  API_PROCESSES, WORKER_PROCESSES   how many of each (2)
  DRAIN_SECONDS              for how long an API that stops says so before it takes no more connections (3)
  TEMPORAL_ADDRESS           a server, or Temporal Cloud, instead of starting one; with TEMPORAL_API_KEY or TEMPORAL_TLS_… as it asks
  TEMPORAL_RETENTION_DAYS    for how long Temporal keeps what has ended (7)
  DATABASE_URL, REDIS_URL    running servers instead of private ones; Temporal's databases are made on that PostgreSQL server, too
  TEMPORAL_SERVER, TEMPORAL_SQL_TOOL, TEMPORAL_UI_SERVER, CADDY   paths of these programs
  ENGINES_DIR, SKIP_BUILD=1  as for npm start
  and everything in README's configuration table, for example HOLD_SECONDS=20`;

const folder = clusterFolder();

function summary({ apiUrl, apiUrls, temporalUiUrl }, took) {
  return `
Ready after ${took}.

  One address       ${apiUrl}, for ${apiUrls.join(' and ')}
  Documentation     ${apiUrl}/docs
  Temporal Web UI   ${temporalUiUrl ?? 'the one of the server at TEMPORAL_ADDRESS'}
  Logs              ${join(folder, 'logs')}
  Addresses, keys   ${join(folder, 'stack.json')}
  Data              ${folder} (kept; remove the folder to begin anew)

Restart all APIs and workers, one after another: npm run restart:cluster
Stop with Ctrl-C.
`;
}

async function start() {
  // The two know different workflows: each would take the sessions of the other for lost.
  if (existsSync(join(folder, 'temporal', 'temporal.db')))
    throw new SetupProblem(
      `${folder} holds the data of npm start. Set STACK_DIR to another folder, or leave it out.`,
    );
  await keepRunning({ title: 'npm run start:cluster', folder, bringUp: bringUpCluster, summary });
}

if (process.argv.includes('--help') || process.argv.includes('-h')) say(usage);
else await start().catch(reportFailure);
