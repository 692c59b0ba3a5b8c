import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../restClient';
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
/** A room may admit one second's worth at once when it opens: not measured. Seconds. */
const BEFORE = 3;
const WINDOW = 10;

/** How many a room with slots enough admits while fans join twice as fast. */
export async function measureAdmissionRate(apiUrl: string, adminKey: string): Promise<AdmissionRate> {
  const room = { capacity: 1_000_000, admissionsPerSecond: RATE };
  const concertId = await openRoom(apiUrl, adminKey, room);
  const keys = await signUp(apiUrl, JOINS_PER_SECOND * (BEFORE + WINDOW + 2));
  const started = performance.now();
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

  /** Nobody leaves, so that all who were admitted still are. */
  const admitted = async (): Promise<{ count: number; at: number; joined: number }> => {
    const path = `/v1/concerts/${concertId}/waiting-room`;
    const { body } = await request<{ admitted: number }>(apiUrl, 'GET', path);
    return { count: body.admitted, at: (performance.now() - started) / 1000, joined };
  };
  await pause(BEFORE * 1000);
  const first = await admitted();
  await pause(WINDOW * 1000);
  const last = await admitted();
  over = true;
  const failure = (await joining).find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  const seconds = last.at - first.at;
  return {
    perSecond: RATE,
    measuredPerSecond: (last.count - first.count) / seconds,
    seconds,
    joinedPerSecond: (last.joined - first.joined) / seconds,
  };
}
