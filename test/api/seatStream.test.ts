import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import express, { type Request, type Response } from 'express';
import { Problem } from '../../src/api/problem';
import { streamSeats, type StreamedSeats } from '../../src/api/seatStream';
import { startServer, type RunningServer } from '../../src/api/server';
import { createStreamPlaces, type StreamPlaces } from '../../src/api/streamPlaces';

/** Larger than what the sockets between server and client take in. */
const EVENT = Buffer.from(`event: change\ndata: ${'x'.repeat(2 ** 20)}\n\n`);

let server: RunningServer;
let version: number;
let change: () => void;
let left: number;
let response: Response;
let access: () => Promise<unknown>;
let sessionChanges: () => void;

const seats: StreamedSeats = {
  subscribe(listener) {
    sessionChanges = listener;
    return Promise.resolve(() => void (left += 1));
  },
  checkAccess: () => access(),
  follow(listener) {
    change = () => {
      version += 1;
      listener();
    };
    return Promise.resolve({
      id: () => String(version),
      eventSince: (known) => (known === String(version) ? null : EVENT),
      leave: () => void (left += 1),
    });
  },
};

beforeEach(async () => {
  [version, left] = [1, 0];
  access = () => Promise.resolve();
  const app = express().get('/', async (request: Request, given: Response) => {
    response = given;
    await streamSeats(request, given, seats);
  });
  server = await startServer(app, { host: '127.0.0.1', port: 0 });
});
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

afterEach(async () => {
  await server.close();
  // What it leaves must not count for the next one.
  while (!response.closed) await aMoment();
});

async function connectWithoutReading() {
  const request = httpRequest(server.url).end();
  const [incoming] = (await once(request, 'response')) as [NodeJS.ReadableStream & { destroyed: boolean }];
  incoming.pause();
  return { request, incoming };
}

describe('the stream of seats', () => {
  test('does not pile up for a client that does not read, and leaves nothing when that is cut off', async () => {
    const { request } = await connectWithoutReading();
    request.on('error', () => undefined);
    for (let i = 0; i < 60; i += 1) {
      change();
      await aMoment();
    }
    expect(response.writableNeedDrain).toBe(true);
    expect(response.writableLength).toBeLessThan(3 * EVENT.length);
    expect(left).toBe(0);
    // As the heartbeat does when nothing was taken since the one before.
    response.destroy();
    while (!response.closed) await aMoment();
    expect(left).toBe(2);
  });

  test('brings a slow client up to date as soon as it reads on', async () => {
    const { incoming } = await connectWithoutReading();
    for (let i = 0; i < 60; i += 1) {
      change();
      if (i % 10 === 0) await aMoment();
    }
    const write = jest.spyOn(response, 'write');
    incoming.resume();
    while (write.mock.calls.length === 0) await aMoment();
    change();
    while (write.mock.calls.length < 2) await aMoment();
    expect(response.writableEnded).toBe(false);
  });

  test('ends when a change of the session takes the access away, and only then', async () => {
    const { incoming } = await connectWithoutReading();
    incoming.resume();
    access = () => Promise.reject(new Problem('DEPENDENCY_UNAVAILABLE', 'Later.'));
    sessionChanges();
    await aMoment();
    expect(response.writableEnded).toBe(false);
    access = () => Promise.reject(new Problem('QUEUE_TOKEN_EXPIRED', 'Join again.'));
    sessionChanges();
    await once(incoming, 'end');
    while (!response.closed) await aMoment();
    expect(left).toBe(2);
  });
});

describe('the places of streams', () => {
  /** As much of a response as a place needs. */
  function fakeResponse() {
    const listeners: (() => void)[] = [];
    const fake = {
      headersSent: true,
      destroyed: false,
      closed: false,
      writableEnded: false,
      sent: '',
      once: (_event: 'close', listener: () => void) => listeners.push(listener),
      end(text: string) {
        fake.sent = text;
        fake.close();
      },
      destroy() {
        fake.destroyed = true;
        fake.close();
      },
      close() {
        fake.closed = fake.writableEnded = true;
        listeners.forEach((listener) => listener());
      },
    };
    return fake;
  }
  type Fake = ReturnType<typeof fakeResponse>;

  async function open(places: StreamPlaces, sessionId: string, keyHash = 'a key'): Promise<Fake> {
    const fake = fakeResponse();
    const opened = places.run({ sessionId, keyHash }, () => Promise.resolve());
    await opened({} as Request, fake as unknown as Response);
    return fake;
  }

  test('of one session are six: the oldest stream gives way, and is asked not to come back soon', async () => {
    const places = createStreamPlaces(100);
    const tabs: Fake[] = [];
    for (let i = 0; i < 8; i += 1) tabs.push(await open(places, 'one'));
    expect(tabs.map(({ closed }) => closed)).toEqual([true, true, ...Array<boolean>(6).fill(false)]);
    expect(tabs[0]!.sent).toBe('retry: 60000\n\n');
    expect((await open(places, 'another')).closed).toBe(false);
  });

  test('of the process are bounded: OVERLOADED beyond, also for one who was first, and free again after a stream', async () => {
    const places = createStreamPlaces(3);
    const [first] = [await open(places, 'a'), await open(places, 'b'), await open(places, 'c')];
    await expect(open(places, 'd')).rejects.toMatchObject({ code: 'OVERLOADED', members: { retryAfter: 5 } });
    await expect(open(places, 'a')).rejects.toMatchObject({ code: 'OVERLOADED' });
    first.close();
    await open(places, 'd');
    await expect(open(places, 'e')).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  test('are not taken by a client that did not wait', async () => {
    const places = createStreamPlaces(1);
    const gone = fakeResponse();
    gone.close();
    await places.run({ sessionId: 'a', keyHash: 'a key' }, () => Promise.resolve())(
      {} as Request,
      gone as unknown as Response,
    );
    expect((await open(places, 'b')).closed).toBe(false);
  });

  test('of a key are ended together, begun or not, those of other keys go on, and the places are free', async () => {
    const places = createStreamPlaces(3);
    const [stolen, notBegun] = [await open(places, 'a', 'stolen'), await open(places, 'b', 'stolen')];
    const own = await open(places, 'a', 'own');
    notBegun.headersSent = false;
    expect(places.keyHashes()).toEqual(['stolen', 'own']);
    places.endOf(['another', 'stolen']);
    expect([stolen, notBegun, own].map(({ closed }) => closed)).toEqual([true, true, false]);
    expect([stolen.destroyed, notBegun.destroyed]).toEqual([false, true]);
    expect([places.taken(), places.keyHashes()]).toEqual([1, ['own']]);
  });
});
