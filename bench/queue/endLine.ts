import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';

/** A closed room ends 500 sessions every 5 s: more than these would take minutes. */
export const MOST_ENDED = 5_000;
const GIVE_UP_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Closes the sale of a concert, which ends the sessions of those who wait.
 * @returns how many still wait after two minutes
 */
export async function endLine(apiUrl: string, adminKey: string, concertId: string): Promise<number> {
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const room = '/v1/admin/concerts/{concertId}/waiting-room';
  const params = { path: { concertId } };
  const body = { closed: true, by: 'bench:queue', why: 'the benchmark is over' };
  await admin.PATCH(room, { params, body });
  const giveUp = performance.now() + GIVE_UP_MS;
  for (;;) {
    const { waiting, silent } = (await admin.GET(room, { params })).data;
    const left = waiting + silent;
    if (left === 0 || performance.now() > giveUp) return left;
    await pause(LOOK_EVERY_MS);
  }
}
