import createFetchClient from 'openapi-fetch';
import type { Answer, Call, Success } from './calls';
import { followEvents } from './followEvents';
import { problemErrorOf } from './problemError';
import { sendWithRepeats, type RepeatPolicy, type Send } from './repeats';
import { CALLS_WITH_KEY, type components, type paths } from './schema';

export type { Answer, Success } from './calls';
export { ProblemError, type ProblemCode, type ProblemDocument } from './problemError';
export type Schemas = components['schemas'];

const SESSION_EVENTS = '/v1/session/events';
/** Longer than the API's own limit for an answer, 8 s. */
const DEFAULT_POLICY: RepeatPolicy = { repeats: 3, longestPauseSeconds: 10, timeoutMs: 20_000 };

export interface Credentials {
  /** A fan's API key or an admin key. */
  key?: string;
  /** The queue token, as joining answered it. */
  token?: string;
}

export interface ClientOptions extends Credentials, Partial<RepeatPolicy> {
  /** As `http://127.0.0.1:3000`. */
  baseUrl: string;
  /** Sends the requests; the global `fetch` when left out. */
  fetch?: Send;
}

/** The REST API: each call is checked by the compiler against openapi.json, and a refusal is thrown as a ProblemError. */
export interface ApiClient {
  GET: Call<'get'>;
  POST: Call<'post'>;
  PUT: Call<'put'>;
  PATCH: Call<'patch'>;
  DELETE: Call<'delete'>;
  /** The session as it is, then at each change, to its end; it connects again by itself. */
  sessionEvents(signal?: AbortSignal): AsyncGenerator<Success<'/v1/session', 'get'>, void>;
  /** The same API as somebody else sees it. */
  as(credentials: Credentials): ApiClient;
}

/**
 * The calls of openapi.json, typed. It adds the credentials and Idempotency-Keys, and sends again what the API refused
 * for the moment (429 or 503 with Retry-After) where sending twice has no other effect than once.
 */
export function createClient(options: ClientOptions): ApiClient {
  const { baseUrl, key, token, fetch: send = fetch, ...policy } = options;
  const headers = {
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    ...(token !== undefined && { 'Queue-Token': token }),
  };
  const client = createFetchClient<paths>({
    baseUrl,
    headers,
    fetch: (request) => sendWithRepeats(send, request, { ...DEFAULT_POLICY, ...policy }),
  });

  /** The types are those of `ApiClient`: here a call is only a method and a path. */
  const callWith =
    (method: string) =>
    async (path: string, given: { idempotencyKey?: string } = {}): Promise<Answer<unknown>> => {
      const call = `${method} ${path}`;
      const { idempotencyKey = crypto.randomUUID(), ...init } = given;
      const own = CALLS_WITH_KEY.has(call) ? { headers: { 'Idempotency-Key': idempotencyKey } } : {};
      const request = client.request as unknown as (
        method: string,
        path: string,
        init: object,
      ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
      const { data, error, response } = await request(method.toLowerCase(), path, { ...init, ...own });
      if (!response.ok) throw problemErrorOf(call, response, error);
      return { data, status: response.status, headers: response.headers };
    };

  return {
    GET: callWith('GET') as Call<'get'>,
    POST: callWith('POST') as Call<'post'>,
    PUT: callWith('PUT') as Call<'put'>,
    PATCH: callWith('PATCH') as Call<'patch'>,
    DELETE: callWith('DELETE') as Call<'delete'>,
    sessionEvents: (signal) =>
      followEvents(
        SESSION_EVENTS,
        (more) => send(new Request(baseUrl + SESSION_EVENTS, { headers: { ...headers, ...more }, signal })),
        signal,
      ),
    as: (credentials) => createClient({ ...options, key: undefined, token: undefined, ...credentials }),
  };
}
