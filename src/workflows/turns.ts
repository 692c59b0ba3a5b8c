import { CancellationScope } from '@temporalio/workflow';

export interface Turns {
  inTurn<T>(step: () => Promise<T>): Promise<T>;
  /** Nothing has its turn, and nothing waits for one. */
  idle(): boolean;
}

/**
 * Runs steps one after another in the order they were asked for. Steps of a session never overlap: two local
 * activities of one workflow at once can replay in another order than they ran.
 * A step that began is finished, also when the workflow is cancelled: a charge must be known, a release must happen.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let steps = 0;
  const ended = (): void => {
    steps -= 1;
  };
  return {
    inTurn(step) {
      steps += 1;
      const turn = last.then(() => CancellationScope.nonCancellable(step));
      last = turn.then(ended, ended);
      return turn;
    },
    idle: () => steps === 0,
  };
}
