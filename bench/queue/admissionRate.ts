import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';
import { join, openRoom, signUp } from './line';

export interface AdmissionRate {
  /** As the room was set. */
  perSecond: number;
  /** Over the window, while fans went on to join. */
  measuredPerSecond: number;
  seconds: number;
  joinedPerSecond: number;
}

const RATE = 20;
const JOINS_PER_SECOND = 40;
/** A room may admit one second's worth at once when it opens: not measured. */
export const BEFORE_WINDOW_SECONDS = 3;
export const WINDOW_SECONDS = 10;

/** How many a room with slots enough admits while fans join twice as fast. */
export async function measureAdmissionRate(apiUrl: string, adminKey: string): Promise<AdmissionRate> {
  const room = { capacity: 1_000_000, admissionsPerSecond: RATE };
  const concertId = await openRoom(apiUrl, adminKey, room);
  const keys = await signUp(apiUrl, JOINS_PER_SECOND * (BEFORE_WINDOW_SECONDS + WINDOW_SECONDS + 2));
  let joined = 0;
  let over = false;
  const joins = keys.map(async (key, i) => {
    await pause((i * 1000) / JOINS_PER_SECOND);
    if (over) return;
    await join(apiUrl, concertId, key);
    joined++;
  });
  // Should one fail while this waits for the window, it is reported below and not as unhandled.
  const joining = Promise.allSettled(joins);

  await pause(BEFORE_WINDOW_SECONDS * 1000);
  const joinedBefore = joined;
  const { perSecond, seconds } = await admittedOver(apiUrl, concertId, WINDOW_SECONDS);
  const joinedInWindow = joined - joinedBefore;
  over = true;
  const failure = (await joining).find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return {
    perSecond: RATE,
    measuredPerSecond: perSecond,
    seconds,
    joinedPerSecond: joinedInWindow / seconds,
  };
}

/** How many a room admits over some seconds in which nobody who was admitted leaves. */
export async function admittedOver(
  apiUrl: string,
  concertId: string,
  windowSeconds: number,
): Promise<{ perSecond: number; seconds: number }> {
  const client = createClient({ baseUrl: apiUrl });
  const params = { path: { concertId } };
  const admitted = async (): Promise<number> =>
    (await client.GET('/v1/concerts/{concertId}/waiting-room', { params })).data.admitted;
  const [before, started] = [await admitted(), performance.now()];
  await pause(windowSeconds * 1000);
  const count = (await admitted()) - before;
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: count / seconds, seconds };
}
