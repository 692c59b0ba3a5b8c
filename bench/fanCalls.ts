import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Success } from '../src/client';
import type { CallTally } from './callTally';

/** What fans of a crowd ask for, and what they are answered. */
interface Answers {
  'sign up': Success<'/v1/users', 'post'>;
  join: Success<'/v1/concerts/{concertId}/sessions', 'post'>;
  poll: Success<'/v1/session', 'get'>;
  'top up': Success<'/v1/wallet/top-ups', 'post'>;
  'seat map': Success<'/v1/schedules/{scheduleId}/seats', 'get'>;
  hold: Success<'/v1/session/hold', 'put'>;
  pay: Success<'/v1/session/payment', 'post'>;
  leave: undefined;
}
export type CallName = keyof Answers;

const ROUTES: Record<CallName, readonly [method: string, path: string]> = {
  'sign up': ['POST', '/v1/users'],
  join: ['POST', '/v1/concerts/{id}/sessions'],
  poll: ['GET', '/v1/session'],
  'top up': ['POST', '/v1/wallet/top-ups'],
  'seat map': ['GET', '/v1/schedules/{id}/seats'],
  hold: ['PUT', '/v1/session/hold'],
  pay: ['POST', '/v1/session/payment'],
  leave: ['DELETE', '/v1/session'],
};

export interface Refused {
  ok: false;
  /** 0: nothing answered. */
  status: number;
  code: string | null;
  retryAfterSeconds: number | null;
}
export type FanAnswer<N extends CallName> = { ok: true; data: Answers[N] } | Refused;

export interface Given {
  key?: string;
  token?: string;
  /** Of the concert or the schedule in the path. */
  id?: string;
  idempotencyKey?: string;
  body?: object;
}

export interface FanCalls {
  /** One request. Never throws: what is refused, or not answered within 20 s, is an answer too, and in the tally. */
  call<N extends CallName>(name: N, given: Given): Promise<FanAnswer<N>>;
  /**
   * Sends it again, as told, while it is refused for the moment only; at most 20 times.
   * @param refused is told of each refusal, the last one as well
   */
  insist<N extends CallName>(
    name: N,
    given: Given,
    refused?: (refusal: Refused) => void,
  ): Promise<FanAnswer<N>>;
  close(): void;
}

const TIMEOUT_MS = 20_000;
const MOST_TRIES = 20;
const TRY_AGAIN = new Set(['OVERLOADED', 'DEPENDENCY_UNAVAILABLE', 'RATE_LIMITED', 'IDEMPOTENCY_KEY_IN_USE']);
/** The API lets one address make 1,000 requests a second: a crowd has many. Only Linux has all of 127.0.0.0/8 by itself. */
const ADDRESSES = process.platform === 'linux' ? 16 : 0;

/**
 * The calls of a crowd. No use of the typed client: what that costs for each of a million polls would be taken from the
 * API, on the same cores.
 */
export function createFanCalls(apiUrl: string, tally: CallTally): FanCalls {
  const { protocol, hostname: host, port } = new URL(apiUrl);
  // Fans' keys would go over the network in plain text.
  if (protocol !== 'http:') throw new Error(`${apiUrl}: only an address with http:// can be measured`);
  const hostname = host.replace(/^\[|\]$/g, '');
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost';
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  let turn = 0;

  function send(method: string, path: string, given: Given, again = false): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const { key, token, idempotencyKey, body } = given;
      const text = body === undefined ? undefined : JSON.stringify(body);
      turn = (turn + 1) % Math.max(ADDRESSES, 1);
      const outgoing = request({
        ...{ agent, hostname, port, method, path },
        ...(isLocal && ADDRESSES > 0 ? { localAddress: `127.1.0.${turn + 1}` } : {}),
        headers: {
          ...(key !== undefined && { Authorization: `Bearer ${key}` }),
          ...(token !== undefined && { 'Queue-Token': token }),
          ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
          ...(text !== undefined && {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(text),
          }),
        },
      });
      outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      outgoing.on('error', (error) => {
        // The server closed a connection that was kept, at the moment of its use: nothing was read of the request.
        if (outgoing.reusedSocket && method === 'GET' && !again)
          send(method, path, given, true).then(resolve, reject);
        else reject(error);
      });
      outgoing.on('response', (response) => {
        let content = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (content += part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            content,
          }),
        );
      });
      outgoing.end(text);
    });
  }

  async function call<N extends CallName>(name: N, given: Given): Promise<FanAnswer<N>> {
    const [method, path] = ROUTES[name];
    const asked = performance.now();
    try {
      const { status, retryAfter, content } = await send(method, path.replace('{id}', given.id ?? ''), given);
      tally.answered(name, performance.now() - asked);
      if (status >= 200 && status < 300) {
        return { ok: true, data: (content === '' ? undefined : JSON.parse(content)) as Answers[N] };
      }
      const code = codeOf(content);
      tally.refused(name, { status, code });
      const retryAfterSeconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
      return { ok: false, status, code, retryAfterSeconds };
    } catch (error) {
      tally.unanswered(name, error);
      return { ok: false, status: 0, code: null, retryAfterSeconds: null };
    }
  }

  return {
    call,
    async insist(name, given, refused) {
      for (let tries = 1; ; tries++) {
        const answer = await call(name, given);
        if (!answer.ok) refused?.(answer);
        if (answer.ok || !TRY_AGAIN.has(answer.code ?? '') || tries === MOST_TRIES) return answer;
        await pause((answer.retryAfterSeconds ?? 1) * 1000);
      }
    },
    close: () => agent.destroy(),
  };
}

interface Raw {
  status: number;
  retryAfter: string | undefined;
  content: string;
}

function codeOf(content: string): string | null {
  try {
    const { code } = JSON.parse(content) as { code?: unknown };
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}
