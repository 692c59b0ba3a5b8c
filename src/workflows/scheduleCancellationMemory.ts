import { setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import type {
  ScheduleCancellationFigures,
  ScheduleCancellationInput,
  ScheduleCancellationProgress,
  ScheduleCancellationState,
} from '../contracts/scheduleCancellation';
import type { Operator } from '../contracts/waitingRoom';
import { describeScheduleCancellation } from '../domain/scheduleCancellationDetails';

const KEPT_ACTIONS = 10;

/** What the cancellation of a date knows of itself. Every change is shown; state and actions are also put into the memo. */
export interface CancellationMemory {
  readonly paused: boolean;
  progress(): ScheduleCancellationProgress;
  become(state: ScheduleCancellationState): void;
  /** Takes over what PostgreSQL says. */
  count(figures: ScheduleCancellationFigures): void;
  begun(howMany: number): void;
  /** One that was begun has ended, however. */
  ended(): void;
  pause(operator: Operator): void;
  resume(operator: Operator): void;
}

export function createCancellationMemory({
  scheduleId,
  by,
  why,
  carried,
}: Pick<ScheduleCancellationInput, 'scheduleId' | 'by' | 'why' | 'carried'>): CancellationMemory {
  let now: ScheduleCancellationProgress = carried?.progress ?? {
    scheduleId,
    state: 'CLOSING',
    since: Date.now(),
    ...{ total: 0, canceled: 0, refunded: 0, left: 0, held: 0, underWay: 0 },
    lastActions: [{ at: Date.now(), by, why, what: 'cancelled the date' }],
  };
  let paused = carried?.paused ?? false;
  let working: ScheduleCancellationState = now.state === 'PAUSED' ? 'CANCELING' : now.state;

  function show(change: Partial<ScheduleCancellationProgress>): void {
    now = { ...now, ...change };
    setCurrentDetails(describeScheduleCancellation(now));
  }

  /** One event: only where operators would see something else. */
  function remember(change: Partial<ScheduleCancellationProgress>): void {
    show(change);
    const { state, since, lastActions } = now;
    upsertMemo({ state, since, lastActions });
  }

  function move(state: ScheduleCancellationState): void {
    if (state !== now.state) remember({ state, since: Date.now() });
  }

  function act(what: string, { by, why }: Operator): void {
    const lastActions = [{ at: Date.now(), by, why, what }, ...now.lastActions].slice(0, KEPT_ACTIONS);
    remember({ lastActions, state: paused ? 'PAUSED' : working, since: Date.now() });
  }

  // A run that goes on has its own memo.
  remember({ underWay: 0 });

  return {
    get paused() {
      return paused;
    },
    progress: () => now,
    become(state) {
      working = state;
      if (!paused || state === 'DONE') move(state);
    },
    count: ({ canceled, refunded, left, held }) =>
      show({ canceled, refunded, left, held, total: canceled + left }),
    begun: (howMany) => show({ underWay: now.underWay + howMany }),
    ended: () => show({ underWay: now.underWay - 1 }),
    pause(operator) {
      paused = true;
      act('paused', operator);
    },
    resume(operator) {
      paused = false;
      act('resumed', operator);
    },
  };
}
