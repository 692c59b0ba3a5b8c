import pino from 'pino';
import { createApp } from '../../src/api/app';
import { startServer } from '../../src/api/server';
import { wireApi } from '../../src/api/wiring';
import { endSession } from '../../src/persistence/statements/endSession';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { EventStream, type SentEvent } from './eventStream';

interface Seat {
  id: string;
  status: string;
}

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;
let seats: string[];
const streams: EventStream[] = [];

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 12 });
  seats = await api.seatIds(await visitor(), sale.scheduleId);
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.leave();
});
afterAll(() => stack.close());

async function visitor(balance = 0, concertId = sale.concertId): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, concertId);
  return fan;
}

async function open(fan: Fan, lastEventId?: string, { scheduleId } = sale): Promise<EventStream> {
  const path = `/v1/schedules/${scheduleId}/seats/events`;
  const stream = await EventStream.open(stack.apiUrl, fan, lastEventId, path);
  streams.push(stream);
  return stream;
}

async function seatMap(fan: Fan): Promise<Seat[]> {
  const { items } = await api.must(200, 'GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan });
  return (items as Seat[]).map(({ id, status }) => ({ id, status }));
}

/** Takes events until the seat has this status, which no event may tell twice. @returns the last one */
async function untilSeat(stream: EventStream, id: string | undefined, status: string): Promise<SentEvent> {
  for (;;) {
    const event = await stream.next(10_000);
    if ((event.data.items as Seat[]).some((seat) => seat.id === id && seat.status === status)) return event;
  }
}

test('begins with the status of all seats, as the seat map has them, and then tells what changes', async () => {
  const [watcher, buyer] = [await visitor(), await visitor(5000)];
  const stream = await open(watcher);
  const first = await stream.next();
  expect(first).toMatchObject({ event: 'seats', id: `${sale.scheduleId}-${first.id.split('-')[1]}` });
  expect(first.data).toEqual({ scheduleId: sale.scheduleId, items: await seatMap(watcher) });

  await api.hold(buyer, sale.scheduleId, [seats[0], seats[1]]);
  const held = await stream.next();
  expect(held.event).toBe('change');
  expect(held.data.items).toEqual([0, 1].map((i) => ({ id: seats[i], status: 'HELD' })));
  await api.releaseSeats(buyer, [seats[1]]);
  expect((await stream.next()).data.items).toEqual([{ id: seats[1], status: 'AVAILABLE' }]);
  const { reservationId } = (await api.pay(buyer)).body;
  expect((await stream.next()).data.items).toEqual([{ id: seats[0], status: 'RESERVED' }]);

  await api.must(200, 'POST', `/v1/reservations/${reservationId}/cancellation`, { fan: buyer });
  expect((await stream.next()).data.items).toEqual([{ id: seats[0], status: 'AVAILABLE' }]);
});

test('gives a client that comes back what it missed, nothing when it missed nothing, all when its state is unknown', async () => {
  const [watcher, buyer] = [await visitor(), await visitor()];
  const before = await open(watcher);
  const { id } = await before.next();
  before.leave();
  await api.hold(buyer, sale.scheduleId, [seats[2]]);
  await api.hold(buyer, sale.scheduleId, [seats[3]]);

  const after = await open(watcher, id);
  const missed = await after.next();
  expect(missed).toMatchObject({ event: 'change', data: { items: [{ id: seats[3], status: 'HELD' }] } });
  const present = await open(watcher, missed.id);
  for (const unknown of ['', '7', `${sale.scheduleId}-999999`, `9${missed.id}`]) {
    const first = await (await open(watcher, unknown)).next();
    expect(first).toMatchObject({ event: 'seats', id: missed.id });
    expect(first.data.items).toHaveLength(seats.length);
  }
  expect(present.waiting()).toEqual([]);
  await api.must(204, 'DELETE', '/v1/session', { fan: buyer });
  expect((await present.next()).data.items).toEqual([{ id: seats[3], status: 'AVAILABLE' }]);
});

test('tells also of a change of which nobody told Redis, and after Redis lost the subscription', async () => {
  const [watcher, buyer] = [await visitor(), await visitor()];
  const stream = await open(watcher);
  await stream.next();
  await api.hold(buyer, sale.scheduleId, [seats[4]]);
  await untilSeat(stream, seats[4], 'HELD');
  const { view } = await stack.waitingRoom.read(sale.concertId, buyer.sessionId!);
  const { identity, admittedAt } = view!;
  await endSession(stack.db, { identity, admittedAt, holdNumber: 0, reason: 'REMOVED' });
  await untilSeat(stream, seats[4], 'AVAILABLE');
});

test('many streams and many changes converge to the seat map', async () => {
  const watchers = await Promise.all(Array.from({ length: 5 }, () => visitor()));
  const opened = await Promise.all(watchers.map((fan) => open(fan)));
  const known = await Promise.all(
    opened.map(async (stream) => {
      const all = new Map<string, string>();
      const { data } = await stream.next();
      for (const { id, status } of data.items as Seat[]) all.set(id, status);
      return all;
    }),
  );
  const buyers = await Promise.all(Array.from({ length: 4 }, () => visitor()));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(buyers.map((fan, i) => api.hold(fan, sale.scheduleId, [seats[5 + ((i + round) % 6)]])));
  }
  for (const fan of buyers) await api.must(204, 'DELETE', '/v1/session', { fan });
  // The last change of all, so that all before it were told.
  const last = await visitor();
  await api.hold(last, sale.scheduleId, [seats[11]]);
  for (const [i, stream] of opened.entries()) {
    while (known[i]!.get(seats[11]!) !== 'HELD') {
      for (const { id, status } of (await stream.next()).data.items as Seat[]) known[i]!.set(id, status);
    }
    expect([...known[i]!].map(([id, status]) => ({ id, status }))).toEqual(await seatMap(watchers[i]!));
  }
});

