import { randomUUID } from 'node:crypto';
import { createClient } from '../src/client';
import { inParallel } from './inParallel';
import { openSale } from './openSale';

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
  const client = createClient({ baseUrl: apiUrl });
  const admin = client.as({ key: adminKey });

  const schedules = Math.ceil(buyers / SEATS_PER_SCHEDULE);
  const seats = Math.ceil(buyers / schedules) + fans;
  const wanted = { name: 'Benchmark', seats, dates: schedules, fans, price: PRICE };
  const { concertId, scheduleIds } = await openSale(admin, wanted);

  const created = await inParallel(SETUP_PARALLEL, buyers, async (i) => {
    const body = { email: `${randomUUID()}@example.org`, name: 'Benchmark fan' };
    const { id: userId, apiKey: key } = (await client.POST('/v1/users', { body })).data;
    await client.as({ key }).POST('/v1/wallet/top-ups', { body: { amount: BALANCE } });
    return { userId, key, scheduleId: scheduleIds[i % schedules] ?? '' };
  });
  return { concertId, schedules, seats: seats * schedules, buyers: created };
}

/** What the API says was sold: compared with what the fans were told. */
export async function seatsSold(apiUrl: string, adminKey: string, concertId: string): Promise<number> {
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const params = { path: { concertId } };
  return (await admin.GET('/v1/admin/concerts/{concertId}/stats', { params })).data.seats.reserved;
}
