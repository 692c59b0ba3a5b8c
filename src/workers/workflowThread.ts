import type { WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config';
import { leaveOutStackTraces } from '../sandbox/stackTraces';
import { limitWorkflowCode } from '../sandbox/timeLimits';

/** A room's lease outlives a pause of so long, and so do heartbeats; an activation takes milliseconds. Milliseconds. */
const ACTIVATION_MS = 2_000;

/**
 * Decides for the process's next worker on which thread its workflows run; see docs/adr/0021.
 *
 * On the process's own: what goes to and fro between two threads for a purchase is a quarter of a worker's CPU. With stack traces or
 * spans on a thread of workflows, as the SDK does by default: what these do for each promise they would do for all of the
 * process's work.
 */
export function chooseWorkflowThread(
  { WORKFLOW_STACK_TRACES }: Pick<Config, 'WORKFLOW_STACK_TRACES'>,
  isTraced: boolean,
): Pick<WorkerOptions, 'debugMode'> {
  if (WORKFLOW_STACK_TRACES || isTraced) return {};
  leaveOutStackTraces();
  limitWorkflowCode(ACTIVATION_MS);
  // The name is for debuggers, which need all on one thread too.
  return { debugMode: true };
}
