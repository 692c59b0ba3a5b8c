import type { Logger } from 'pino';
import type { CallKind, CallsInFlight } from './callsInFlight';
import { problemOf, unavailable } from './temporalProblems';

/** Calls of the engines behind a session, bounded in time and number; what fails comes out as a `Problem`. */
export interface BoundedCalls {
  /** A look at a workflow, or its waking: never refused. */
  temporal<T>(call: () => Promise<T>): Promise<T>;
  /**
   * A step of a session, which may have to wait for its turn.
   * @param call is told for how long, in milliseconds
   * @throws Problem OVERLOADED, and then Temporal was not called
   */
  step<T>(kind: CallKind, call: (waitedMs: number) => Promise<T>): Promise<T>;
  redis<T>(call: () => Promise<T>): Promise<T>;
}

/** @param answerWithinMs how long a call of Temporal may take; Redis has a limit of its own, see `createRedis` */
export function boundedCalls(
  answerWithinMs: number,
  logger: Logger,
  callsInFlight: CallsInFlight,
): BoundedCalls {
  async function temporal<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await answerWithin(answerWithinMs, 'The session', call);
    } catch (error) {
      throw problemOf(error);
    }
  }

  return {
    temporal,
    // A step that gets no answer in time makes room for another, though it may still go on at Temporal.
    step: (kind, call) => callsInFlight.run(kind, (waitedMs) => temporal(() => call(waitedMs))),
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

/**
 * Waits so long and no longer: waiting for an update is a loop of gRPC calls, each with a deadline of its own (see
 * `connectTemporal`). What goes on when this gives up ends by that deadline.
 * @param what does not answer, for the fan to read
 * @throws Problem DEPENDENCY_UNAVAILABLE once the time is over, or what the call throws
 */
export async function answerWithin<T>(ms: number, what: string, call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable(what)), ms);
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    clearTimeout(timer);
  }
}
