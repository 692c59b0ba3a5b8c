import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type ApiClient } from '../../src/client';
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
      clientOf(apiUrl, leaving).DELETE('/v1/session').then(since),
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
  const client = clientOf(apiUrl, fan);
  while (!stop.aborted) {
    if ((await client.GET('/v1/session')).data.state === 'ADMITTED') return true;
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
  const events = clientOf(apiUrl, fan).sessionEvents(stop);
  await events.next();
  return async () => {
    for await (const { state } of events) if (state === 'ADMITTED') return true;
    return false;
  };
}

function clientOf(apiUrl: string, { key, token }: Credentials): ApiClient {
  return createClient({ baseUrl: apiUrl, key, token });
}
