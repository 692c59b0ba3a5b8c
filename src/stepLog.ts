import type { Logger } from 'pino';
import { sessionWorkflowId } from './contracts/identifiers';
import type { SessionIdentity } from './contracts/session';
import { withoutRedaction } from './logger';

/** What a line names: ids only. */
export interface NamedStep {
  step: string;
  workflowId: string;
  sessionId?: string;
  reservationId?: string;
  requestId?: string;
  actionId?: string;
}

export function ofSession(step: string, { sessionId, concertId, userId }: SessionIdentity): NamedStep {
  return { step, workflowId: sessionWorkflowId(concertId, userId), sessionId };
}

/** Runs a step and logs one line for it. @throws what the step throws */
export type LogStep = <T>(
  named: NamedStep,
  run: () => Promise<T>,
  outcomeOf?: (result: T) => string,
) => Promise<T>;

/**
 * @param codeOf the code of what a step throws, which is all that can be said of it without repeating what a fan sent
 * @param ended is told of each step as well; left out where they are counted already. Milliseconds
 */
export function createStepLog(
  logger: Logger,
  codeOf: (error: unknown) => string | null | undefined,
  ended: (step: string, outcome: string, ms: number) => void = () => undefined,
): LogStep {
  const steps = withoutRedaction(logger);
  return async (named, run, outcomeOf = () => 'done') => {
    const started = performance.now();
    const tell = (outcome: string): void => {
      const ms = performance.now() - started;
      steps.info({ ...named, outcome, ms: Math.round(ms * 10) / 10 }, 'step');
      ended(named.step, outcome, ms);
    };
    try {
      const result = await run();
      tell(outcomeOf(result));
      return result;
    } catch (error) {
      tell(codeOf(error) ?? 'failed');
      throw error;
    }
  };
}
