import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { TRACED_WORKFLOW_BUNDLE_PATH, WORKFLOW_BUNDLE_PATH } from './workflowBundle';

const workflowsPath = path.resolve(__dirname, '../workflows/index.js');

/**
 * Bundles the workflow code once, when building, so that a worker starts in under a second. Twice: a worker that is not
 * traced does not pay for what would trace it.
 */
async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath });
  await writeFile(WORKFLOW_BUNDLE_PATH, code);
  const traced = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [path.resolve(__dirname, '../tracing/workflowSpans.js')],
  });
  await writeFile(TRACED_WORKFLOW_BUNDLE_PATH, traced.code);
}

void main();
