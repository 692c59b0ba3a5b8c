import { askSupervisor } from './cluster/supervisor.mjs';
import { clusterFolder } from './paths.mjs';
import { reportFailure, say } from './progress.mjs';

const usage = `npm run restart:cluster [-- workers | apis]: restarts the workers and then the APIs of npm run start:cluster, one after another.

Each is told to stop, ends what it has under way, and is started again; the next one follows when it is ready. An API says at /readyz that
it stops and serves on for DRAIN_SECONDS, so that the balancer sends it nothing more. Programs start from dist/ as it is then: to deploy,
run npm run build and npm run migrate first. Their environment stays what npm run start:cluster was given.

Environment: STACK_DIR, where the cluster was started with it (default: .local/cluster).
Exit codes: 0 all were restarted, 1 one did not get ready or no cluster runs. What did not get ready is tried on; the others were left as
they were. Ctrl-C ends this command, not the restart.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) say(usage);
else {
  const kinds = { workers: ['worker'], apis: ['api'], undefined: ['worker', 'api'] }[args[0]];
  if (!kinds || args.length > 1) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
  } else await askSupervisor(clusterFolder(), { command: 'restart', kinds }, say).catch(reportFailure);
}
