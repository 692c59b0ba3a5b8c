import { setTimeout as pause } from 'node:timers/promises';
import { ERROR_CODES, isErrorCode } from '../src/contracts/errors';

/** Longer than the API's own limit for an answer, 8 s. Milliseconds. */
const GIVE_UP_MS = 20_000;

/** Credentials and body of one request. */
export interface RequestParts {
  /** A fan's API key or the admin key. */
  key?: string;
  token?: string;
  idempotencyKey?: string;
  body?: unknown;
}

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
  /** From sending the request to having the whole answer. */
  milliseconds: number;
}

/** An answer that was not the one wanted. */
export class Refusal extends Error {
  constructor(
    readonly request: string,
    readonly status: number,
    /** The problem document's code; null where the answer is none. */
    readonly code: string | null,
    readonly retryAfterSeconds: number | null,
    detail: string,
  ) {
    super(`${request}: ${status} ${code ?? 'without a code'}: ${detail}`);
    this.name = 'Refusal';
  }

  /** Whether the contract foresees it: a known code with its status, and not our own defect. */
  get documented(): boolean {
    const { code, status } = this;
    return code !== null && isErrorCode(code) && code !== 'INTERNAL' && ERROR_CODES[code].status === status;
  }
}

/** The headers of a request, as `send` sends them. */
export function headersOf({ key, token, idempotencyKey, body }: RequestParts): Record<string, string> {
  return {
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(token === undefined ? {} : { 'Queue-Token': token }),
    ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
}

/**
 * Sends one request, whatever the answer is; one for which it is too early (429) again when it is time, as all of ours come
 * from one address.
 * @throws Error when the API cannot be reached or does not answer within 20 s
 */
export async function send<T>(
  apiUrl: string,
  method: string,
  path: string,
  parts: RequestParts = {},
): Promise<Answer<T>> {
  const started = performance.now();
  const call = {
    method,
    headers: headersOf(parts),
    body: parts.body === undefined ? undefined : JSON.stringify(parts.body),
    signal: AbortSignal.timeout(GIVE_UP_MS),
  };
  const [response, text] = await fetch(apiUrl + path, call)
    .then(async (answer) => [answer, await answer.text()] as const)
    .catch((cause: unknown) => {
      throw new Error(`${method} ${path}: no answer from ${apiUrl}`, { cause });
    });
  const milliseconds = performance.now() - started;
  if (response.status === 429) {
    await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    return await send(apiUrl, method, path, parts);
  }
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  const body = (json && text ? JSON.parse(text) : undefined) as T;
  return { status: response.status, body, headers: response.headers, milliseconds };
}

/** Sends one request. @throws Refusal when the answer is no success */
export async function request<T>(
  apiUrl: string,
  method: string,
  path: string,
  parts: RequestParts = {},
): Promise<Answer<T>> {
  const answer = await send<T>(apiUrl, method, path, parts);
  if (answer.status < 300) return answer;
  const { code, detail } = (answer.body ?? {}) as { code?: string; detail?: string };
  const retryAfter = answer.headers.get('retry-after');
  throw new Refusal(
    `${method} ${path}`,
    answer.status,
    code ?? null,
    retryAfter === null ? null : Number(retryAfter),
    detail ?? '',
  );
}
