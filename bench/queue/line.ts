import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, ProblemError } from '../../src/client';
import { inParallel } from '../inParallel';

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
  const body = {
    title: 'Queue benchmark',
    description: '',
    durationMinutes: 120,
    saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
    waitingRoom,
  };
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  return (await admin.POST('/v1/admin/concerts', { body })).data.id;
}

/** @returns the API keys of that many new fans */
export async function signUp(apiUrl: string, fans: number, oneDone?: () => void): Promise<string[]> {
  const client = createClient({ baseUrl: apiUrl });
  return await inParallel(SIGN_UP_PARALLEL, fans, async () => {
    const body = { email: `${randomUUID()}@example.org`, name: 'Benchmark fan' };
    const { apiKey } = (await client.POST('/v1/users', { body })).data;
    oneDone?.();
    return apiKey;
  });
}

/**
 * One fan joins; tries again as told where the API is overloaded.
 * @throws ProblemError, Error
 */
export async function join(apiUrl: string, concertId: string, key: string): Promise<Joined> {
  const client = createClient({ baseUrl: apiUrl, key });
  const params = { path: { concertId } };
  for (let tries = 1; ; tries++) {
    try {
      const asked = performance.now();
      const { token, state } = (await client.POST('/v1/concerts/{concertId}/sessions', { params })).data;
      return { key, token, state, milliseconds: performance.now() - asked };
    } catch (error) {
      const seconds = error instanceof ProblemError ? error.retryAfterSeconds : null;
      if (seconds === null || tries === MOST_TRIES) throw error;
      await pause(seconds * 1000);
    }
  }
}
