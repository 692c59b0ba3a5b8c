import { ApplicationFailure } from '@temporalio/activity';
import type { ErrorCode } from '../contracts/errors';

/**
 * A definite refusal by PostgreSQL: never retried.
 * @param facts what the client may be told besides, e.g. which seats; no personal data, it is kept in the history
 */
export function refusal(
  code: ErrorCode,
  detail: string,
  facts: Record<string, unknown> = {},
): ApplicationFailure {
  return ApplicationFailure.create({ type: code, message: detail, nonRetryable: true, details: [facts] });
}
