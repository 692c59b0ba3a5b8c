import { readFileSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readHistory } from '../../src/replay/historyFile';
import { WORKFLOW_BUNDLE_PATH } from '../../src/workers/workflowBundle';

/**
 * What the harness is measured against: the loop that anybody would write, one `Worker.runReplayHistory` after another in
 * one process, with the same bundle. Its argument is a file that names the histories, one in a line. The SDK makes a worker for each
 * history and keeps the bundle's source map of each: after some hundred it runs out of memory for them, and ends.
 */
async function main(): Promise<void> {
  const [list] = process.argv.slice(2);
  if (!list) throw new Error('This is started by `npm run bench:replay`.');
  const silent = { logging: { forward: {}, filter: 'ERROR' } } as const;
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions: silent });
  const options = { workflowBundle: { code: readFileSync(WORKFLOW_BUNDLE_PATH, 'utf8') } };
  let replayed = 0;
  process.once('exit', () => console.log(`${replayed} replayed`));
  for (const file of readFileSync(list, 'utf8').split('\n').filter(Boolean)) {
    const { history, workflowId } = await readHistory(file);
    await Worker.runReplayHistory(options, history, workflowId);
    replayed += 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
