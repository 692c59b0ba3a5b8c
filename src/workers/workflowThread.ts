import type { WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config';
import { leaveOutStackTraces } from '../sandbox/stackTraces';
import { limitActivations, skipUnlimitedWatchdogs } from '../sandbox/timeLimits';

/** As the SDK's limit for a call into a workflow that runs on a thread of its own. Milliseconds. */
const ACTIVATION_MS = 5_000;

/**
 * Decides for the process's next worker on which thread its workflows run; see docs/adr/0021.
 *
 * On the process's own: what goes to and fro between two threads for a purchase is a quarter of a worker's CPU. With stack traces on a
 * thread of workflows, as the SDK does by default: there a trace is taken of each promise, which on the process's own
 * thread would be those of all its work.
 */
export function chooseWorkflowThread({
  WORKFLOW_STACK_TRACES,
}: Pick<Config, 'WORKFLOW_STACK_TRACES'>): Pick<WorkerOptions, 'debugMode'> {
  if (WORKFLOW_STACK_TRACES) return {};
  leaveOutStackTraces();
  skipUnlimitedWatchdogs();
  limitActivations(ACTIVATION_MS);
  // The name is for debuggers, which need all on one thread too.
  return { debugMode: true };
}
