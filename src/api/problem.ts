import type { ErrorCode } from '../contracts/errors';

/** One wrong field of a request: a JSON pointer to it (`/amount`) and what it must be. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** A refusal on its way to the client. `members` become members of the problem document (RFC 9457, section 3.2). */
export class Problem extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly members: { errors?: FieldError[]; retryAfter?: number; [member: string]: unknown } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }
}
