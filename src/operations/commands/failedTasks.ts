import { parseArgs } from 'node:util';
import { withTemporal } from '../auditedStack';
import { countOption, type Command } from '../command';
import { failingTasks, type FailingTask } from '../failingTasks';
import { table } from '../table';
import { workflowPage } from '../webUi';

const USAGE = `Names open workflows whose last workflow task failed or timed out: the server tries it again until it succeeds.

  npm run ops -- failed-tasks [--most N] [--json]

  --most N   asks at most so many open workflows (default 2000): all that are no sessions, and sessions by chance; with
             more open ones it says so, and a repetition asks others
  --json     an object: failing (an array, with each workflow's page), open, lookedAt

A task that fails for its code ("Nondeterminism") goes on failing until workers run the code that the workflow began with:
docs/changing-workflows.md. One that times out wants workers: npm run ops -- drain-worker lists them.

Exit codes: 0 none of those asked, 1 some, 2 it could not be done, or was interrupted.`;

export const failedTasks: Command = {
  summary: 'workflows whose last workflow task failed or timed out',
  usage: USAGE,

  async run(args, { print, remark, atIntervals }, stopped, config) {
    const options = { most: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { most: given, json } = parseArgs({ args, options }).values;
    const most = countOption('most', given, { fallback: 2_000, most: 1_000_000 });
    const look = await withTemporal(config, (client) =>
      failingTasks(client, config.TASK_QUEUE, { most, leastAttempt: 2 }, stopped, atIntervals),
    );
    const failing = look.failing.map((task) => ({
      ...task,
      webUi: workflowPage(config, task.workflowId, task.runId),
    }));
    print(json ? JSON.stringify({ ...look, failing }, null, 2) : report(look.failing));
    for (const { workflowId, webUi } of json ? [] : failing.slice(0, 5))
      if (webUi) remark(`${workflowId} in the Web UI: ${webUi}`);
    remark(`${look.lookedAt} of ${look.open} open workflows asked, ${failing.length} fail`);
    if (stopped()) return 2;
    return failing.length > 0 ? 1 : 0;
  },
};

function report(failing: readonly FailingTask[]): string {
  if (failing.length === 0) return 'No workflow task is failing';
  return table(
    ['workflow', 'type', 'attempt', 'what the history says'],
    failing.map(({ workflowId, type, attempt, problem }) => [workflowId, type, attempt, problem]),
  );
}
