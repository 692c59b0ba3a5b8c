import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where the workflow code is bundled once for all test files. */
export const WORKFLOW_BUNDLE = path.resolve(__dirname, '../../.local/test/workflows.bundle.js');

export default async function globalSetup(): Promise<void> {
  for (const key of ['DATABASE_URL', 'REDIS_URL', 'TEMPORAL_ADDRESS']) {
    if (!process.env[key])
      throw new Error(`${key} is not set: run the tests with \`npm test\`, which starts the engines`);
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.resolve(__dirname, '../../src/workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(path.dirname(WORKFLOW_BUNDLE), { recursive: true });
  await writeFile(WORKFLOW_BUNDLE, code);
}
