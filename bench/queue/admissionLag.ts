import { setTimeout as pause } from 'node:timers/promises';
import { headersOf, request } from '../restClient';
import { spreadOf, type Spread } from '../spread';
import { join, openRoom, signUp, type Credentials, type Joined } from './line';

/** Milliseconds since the fan before asked to leave. */
export interface AdmissionLag {
  /** Until that fan's request was answered. */
  left: Spread | null;
  /** Until GET /v1/session said ADMITTED. */
  toldByPoll: Spread | null;
  /** Until the event stream said so. */
  toldByStream: Spread | null;
  /** Fans who were not told within 10 s. */
  missed: number;
}

const HANDOVERS = 40;
const POLL_EVERY_MS = 5;
const GIVE_UP_MS = 10_000;

/** A room for one: each fan leaves, and the next one's admission is timed. */
export async function measureAdmissionLag(apiUrl: string, adminKey: string): Promise<AdmissionLag> {
  const concertId = await openRoom(apiUrl, adminKey, { capacity: 1, admissionsPerSecond: 10_000 });
  const fans: Joined[] = [];
  // One after another, so that it is known who is next.
  for (const key of await signUp(apiUrl, HANDOVERS + 1)) fans.push(await join(apiUrl, concertId, key));

  const [left, polled, streamed]: [number[], number[], number[]] = [[], [], []];
  let missed = 0;
  for (const [i, leaving] of fans.slice(0, -1).entries()) {
    const stop = AbortSignal.timeout(GIVE_UP_MS);
    const next = fans[i + 1] as Joined;
    const stream = await admissionByStream(apiUrl, next, stop);
    const started = performance.now();
    const since = (): number => performance.now() - started;
    const [answered, byPoll, byStream] = await Promise.all([
      request(apiUrl, 'DELETE', '/v1/session', leaving).then(since),
      admissionByPoll(apiUrl, next, stop).then((told) => (told ? since() : null)),
      stream().then((told) => (told ? since() : null)),
    ]);
    left.push(answered);
    if (byPoll !== null) polled.push(byPoll);
    if (byStream !== null) streamed.push(byStream);
    if (byPoll === null || byStream === null) missed++;
    // Nobody is admitted behind a fan who was not: the others would each wait in vain as well.
    if (byPoll === null) break;
  }
  return { left: spreadOf(left), toldByPoll: spreadOf(polled), toldByStream: spreadOf(streamed), missed };
}

async function admissionByPoll(apiUrl: string, fan: Credentials, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const { body } = await request<{ state: string }>(apiUrl, 'GET', '/v1/session', fan);
    if (body.state === 'ADMITTED') return true;
    await pause(POLL_EVERY_MS);
  }
  return false;
}

/** Opens the stream and waits for its first event. @returns waits for the event that says ADMITTED */
async function admissionByStream(
  apiUrl: string,
  fan: Credentials,
  stop: AbortSignal,
): Promise<() => Promise<boolean>> {
  const answer = await fetch(`${apiUrl}/v1/session/events`, { headers: headersOf(fan), signal: stop });
  if (!answer.ok || !answer.body) throw new Error(`GET /v1/session/events: ${answer.status}`);
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  async function until(part: string): Promise<boolean> {
    try {
      while (!seen.includes(part)) {
        const { done, value } = await reader.read();
        if (done) return false;
        seen += value;
      }
      return true;
    } catch (error) {
      if (stop.aborted) return false;
      throw error;
    }
  }
  await until('data: ');
  return async () => {
    const told = await until('"state":"ADMITTED"');
    await reader.cancel().catch(() => undefined);
    return told;
  };
}
