import type { components } from './schema';

/** RFC 9457, as the document describes it. */
export type ProblemDocument = components['schemas']['Problem'];
export type ProblemCode = ProblemDocument['code'];

/**
 * Thrown when the API refuses a call. `problem` and `code` are null where what answered was not the API, such as a proxy
 * in front of it.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode | null;

  constructor(
    /** As `PUT /v1/session/hold`. */
    readonly call: string,
    readonly status: number,
    readonly problem: ProblemDocument | null,
    readonly headers: Headers,
  ) {
    super(`${call}: ${status} ${problem?.code ?? 'without a code'}: ${problem?.detail ?? ''}`);
    this.name = 'ProblemError';
    this.code = problem?.code ?? null;
  }

  /** Null where nothing was said of when to try again. */
  get retryAfterSeconds(): number | null {
    return retryAfterSeconds(this.headers);
  }
}

/** Whole seconds of `Retry-After`; null for none, and for a date, which this API does not send. */
export function retryAfterSeconds(headers: Headers): number | null {
  const value = headers.get('retry-after') ?? '';
  return /^\d+$/.test(value) ? Number(value) : null;
}

/** @param body what was answered, parsed where it was JSON */
export function problemErrorOf(call: string, { status, headers }: Response, body: unknown): ProblemError {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  return new ProblemError(call, status, isProblem ? (body as ProblemDocument) : null, headers);
}