test('is for admitted sessions of the concert only, and ends with the session', async () => {
  const full = await api.onSale({ capacity: 0 });
  expect((await open(await visitor(0, full.concertId), undefined, full)).status).toBe(403);
  expect((await open(await visitor(), undefined, full)).status).toBe(404);
  const fan = await visitor();
  const stream = await open(fan);
  await stream.next();
  await api.must(204, 'DELETE', '/v1/session', { fan });
  await stream.ended(3_000);
  expect((await open(fan)).status).toBe(401);
});

test('listens on the one connection of its process, and no longer when nobody looks', async () => {
  const fan = await visitor();
  const [one, two] = [await open(fan), await EventStream.open(stack.apiUrl, fan)];
  streams.push(two);
  await Promise.all([one.next(), two.next()]);
  const database = new URL(stack.config.REDIS_URL).pathname.slice(1);
  /** The number of channels of each connection that listens. */
  const listening = async (): Promise<number[]> => {
    const list = (await stack.redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')) as string;
    const own = list.split('\n').filter((line) => line.includes(` db=${database} `));
    return own.map((line) => Number(/ sub=(\d+) /.exec(line)?.[1]));
  };
  // Revoked keys, the session, and the seats.
  expect(await listening()).toEqual([3]);
  one.leave();
  two.leave();
  for (const deadline = Date.now() + 5_000; (await listening()).join() !== '1';) {
    if (Date.now() > deadline) throw new Error('it still listens');
  }
});

test('ends at once when its server closes', async () => {
  const { config, db, redis, waitingRoom, client } = stack;
  const logger = pino({ level: 'error' });
  const app = createApp(wireApi({ config, logger, db, redis, waitingRoom, client }));
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  const path = `/v1/schedules/${sale.scheduleId}/seats/events`;
  const stream = await EventStream.open(server.url, await visitor(), undefined, path);
  await stream.next();
  const started = Date.now();
  await server.close();
  await stream.ended(1_000);
  // Not after the ten seconds in which streams that go on are cut.
  expect(Date.now() - started).toBeLessThan(5_000);
});
