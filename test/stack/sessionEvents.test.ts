import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createApp } from '../../src/api/app';
import { startServer, type RunningServer } from '../../src/api/server';
import { wireApi } from '../../src/api/wiring';
import { sessionChannel } from '../../src/queue/sessionChanges';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { EventStream } from './eventStream';

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;
const streams: EventStream[] = [];

beforeAll(async () => {
  stack = await startStack({ HOLD_SECONDS: '2' });
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 20 });
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.leave();
});
afterAll(() => stack.close());

async function visitor(concertId = sale.concertId, balance = 0): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, concertId);
  return fan;
}

async function open(fan: Fan, lastEventId?: string, url = stack.apiUrl): Promise<EventStream> {
  const stream = await EventStream.open(url, fan, lastEventId);
  streams.push(stream);
  return stream;
}

async function holdOne(fan: Fan): Promise<void> {
  const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body });
}

async function subscribers(fan: Fan, concertId = sale.concertId): Promise<number> {
  const channel = sessionChannel({ concertId, sessionId: fan.sessionId! });
  const [, count] = (await stack.redis.pubsub('NUMSUB', channel)) as [string, number];
  return count;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 5_000; !(await holds());) {
    if (Date.now() > deadline) throw new Error('it never came true');
    await sleep(20);
  }
}

test('begins with the session as GET /v1/session gives it', async () => {
  const fan = await visitor();
  const stream = await open(fan);
  const first = await stream.next();
  expect(first).toMatchObject({ event: 'session', id: expect.stringMatching(/^\d+$/) });
  expect(first.data).toEqual(await api.session(fan));
});

test('tells of a hold and of its expiry as they happen', async () => {
  const fan = await visitor();
  const stream = await open(fan);
  await stream.until('ADMITTED');
  await holdOne(fan);
  const held = await stream.until('HOLDING', 2_000);
  expect(held.data.hold).toEqual((await api.session(fan)).hold);
  const expiresAt = Date.parse(held.data.hold.expiresAt);
  const released = await stream.until('ADMITTED');
  expect(released.data.hold).toBeNull();
  expect(Date.now() - expiresAt).toBeLessThan(3_000);
});

test('tells a waiting fan of the new place and of the admission', async () => {
  const small = await api.onSale({ capacity: 1 });
  const inside = await visitor(small.concertId);
  const second = await visitor(small.concertId);
  const third = await visitor(small.concertId);
  const [streamOfSecond, streamOfThird] = [await open(second), await open(third)];
  expect((await streamOfSecond.next()).data).toMatchObject({ state: 'WAITING', position: 1 });
  expect(await streamOfThird.next()).toMatchObject({
    id: expect.stringMatching(/^\d+\.1$/),
    data: { position: 2 },
  });
  await api.must(204, 'DELETE', '/v1/session', { fan: inside });
  expect((await streamOfSecond.until('ADMITTED')).data).toMatchObject({ position: null, ahead: 0 });
  const moved = await streamOfThird.next();
  expect(moved).toMatchObject({
    id: expect.stringMatching(/^\d+\.0$/),
    data: { state: 'WAITING', position: 1 },
  });
});

test('sends nothing twice: not to a waiting fan whose place stays, not after Last-Event-ID', async () => {
  const full = await api.onSale({ capacity: 0 });
  const fan = await visitor(full.concertId);
  const stream = await open(fan);
  const first = await stream.next();
  await sleep(2_500);
  expect(stream.waiting()).toEqual([]);
  // The first workflow task may have counted the revision up without a visible change.
  const { view } = await stack.waitingRoom.read(full.concertId, fan.sessionId!);
  const resumed = await open(fan, `${view!.revision}.0`);
  await sleep(500);
  expect(resumed.waiting()).toEqual([]);
  await api.must(204, 'DELETE', '/v1/session', { fan });
  expect((await resumed.next()).data.state).toBe('LEFT');
  expect((await open(fan, 'of another time').then((other) => other.next())).data.state).toBe('LEFT');
  expect(first.data.state).toBe('WAITING');
});

test('ends after CONFIRMED was told; then the final state is one event, and 204 to who has it', async () => {
  const fan = await visitor(sale.concertId, 1000);
  const stream = await open(fan);
  await holdOne(fan);
  const { reservationId } = (await api.pay(fan)).body;
  const last = await stream.until('CONFIRMED');
  expect(last.data).toMatchObject({ reservationId, hold: null });
  await stream.ended(2_000);
  await until(async () => (await subscribers(fan)) === 0);
  const again = await open(fan);
  expect((await again.next()).data).toEqual(last.data);
  await again.ended(2_000);
  expect((await open(fan, last.id)).status).toBe(204);
});

