import pino from 'pino';
import { createSeatFeeds, type SeatFeeds } from '../../src/api/seatFeed';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createSale, createTestApi, type TestApi } from './testApi';

let api: TestApi;
let schedule: { scheduleId: string; concertId: string };
let reads = 0;
let hint: () => void = () => undefined;
let subscriptions = 0;
let failing = false;
const leaving: (() => void)[] = [];

/** The database, counted. */
const db: SqlClient = {
  async query(sql, parameters) {
    reads += 1;
    if (failing) throw new Error('Connection terminated');
    return await api.db.query(sql, parameters);
  },
};

beforeAll(async () => {
  api = await createTestApi();
});
beforeEach(async () => {
  schedule = await createSale(api.app, 4);
  reads = 0;
  failing = false;
});
afterEach(async () => {
  for (const leave of leaving.splice(0)) leave();
  await Promise.resolve();
  await new Promise(setImmediate);
  expect(subscriptions).toBe(0);
});
afterAll(() => api.close());

function feeds(): SeatFeeds {
  return createSeatFeeds({
    db,
    logger: pino({ level: 'silent' }),
    seatChanges: {
      subscribe(_concertId, listener) {
        hint = listener;
        subscriptions += 1;
        return Promise.resolve(() => void (subscriptions -= 1));
      },
    },
  });
}

/** One seat becomes RESERVED, as by a sale: the constraint between the counters holds. */
async function sell(seat: number): Promise<void> {
  await api.db.query(
    `UPDATE seats SET status = 'RESERVED' WHERE id = (
       SELECT id FROM seats WHERE schedule_id = $1 ORDER BY id OFFSET $2 LIMIT 1)`,
    [schedule.scheduleId, seat],
  );
  await api.db.query(
    `UPDATE schedules SET available_seats = available_seats - 1, reserved_seats = reserved_seats + 1,
            seat_map_version = seat_map_version + 1 WHERE id = $1`,
    [schedule.scheduleId],
  );
}

async function follow(of: SeatFeeds, listener: () => void = () => undefined) {
  const seats = await of.follow(schedule, listener);
  leaving.push(seats.leave);
  return seats;
}
const itemsOf = (event: Buffer | null): { status: string }[] =>
  JSON.parse(/^data: (.*)$/m.exec(String(event))![1]!).items;

describe('the seats of a schedule', () => {
  test('are read once for a change, however many streams follow them, and told to each in the same bytes', async () => {
    const all = feeds();
    const told: Buffer[] = [];
    for (let i = 0; i < 50; i += 1) {
      let known = '';
      const own = await follow(all, () => {
        // Nobody is told before the first answer.
        if (known === '') return;
        const event = own.eventSince(known);
        if (event) told.push(event);
        known = own.id();
      });
      known = own.id();
    }
    expect(subscriptions).toBe(1);
    await sell(1);
    reads = 0;
    for (let i = 0; i < 20; i += 1) hint();
    while (told.length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(reads).toBe(1);
    expect(new Set(told).size).toBe(1);
    expect(itemsOf(told[0]!)).toEqual([expect.objectContaining({ status: 'RESERVED' })]);
  });

  test('are read at most every 100 ms, whatever is told', async () => {
    const all = feeds();
    await follow(all);
    reads = 0;
    const from = Date.now();
    while (Date.now() - from < 500) {
      hint();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(reads).toBeGreaterThan(1);
    expect(reads).toBeLessThanOrEqual(Math.ceil((Date.now() - from) / 100) + 1);
  });

  test('of many who come at once are read twice: for the first, and for those who came during that', async () => {
    const all = feeds();
    await Promise.all(Array.from({ length: 30 }, () => follow(all)));
    expect(reads).toBe(2);
  });

  test('are what changed since a state that is remembered, also one from before everybody left', async () => {
    const all = feeds();
    const first = await follow(all);
    const known = first.id();
    first.leave();
    await sell(0);
    await sell(2);
    const back = await follow(all);
    const event = back.eventSince(known);
    expect(String(event)).toContain('event: change\n');
    expect(itemsOf(event)).toHaveLength(2);
    expect(back.eventSince(back.id())).toBeNull();
    await sell(3);
    const later = await follow(all);
    expect(itemsOf(later.eventSince(known))).toHaveLength(3);
    expect(String((await follow(feeds())).eventSince(known))).toContain('event: seats\n');
  });

  test('that are as they were before are nothing to tell', async () => {
    const all = feeds();
    const one = await follow(all);
    const known = one.id();
    await api.db.query('UPDATE schedules SET seat_map_version = seat_map_version + 5 WHERE id = $1', [
      schedule.scheduleId,
    ]);
    const other = await follow(all);
    expect(other.id()).not.toBe(known);
    expect(other.eventSince(known)).toBeNull();
  });

  test('that nobody can claim to know cost one event for all, not one each', async () => {
    const one = await follow(feeds());
    const events = Array.from({ length: 100 }, (_, i) => one.eventSince(`${schedule.scheduleId}-x${i}`));
    expect(new Set(events).size).toBe(1);
  });

  test('cannot be followed while the database is away; those who follow go on once it is back', async () => {
    const all = feeds();
    let told = 0;
    await follow(all, () => (told += 1));
    told = 0;
    failing = true;
    await expect(follow(all)).rejects.toThrow('Connection terminated');
    hint();
    await sell(3);
    failing = false;
    while (told === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).toBe(1);
  });
});
