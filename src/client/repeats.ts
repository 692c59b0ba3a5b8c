import { retryAfterSeconds } from './problemError';

export interface RepeatPolicy {
  /** How often a call that was refused may be sent again. */
  repeats: number;
  /** A refusal that asks for a longer pause is passed on at once. Seconds. */
  longestPauseSeconds: number;
  /** For one answer to arrive. Milliseconds. */
  timeoutMs: number;
}

export type Send = (request: Request, init?: RequestInit) => Promise<Response>;

/** What `fetch` throws when nothing answers, or not in time; anything else is the caller's own, as an abort is. */
const NO_ANSWER = new Set(['TypeError', 'TimeoutError']);
const REFUSED_FOR_NOW = new Set([429, 503]);
/** Sent twice, these do what once would have done. */
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** A POST is done once where it carries an Idempotency-Key; any other one might be done twice. */
function mayBeRepeated({ method, headers }: Request): boolean {
  return REPEATABLE.has(method) || headers.has('idempotency-key');
}

/**
 * Sends a request, and again after a 429 or 503 with `Retry-After` where that is safe.
 * @returns the last answer, whatever it is
 * @throws Error when nothing answers in time
 */
export async function sendWithRepeats(send: Send, request: Request, policy: RepeatPolicy): Promise<Response> {
  for (let left = mayBeRepeated(request) ? policy.repeats : 0; ; left--) {
    // A body can be sent once: the copy is what goes out while there may be a next time.
    const response = await sendOnce(send, left > 0 ? request.clone() : request, policy.timeoutMs);
    const seconds = REFUSED_FOR_NOW.has(response.status) ? retryAfterSeconds(response.headers) : null;
    if (left === 0 || seconds === null || seconds > policy.longestPauseSeconds) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function sendOnce(send: Send, request: Request, timeoutMs: number): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    return await send(request, { signal });
  } catch (cause) {
    if (!NO_ANSWER.has((cause as Error).name)) throw cause;
    const { origin, pathname } = new URL(request.url);
    throw new Error(`${request.method} ${pathname}: no answer from ${origin}`, { cause });
  }
}
