import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { WORKFLOW_BUNDLE_PATH } from './workflowBundle';

/** Bundles the workflow code once, when building, so that a worker starts in under a second. */
async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.resolve(__dirname, '../workflows/index.js'),
  });
  await writeFile(WORKFLOW_BUNDLE_PATH, code);
}

void main();
