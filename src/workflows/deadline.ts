import { CancellationScope, sleep } from '@temporalio/workflow';

/** A durable timer that only says that its time has come; whoever waits for it decides what follows. */
export interface Deadline {
  readonly passed: boolean;
  /** Takes the timer out of the history's future. One event: not worth it when the workflow is about to close. */
  cancel(): void;
}

/**
 * Starts a durable timer.
 * A `condition` with a timeout would do the same but cancels its timer when the workflow closes: one more event per session.
 * @param ms from now; what is not positive passes at once
 * @param summary shown beside the timer in the Temporal Web UI
 */
export function startDeadline(ms: number, summary: string): Deadline {
  const scope = new CancellationScope({ cancellable: true });
  const deadline = {
    passed: false,
    cancel(): void {
      if (!deadline.passed) scope.cancel();
    },
  };
  void scope
    .run(() => sleep(ms, { summary }))
    .then(() => {
      deadline.passed = true;
    })
    .catch(() => {
      // Cancelled: the deadline never passes.
    });
  return deadline;
}
