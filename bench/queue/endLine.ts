import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../restClient';

/** A closed room ends 500 sessions every 5 s: more than these would take minutes. */
export const MOST_ENDED = 5_000;
const GIVE_UP_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Closes the sale of a concert, which ends the sessions of those who wait.
 * @returns how many still wait after two minutes
 */
export async function endLine(apiUrl: string, adminKey: string, concertId: string): Promise<number> {
  const room = `/v1/admin/concerts/${concertId}/waiting-room`;
  const body = { closed: true, by: 'bench:queue', why: 'the benchmark is over' };
  await request(apiUrl, 'PATCH', room, { key: adminKey, body });
  const giveUp = performance.now() + GIVE_UP_MS;
  for (;;) {
    const figures = await request<{ waiting: number; silent: number }>(apiUrl, 'GET', room, {
      key: adminKey,
    });
    const left = figures.body.waiting + figures.body.silent;
    if (left === 0 || performance.now() > giveUp) return left;
    await pause(LOOK_EVERY_MS);
  }
}
