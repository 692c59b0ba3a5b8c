import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { isErrorCode } from '../contracts/errors';
import type { Refusal } from '../domain/sessionRules';

/**
 * Fails the update, not the workflow.
 * @param facts what the client may be told besides; no personal data, it is kept in the history
 */
export function refuse({ code, detail }: Refusal, facts?: Record<string, unknown>): never {
  throw ApplicationFailure.nonRetryable(detail, code, ...(facts ? [facts] : []));
}

/**
 * Passes an activity's refusal on to the caller of the update, without the activity around it.
 * What is not one of our codes is a defect and stays as it is.
 */
export function rethrowRefusal(error: unknown): never {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    throw ApplicationFailure.create({
      message: cause.message,
      type: cause.type,
      nonRetryable: true,
      details: cause.details ?? undefined,
    });
  }
  throw error;
}
