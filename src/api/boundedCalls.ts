import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { problemOf, unavailable } from './temporalProblems';

/** Calls of the engines behind a session, bounded in time; what fails comes out as a `Problem`. */
export interface BoundedCalls {
  temporal<T>(call: () => Promise<T>): Promise<T>;
  redis<T>(call: () => Promise<T>): Promise<T>;
}

/** @param answerWithinMs how long a call of Temporal may take; Redis has a limit of its own, see `createRedis` */
export function boundedCalls(client: Client, answerWithinMs: number, logger: Logger): BoundedCalls {
  return {
    async temporal(call) {
      try {
        return await client.withDeadline(Date.now() + answerWithinMs, call);
      } catch (error) {
        throw problemOf(error);
      }
    },
    async redis(call) {
      try {
        return await call();
      } catch (error) {
        logger.warn({ err: error }, 'redis call failed');
        throw unavailable('The waiting room');
      }
    },
  };
}
