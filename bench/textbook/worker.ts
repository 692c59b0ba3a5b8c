import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { temporalConnectionOptions } from '../../src/temporalConnection';
import type { TextbookActivities } from './workflow';

/** The textbook session's worker, a process of its own as ours is, with our worker's bounds. Started by textbookStack.ts. */
async function main(): Promise<void> {
  const [address, namespace, taskQueue] = process.argv.slice(2);
  if (!address || !namespace || !taskQueue) throw new Error('This is started by `npm run bench:textbook`.');
  const logger = new DefaultLogger('ERROR');
  // A task that came too late is done again: that is part of what is measured.
  const telemetryOptions = { logging: { filter: 'ERROR', forward: {} } } as const;
  Runtime.install({ logger, telemetryOptions, shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const connection = await NativeConnection.connect(temporalConnectionOptions({ TEMPORAL_ADDRESS: address }));
  const activities: TextbookActivities = { nothing: () => Promise.resolve() };
  const worker = await Worker.create({
    ...{ connection, namespace, taskQueue, activities: { ...activities } },
    workflowBundle: await bundleWorkflowCode({ workflowsPath: require.resolve('./workflow'), logger }),
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 100,
    maxCachedWorkflows: 1000,
  });
  process.send?.('ready');
  await worker.run();
  await connection.close();
}

// Whoever started it has gone: so does this.
process.once('disconnect', () => process.exit());
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
