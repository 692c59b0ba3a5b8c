import { randomUUID } from 'node:crypto';
import { inParallel } from './inParallel';
import { request } from './restClient';

/** A fan who buys one seat, once. */
export interface Buyer {
  userId: string;
  key: string;
  scheduleId: string;
}

export interface Sale {
  concertId: string;
  schedules: number;
  seats: number;
  buyers: Buyer[];
}

/** Seats of one schedule: each fan reads the whole seat map, so its size is part of what is measured. */
const SEATS_PER_SCHEDULE = 500;
const PRICE = 50_000;
const BALANCE = 100_000;
const SETUP_PARALLEL = 8;
const DAY_MS = 86_400_000;

interface Created {
  id: string;
}

/**
 * Makes a concert with seats enough and fans with money. Nobody has to wait: there is a slot for each fan at once, and
 * the rate is the highest there is.
 * @param fans who buy at the same time: that many seats more than buyers, so that there is a choice to the end
 */
export async function setUpSale(
  apiUrl: string,
  adminKey: string,
  { buyers, fans }: { buyers: number; fans: number },
): Promise<Sale> {
  const admin = async (path: string, body: unknown): Promise<string> =>
    (await request<Created>(apiUrl, 'POST', `/v1/admin/${path}`, { key: adminKey, body })).body.id;

  const schedules = Math.ceil(buyers / SEATS_PER_SCHEDULE);
  const seats = Math.ceil(buyers / schedules) + fans;
  const venueId = await admin('venues', {
    name: `Benchmark hall ${randomUUID()}`,
    address: 'Seoul',
    timeZone: 'Asia/Seoul',
    seats: Array.from({ length: seats }, (_, i) => ({ seatNumber: `A${i + 1}`, area: 'A', seatType: 'R' })),
  });
  const concertId = await admin('concerts', {
    title: 'Benchmark concert',
    description: '',
    durationMinutes: 120,
    saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
    waitingRoom: { capacity: 2 * fans, admissionsPerSecond: 10_000 },
  });
  const scheduleIds: string[] = [];
  for (let day = 0; day < schedules; day++) {
    const startsAt = Date.now() + (30 + day) * DAY_MS;
    const schedule = {
      venueId,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 7_200_000).toISOString(),
      prices: { R: PRICE },
    };
    scheduleIds.push(await admin(`concerts/${concertId}/schedules`, schedule));
  }

  const created = await inParallel(SETUP_PARALLEL, buyers, async (i) => {
    const body = { email: `${randomUUID()}@example.org`, name: 'Benchmark fan' };
    const user = (await request<Created & { apiKey: string }>(apiUrl, 'POST', '/v1/users', { body })).body;
    await request(apiUrl, 'POST', '/v1/wallet/top-ups', {
      key: user.apiKey,
      idempotencyKey: randomUUID(),
      body: { amount: BALANCE },
    });
    return { userId: user.id, key: user.apiKey, scheduleId: scheduleIds[i % schedules] ?? '' };
  });
  return { concertId, schedules, seats: seats * schedules, buyers: created };
}

/** What the API says was sold: compared with what the fans were told. */
export async function seatsSold(apiUrl: string, adminKey: string, concertId: string): Promise<number> {
  const path = `/v1/admin/concerts/${concertId}/stats`;
  const { body } = await request<{ seats: { reserved: number } }>(apiUrl, 'GET', path, { key: adminKey });
  return body.seats.reserved;
}
