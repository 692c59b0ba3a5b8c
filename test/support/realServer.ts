import './quietRuntime';
import { TestWorkflowEnvironment } from '@temporalio/testing';

/** The real Temporal server that `npm test` started, for the tests of a workflow that needs no skipped time. */
export async function realServerEnvironment(): Promise<TestWorkflowEnvironment> {
  const address = process.env.TEMPORAL_ADDRESS;
  if (!address) throw new Error('TEMPORAL_ADDRESS is not set: run the tests with `npm test`');
  return await TestWorkflowEnvironment.createFromExistingServer({ address });
}
