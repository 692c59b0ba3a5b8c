import {
  isGrpcServiceError,
  QueryRejectedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isErrorCode } from '../contracts/errors';
import { SESSION_ENDED } from '../domain/sessionRules';
import { Problem } from './problem';

const GRPC_RESOURCE_EXHAUSTED = 8;

/** Temporal or Redis did not answer in time; whether the step was taken is not known, and repeating it is safe. */
export function unavailable(what: string): Problem {
  return new Problem(
    'DEPENDENCY_UNAVAILABLE',
    `${what} does not answer. Send the same request again in a few seconds.`,
    {
      retryAfter: 2,
    },
  );
}

/** What a failed call of a session's workflow means for the fan. Anything unknown is passed on as it is. */
export function problemOf(error: unknown): unknown {
  if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError)
    return new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
      const facts = (cause.details?.[0] ?? {}) as Record<string, unknown>;
      return new Problem(cause.type, cause.message, facts);
    }
    return error;
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return unavailable('The session');
  if (isGrpcServiceError(error)) {
    if (Number(error.code) === GRPC_RESOURCE_EXHAUSTED) {
      return new Problem(
        'OVERLOADED',
        'Too much is going on in this session or on the server. Try again in a second.',
        {
          retryAfter: 1,
        },
      );
    }
    return unavailable('Temporal');
  }
  if (error instanceof Error && isGrpcServiceError(error.cause)) return problemOf(error.cause);
  return error;
}
