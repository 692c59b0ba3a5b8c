import { CancellationScope } from '@temporalio/workflow';

/**
 * Runs steps one after another in the order they were asked for. Steps of a session never overlap: two local
 * activities of one workflow at once can replay in another order than they ran.
 * A step that began is finished, also when the workflow is cancelled: a charge must be known, a release must happen.
 */
export function createTurns(): <T>(step: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const turn = last.then(() => CancellationScope.nonCancellable(step));
    last = turn.catch(() => undefined);
    return turn;
  };
}
