import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../src/client';

const DAY_MS = 86_400_000;

/** What a benchmark sells. */
export interface SaleWanted {
  /** Of the hall and the concert. */
  name: string;
  /** Of each date. */
  seats: number;
  dates: number;
  /** Who are in it at once: nobody has to wait, there are two slots for each, and the rate is the highest there is. */
  fans: number;
  /** Of each seat, minor units. */
  price: number;
  /** Where fans do have to wait. */
  waitingRoom?: { capacity: number; admissionsPerSecond: number };
  /** Epoch milliseconds; a minute ago when left out. */
  opensAt?: number;
}

/** Makes a concert that is on sale, or will be, with its hall and dates. @param admin as an operator */
export async function openSale(
  admin: ApiClient,
  { name, seats, dates, fans, price, waitingRoom, opensAt = Date.now() - 60_000 }: SaleWanted,
): Promise<{ concertId: string; scheduleIds: string[] }> {
  const venue = {
    name: `${name} ${randomUUID()}`,
    address: 'Seoul',
    timeZone: 'Asia/Seoul',
    seats: Array.from({ length: seats }, (_, i) => ({ seatNumber: `A${i + 1}`, area: 'A', seatType: 'R' })),
  };
  const venueId = (await admin.POST('/v1/admin/venues', { body: venue })).data.id;
  const concert = {
    title: name,
    description: '',
    durationMinutes: 120,
    saleOpensAt: new Date(opensAt).toISOString(),
    waitingRoom: waitingRoom ?? { capacity: 2 * fans, admissionsPerSecond: 10_000 },
  };
  const concertId = (await admin.POST('/v1/admin/concerts', { body: concert })).data.id;
  const scheduleIds: string[] = [];
  for (let day = 0; day < dates; day++) {
    const startsAt = Date.now() + (30 + day) * DAY_MS;
    const body = {
      venueId,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 7_200_000).toISOString(),
      prices: { R: price },
    };
    const params = { path: { concertId } };
    const created = await admin.POST('/v1/admin/concerts/{concertId}/schedules', { params, body });
    scheduleIds.push(created.data.id);
  }
  return { concertId, scheduleIds };
}
