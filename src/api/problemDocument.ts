import type { Response } from 'express';
import { ERROR_CODES } from '../contracts/errors';
import { setAnswerHeaders } from './answerHeaders';
import { isDependencyFailure } from './dependencyFailure';
import { Problem } from './problem';
import { problemType } from './problemAddress';

const CHALLENGES: Partial<Record<Problem['code'], string>> = {
  UNAUTHENTICATED: 'Bearer',
  QUEUE_TOKEN_INVALID: 'Queue-Token',
  QUEUE_TOKEN_EXPIRED: 'Queue-Token',
};
/** Seconds; for refusals that a client should try again. */
const DEFAULT_RETRY_AFTER: Partial<Record<Problem['code'], number>> = {
  RATE_LIMITED: 1,
  OVERLOADED: 1,
  DEPENDENCY_UNAVAILABLE: 1,
};

/** Whole seconds, at least one; undefined where the refusal says nothing of trying again. */
function retryAfterOf({ code, members }: Problem): number | undefined {
  const seconds = members.retryAfter ?? DEFAULT_RETRY_AFTER[code];
  return seconds === undefined ? undefined : Math.max(1, Math.ceil(seconds));
}

/** What body-parser and the router throw, told by `type` and `status`. */
function requestProblem(error: unknown): Problem | null {
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (error instanceof URIError)
    return new Problem('ROUTE_NOT_FOUND', 'The path is not valid: see /docs for the calls.');
  if (type === 'entity.too.large') {
    return new Problem('PAYLOAD_TOO_LARGE', 'Send a smaller body: this call does not need so much.');
  }
  if (type === 'entity.parse.failed') {
    return new Problem('VALIDATION_FAILED', 'The body is not JSON: correct it and send the request again.', {
      errors: [{ pointer: '', detail: 'must be a JSON object' }],
    });
  }
  if (typeof type !== 'string' || typeof status !== 'number' || status >= 500) return null;
  return new Problem('VALIDATION_FAILED', 'The body could not be read: send it complete, as UTF-8 JSON.');
}

/** Turns whatever was thrown into a refusal that is fit for a client: no stack, no SQL, no message of a library. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDependencyFailure(error)) {
    return new Problem('DEPENDENCY_UNAVAILABLE', 'Send the request again after the time in Retry-After.');
  }
  const refused = error instanceof Error ? requestProblem(error) : null;
  return refused ?? new Problem('INTERNAL', 'Try again later; if it stays, tell the operator the requestId.');
}

/** The problem document of RFC 9457. */
export function problemDocument(
  problem: Problem,
  requestId: string,
  instance: string,
): Record<string, unknown> {
  const { status, title } = ERROR_CODES[problem.code];
  return {
    ...problem.members,
    // As the header says, where there is one.
    retryAfter: retryAfterOf(problem),
    type: problemType(problem.code),
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    instance,
    requestId,
  };
}

/** Sends a refusal with the headers that belong to it. */
export function sendProblem(response: Response, problem: Problem): void {
  setAnswerHeaders(response);
  const challenge = CHALLENGES[problem.code];
  if (challenge) response.set('WWW-Authenticate', challenge);
  const retryAfter = retryAfterOf(problem);
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  const [instance = ''] = response.req.originalUrl.split('?');
  const requestId = String(response.locals.requestId);
  response.status(ERROR_CODES[problem.code].status).removeHeader('ETag');
  response
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, requestId, instance)));
}
