import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';
import { inParallel } from '../inParallel';
import { join, signUp, type Credentials } from '../queue/line';
import { withProgress } from '../queue/progress';

const JOINERS = 20;
const DAY_MS = 86_400_000;
const MOST_LOOKS = 200;

export interface Audience {
  concertId: string;
  scheduleId: string;
  /** All admitted. */
  fans: Credentials[];
}

/** Makes a concert with one date and that many fans who are admitted to it. */
export async function gatherAudience(
  apiUrl: string,
  adminKey: string,
  { fans, seats, say }: { fans: number; seats: number; say(line: string): void },
): Promise<Audience> {
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const venue = {
    name: `Stream benchmark ${randomUUID()}`,
    address: 'Seoul',
    timeZone: 'Asia/Seoul',
    seats: Array.from({ length: seats }, (_, i) => ({ seatNumber: `A${i + 1}`, area: 'A', seatType: 'R' })),
  };
  const venueId = (await admin.POST('/v1/admin/venues', { body: venue })).data.id;
  const concert = {
    title: 'Stream benchmark',
    description: '',
    durationMinutes: 120,
    saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
    waitingRoom: { capacity: 2 * fans, admissionsPerSecond: 10_000 },
  };
  const concertId = (await admin.POST('/v1/admin/concerts', { body: concert })).data.id;
  const startsAt = Date.now() + 30 * DAY_MS;
  const schedule = {
    venueId,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 7_200_000).toISOString(),
    prices: { R: 50_000 },
  };
  const given = { params: { path: { concertId } }, body: schedule };
  const scheduleId = (await admin.POST('/v1/admin/concerts/{concertId}/schedules', given)).data.id;
  const keys = await withProgress(fans, say, (oneDone) => signUp(apiUrl, fans, oneDone));
  say('and join');
  const joined = await withProgress(fans, say, (oneDone) =>
    inParallel(JOINERS, fans, async (i) => {
      const fan = await join(apiUrl, concertId, keys[i] as string);
      if (fan.state === 'WAITING') await untilAdmitted(apiUrl, fan);
      oneDone();
      return { key: fan.key, token: fan.token };
    }),
  );
  return { concertId, scheduleId, fans: joined };
}

async function untilAdmitted(apiUrl: string, fan: Credentials): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const { data } = await createClient({ baseUrl: apiUrl, ...fan }).GET('/v1/session');
    if (data.state !== 'WAITING') return;
    await pause(100);
  }
  throw new Error('a fan was not admitted to an empty concert');
}
