import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from '../inParallel';
import { Refusal, request } from '../restClient';

/** What a fan shows with each request. */
export interface Credentials {
  key: string;
  token: string;
}

export interface Joined extends Credentials {
  /** As the answer to joining said. */
  state: string;
  /** Of the request to join that was answered. */
  milliseconds: number;
}

export interface Room {
  capacity: number;
  admissionsPerSecond: number;
}

const SIGN_UP_PARALLEL = 8;
const MOST_TRIES = 20;

/** Makes a concert that is on sale and has no dates: enough to wait for. @returns its id */
export async function openRoom(apiUrl: string, adminKey: string, waitingRoom: Room): Promise<string> {
  const concert = {
    title: 'Queue benchmark',
    description: '',
    durationMinutes: 120,
    saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
    waitingRoom,
  };
  const parts = { key: adminKey, body: concert };
  return (await request<{ id: string }>(apiUrl, 'POST', '/v1/admin/concerts', parts)).body.id;
}

/** @returns the API keys of that many new fans */
export async function signUp(apiUrl: string, fans: number, oneDone?: () => void): Promise<string[]> {
  return await inParallel(SIGN_UP_PARALLEL, fans, async () => {
    const body = { email: `${randomUUID()}@example.org`, name: 'Benchmark fan' };
    const answer = await request<{ apiKey: string }>(apiUrl, 'POST', '/v1/users', { body });
    oneDone?.();
    return answer.body.apiKey;
  });
}

/**
 * One fan joins; tries again as told where the API is overloaded.
 * @throws Refusal, Error
 */
export async function join(apiUrl: string, concertId: string, key: string): Promise<Joined> {
  const path = `/v1/concerts/${concertId}/sessions`;
  for (let tries = 1; ; tries++) {
    try {
      const answer = await request<{ token: string; state: string }>(apiUrl, 'POST', path, { key });
      const { token, state } = answer.body;
      return { key, token, state, milliseconds: answer.milliseconds };
    } catch (error) {
      const again = error instanceof Refusal && error.retryAfterSeconds !== null && tries < MOST_TRIES;
      if (!again) throw error;
      await pause((error.retryAfterSeconds ?? 1) * 1000);
    }
  }
}
