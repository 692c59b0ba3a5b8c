// A worker whose workflows run on its own thread, as ours do. Arguments: server, task queue, workflows.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} = require('@temporalio/worker');
const { chooseWorkflowThread } = require('../../dist/src/workers/workflowThread.js');

const [address, taskQueue, workflowsPath] = process.argv.slice(2);
const logger = new DefaultLogger('ERROR');
Runtime.install({ logger });
const thread = chooseWorkflowThread({ WORKFLOW_STACK_TRACES: false }, false);
const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({ connection, taskQueue, workflowBundle, ...thread });
console.log('ready');
await worker.run();
await connection.close();