test('a client that goes away leaves no subscription, and takes none from the others', async () => {
  const fan = await visitor();
  const [one, two] = [await open(fan), await open(fan)];
  await Promise.all([one.next(), two.next()]);
  expect(await subscribers(fan)).toBe(1);
  one.leave();
  await sleep(200);
  expect(await subscribers(fan)).toBe(1);
  await holdOne(fan);
  await two.until('HOLDING', 2_000);
  two.leave();
  await until(async () => (await subscribers(fan)) === 0);
});

test('a change that happens while the subscription is lost is told once it is back', async () => {
  const fan = await visitor();
  const stream = await open(fan);
  await stream.until('ADMITTED');
  const { view } = await stack.waitingRoom.read(sale.concertId, fan.sessionId!);
  const killed = await killSubscriberOf(fan);
  expect(killed).toBe(1);
  // Before the subscriber is back: it waits 100 ms at least.
  await stack.waitingRoom.publish({
    ...view!,
    revision: view!.revision + 1,
    expiresAt: view!.expiresAt + 1000,
  });
  const told = await stream.next(5_000);
  expect(Date.parse(told.data.expiresAt)).toBe(view!.expiresAt + 1000);
  await until(async () => (await subscribers(fan)) === 1);
});

/** Kills the connections of this stack that listen: other tests use the same Redis server. */
async function killSubscriberOf(fan: Fan): Promise<number> {
  const database = new URL(stack.config.REDIS_URL).pathname.slice(1);
  const list = (await stack.redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')) as string;
  const ids = list
    .split('\n')
    .filter((line) => line.includes(` db=${database} `))
    .map((line) => /^id=(\d+)/.exec(line)?.[1] ?? '');
  for (const id of ids) await stack.redis.client('KILL', 'ID', id);
  expect(await subscribers(fan)).toBe(0);
  return ids.length;
}

/** A second API on the same engines. */
async function startAnotherServer(): Promise<RunningServer> {
  const { config, db, redis, waitingRoom, client } = stack;
  const logger = pino({ level: 'error' });
  const wired = wireApi({ config, logger, db, redis, waitingRoom, client });
  const server = await startServer(createApp(wired), { host: '127.0.0.1', port: 0 });
  return {
    ...server,
    async close() {
      await server.close();
      wired.stop();
    },
  };
}

test('a key that is revoked takes its streams with it, on every server; those of the new key go on', async () => {
  const old = await visitor();
  const { apiKey: key } = await api.must(201, 'POST', '/v1/users/me/api-keys', { fan: old });
  const rotated: Fan = { ...old, key };
  const another = await startAnotherServer();
  try {
    const [ofOld, onAnother] = [await open(old), await open(old, undefined, another.url)];
    const ofNew = await open(rotated, undefined, another.url);
    await Promise.all([ofOld, onAnother, ofNew].map((stream) => stream.until('ADMITTED')));
    const { items } = await api.must(200, 'GET', '/v1/users/me/api-keys', { fan: rotated });
    const [first] = items as { id: string }[];
    await api.must(204, 'DELETE', `/v1/users/me/api-keys/${first?.id}`, { fan: rotated });
    await Promise.all([ofOld.ended(2_000), onAnother.ended(2_000)]);
    expect((await open(old)).status).toBe(401);
    await holdOne(rotated);
    await ofNew.until('HOLDING', 2_000);
  } finally {
    await another.close();
  }
});

describe('a server that closes', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startAnotherServer();
  });

  test('ends open streams at once and leaves no subscription', async () => {
    const fans = await Promise.all([visitor(), visitor(), visitor()]);
    const opened = await Promise.all(fans.map((fan) => open(fan, undefined, server.url)));
    await Promise.all(opened.map((stream) => stream.next()));
    const started = Date.now();
    await server.close();
    expect(Date.now() - started).toBeLessThan(1_000);
    await Promise.all(opened.map((stream) => stream.ended(1_000)));
    for (const fan of fans) await until(async () => (await subscribers(fan)) === 0);
  });

  test('ends a stream that is only being opened', async () => {
    const fan = await visitor();
    const opening = open(fan, undefined, server.url);
    await sleep(3);
    const started = Date.now();
    const [stream] = await Promise.all([opening.catch(() => null), server.close()]);
    expect(Date.now() - started).toBeLessThan(1_000);
    await stream?.ended(1_000);
    await until(async () => (await subscribers(fan)) === 0);
  });
});
