import pino from 'pino';
import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { startRoomKeeper, type RoomKeeperInput } from '../../src/workers/roomKeeper';
import { NEVER, TestRooms } from '../queue/room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** Runs rounds of a keeper until one has been completed after `enough` says so. */
async function keep(
  inUse: () => WaitingRoomSettings[],
  enough: (woken: string[]) => boolean,
  changes: Partial<RoomKeeperInput> = {},
): Promise<string[]> {
  const woken: string[] = [];
  let rounds = 0;
  let done: () => void;
  const finished = new Promise<void>((resolve) => (done = resolve));
  const keeper = startRoomKeeper({
    rooms: async () => {
      if (rounds++ > 0 && enough(woken)) done();
      return inUse();
    },
    waitingRoom: rooms.room,
    admission: rooms.admission,
    wake: async (concertId) => void woken.push(concertId),
    logger: pino({ level: 'silent' }),
    everyMs: 10,
    ...changes,
  });
  await finished;
  await keeper.stop();
  return woken;
}

test('a room where somebody waits and nobody admits is woken; one with a runner or without a line is not', async () => {
  const waiting = await rooms.concert({ capacity: 0 });
  const empty = await rooms.concert();
  const served = await rooms.concert({ capacity: 0 });
  for (const concertId of [waiting, served]) await rooms.join(concertId);
  await rooms.admission.renew(served, 'a runner', NEVER);
  const inUse = [waiting, empty, served].map((concertId) => rooms.settingsOf(concertId, { capacity: 0 }));
  const woken = await keep(
    () => inUse,
    (so) => so.length > 1,
  );
  expect(new Set(woken)).toEqual(new Set([waiting]));
});

test('a room that Redis has lost is known again, not ready, and woken so that it is rebuilt', async () => {
  const concertId = await rooms.concert();
  await rooms.redis.flushdb();
  const settings = rooms.settingsOf(concertId, { capacity: 7 });
  const woken = await keep(
    () => [settings],
    (so) => so.length > 0,
  );
  expect(woken).toContain(concertId);
  expect(await rooms.room.readRoom(concertId)).toMatchObject({ capacity: 7, ready: false });
});

test('settings that did not reach Redis reach it', async () => {
  const concertId = await rooms.concert({ capacity: 1 });
  const changed = rooms.settingsOf(concertId, { capacity: 2 });
  await keep(
    () => [changed],
    () => true,
  );
  expect(await rooms.room.readRoom(concertId)).toMatchObject({ capacity: 2 });
});

test('trouble with one room, or with PostgreSQL, does not end the keeping of the others', async () => {
  const broken = await rooms.concert({ capacity: 0 });
  const good = await rooms.concert({ capacity: 0 });
  for (const concertId of [broken, good]) await rooms.join(concertId);
  let rounds = 0;
  const woken: string[] = [];
  await keep(
    () => {
      if (rounds++ === 0) throw new Error('no connection');
      return [broken, good].map((concertId) => rooms.settingsOf(concertId, { capacity: 0 }));
    },
    () => woken.length > 1,
    {
      wake: async (concertId) => {
        if (concertId === broken) throw new Error('no Temporal');
        woken.push(concertId);
      },
    },
  );
  expect(new Set(woken)).toEqual(new Set([good]));
});
