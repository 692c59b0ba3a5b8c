import { randomUUID } from 'node:crypto';
import type { SessionView } from '../../src/contracts/session';
import { roomKeys } from '../../src/queue/keys';
import { idOf, idsOf, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** A room with two fans in the line, as an earlier version of this software left it. */
async function earlierRoom(opensAt = Date.now() - 3_600_000) {
  const concertId = await rooms.concert({ paused: true });
  const fans = await rooms.joinMany(concertId, 2);
  const { room, seen, starting } = roomKeys(concertId);
  await rooms.redis.del(room, seen, starting);
  const known = { capacity: 10, rate: 5, paused: 1, closed: 0, opensAt, soldOut: 0 };
  await rooms.redis.hset(room, known);
  return { concertId, fans };
}

const waitingAgain = (fans: SessionView[]) => fans.map((view) => ({ view, offered: false }));

describe('a room that an earlier version left in Redis', () => {
  test('takes the settings it is given, in every mode', async () => {
    const apply: ((concertId: string) => Promise<unknown>)[] = [
      (concertId) => rooms.settle(concertId, { capacity: 7, admissionsPerSecond: 2 }),
      (concertId) => rooms.reopen(concertId, { capacity: 7, admissionsPerSecond: 2 }),
      (concertId) =>
        rooms.room.openRoom(rooms.settingsOf(concertId, { capacity: 7, admissionsPerSecond: 2 }), true),
    ];
    for (const settle of apply) {
      const { concertId } = await earlierRoom();
      await settle(concertId);
      expect(await rooms.room.readRoom(concertId)).toMatchObject({ capacity: 7, admissionsPerSecond: 2 });
    }
  });

  test('answers everybody, and admits nobody before it is rebuilt', async () => {
    const { concertId, fans } = await earlierRoom();
    const [first, second] = fans;
    expect(await rooms.room.read(concertId, idOf(second!))).toMatchObject({
      ahead: 1,
      room: { ready: false },
    });
    expect(await rooms.join(concertId, first!.identity.userId)).toMatchObject({ outcome: 'EXISTING' });
    expect(await rooms.join(concertId)).toMatchObject({ outcome: 'JOINED', ahead: 2 });
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    expect(await rooms.tick(concertId)).toEqual({ outcome: 'LOST' });
    expect(await rooms.admission.rest(concertId, 'a runner')).toBe(false);
  });

  test('is unknown to new fans before the sale: without the seed nobody can draw a lot', async () => {
    const { concertId } = await earlierRoom(Date.now() + 3_600_000);
    expect(await rooms.tryJoin(concertId)).toEqual({ outcome: 'ROOM_UNKNOWN' });
    const saleOpensAt = new Date(Date.now() + 3_600_000);
    await rooms.reopen(concertId, { saleOpensAt });
    expect((await rooms.join(concertId, randomUUID())).view.identity.place).toBeLessThan(0);
  });

  test('once rebuilt admits in the old order', async () => {
    const { concertId, fans } = await earlierRoom();
    expect(await rooms.rebuild(concertId, waitingAgain(fans))).toBe(true);
    await rooms.setField(concertId, 'tokens', 10);
    expect(idsOf(await rooms.offered(concertId))).toEqual(idsOf(fans));
  });

  test('learns to know silence: those in the line of whom nobody knows since when count as heard of now', async () => {
    const { concertId, fans } = await earlierRoom();
    // Of one of them Redis has a newer view than the one that is put back.
    await rooms.redis.set(
      roomKeys(concertId).sessionPrefix + idOf(fans[0]!),
      JSON.stringify({ ...fans[0]!, revision: 9 }),
    );
    await rooms.rebuild(concertId, waitingAgain(fans), { paused: true });
    expect(await rooms.members(concertId, 'seen')).toHaveLength(2);
    await rooms.serveFor(600_000);
    for (const fan of fans) await rooms.silence(fan, 61_000);
    await rooms.run(concertId, { silentAfterMs: 60_000 });
    expect(await rooms.members(concertId, 'away')).toHaveLength(2);
  });
});
