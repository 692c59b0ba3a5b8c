import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { isErrorCode, type ErrorCode } from '../contracts/errors';
import type { Hold } from '../contracts/session';
import type { Refusal } from '../domain/sessionRules';

/**
 * Fails the update, not the workflow.
 * @param facts what the client may be told besides; no personal data, it is kept in the history
 */
export function refuse({ code, detail }: Refusal, facts?: Record<string, unknown>): never {
  throw ApplicationFailure.nonRetryable(detail, code, ...(facts ? [facts] : []));
}

/** After these a fan asks until when the hold lasts, or until when it did. */
const ABOUT_THE_DEADLINE: ReadonlySet<ErrorCode> = new Set(['INSUFFICIENT_BALANCE', 'HOLD_EXPIRED']);

/**
 * Passes an activity's refusal on to the caller of the update, without the activity around it.
 * What is not one of our codes is a defect and stays as it is.
 * @param hold the one in force: refusals that are about its deadline name it as `expiresAt`, RFC 3339. Replays compare no
 *   failure's details, so that recorded histories without it stay valid.
 */
export function rethrowRefusal(error: unknown, hold: Hold | null = null): never {
  // A local activity's comes without an activity around it.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    const details = cause.details ?? undefined;
    throw ApplicationFailure.create({
      message: cause.message,
      type: cause.type,
      nonRetryable: true,
      details: hold && ABOUT_THE_DEADLINE.has(cause.type) ? [withDeadline(cause, hold)] : details,
    });
  }
  throw error;
}

function withDeadline({ details }: ApplicationFailure, { expiresAt }: Hold): Record<string, unknown> {
  return { ...(details?.[0] as object | undefined), expiresAt: new Date(expiresAt).toISOString() };
}
