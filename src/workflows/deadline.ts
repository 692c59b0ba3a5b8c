import { CancellationScope, sleep } from '@temporalio/workflow';

/** A durable timer that only says that its time has come; whoever waits for it decides what follows. */
export interface Deadline {
  readonly passed: boolean;
  /** Takes the timer out of the history's future. One event: not worth it when the workflow is about to close. */
  cancel(): void;
}

const CLOCKS_APART_MS = 1_000;

/**
 * Milliseconds until a deadline by PostgreSQL's clock, which need not agree with that of Temporal's server, the one here: so a
 * second more, for no other clock may end a hold before. A payment that comes after the deadline PostgreSQL refuses.
 * @param deadline epoch milliseconds
 */
export function leftUntil(deadline: number): number {
  return deadline - Date.now() + CLOCKS_APART_MS;
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
