import { isGrpcServiceError } from '@temporalio/client';

const GRPC_FAILED_PRECONDITION = 9;
/** In a row it happens only by chance. */
const MOST_SENDS = 5;

/**
 * Sends an update again that the server has taken back because the workflow task it came with failed. That happens in good order: a
 * payment closes the session, the timer of its hold fires meanwhile, and the task is done anew, without the update. Measured:
 * every tenth payment within 50 ms of the deadline. What the update's activity did in PostgreSQL stands, and every update is
 * safe to repeat: a payment that was made finds its answer by its key.
 * @param withinMs nothing is sent after this: whoever asked has been told that there is no answer, and may want something else by then
 * @throws what `send` throws
 */
export async function sendUntilTaken<T>(withinMs: number, send: () => Promise<T>): Promise<T> {
  const until = Date.now() + withinMs;
  for (let sends = 1; ; sends += 1) {
    try {
      return await send();
    } catch (error) {
      if (!wasTakenBack(error) || sends === MOST_SENDS || Date.now() >= until) throw error;
    }
  }
}

function wasTakenBack(error: unknown): boolean {
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(cause) && Number(cause.code) === GRPC_FAILED_PRECONDITION;
}
