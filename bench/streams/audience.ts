import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';
import { inParallel } from '../inParallel';
import { openSale } from '../openSale';
import { join, signUp, type Credentials } from '../queue/line';
import { withProgress } from '../queue/progress';

const JOINERS = 20;
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
  const wanted = { name: 'Stream benchmark', seats, dates: 1, fans, price: 50_000 };
  const { concertId, scheduleIds } = await openSale(admin, wanted);
  const [scheduleId = ''] = scheduleIds;
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
