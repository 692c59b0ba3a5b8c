import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { SessionActivities } from '../contracts/activities';
import type { SessionView } from '../contracts/session';

const { publishView } = proxyActivities<Pick<SessionActivities, 'publishView'>>({
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 10_000 },
  summary: 'Redis missed a change: write the view again',
});

/** Writes a session's view until Redis has it, for when a step could not. */
export interface Publication {
  /** Starts writing; later changes ride along with a write that is under way. */
  start(): void;
  /** Nothing is left to write. A session closes only then: its slot is free when Redis says so. */
  done(): boolean;
}

export function createPublication(latest: () => SessionView): Publication {
  let writing = false;
  async function write(): Promise<void> {
    let view: SessionView;
    do {
      view = latest();
      await publishView(view);
    } while (latest().revision !== view.revision);
    writing = false;
  }
  return {
    start() {
      if (writing) return;
      writing = true;
      void CancellationScope.nonCancellable(write);
    },
    done: () => !writing,
  };
}
