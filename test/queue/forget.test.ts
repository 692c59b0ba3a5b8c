import { randomUUID } from 'node:crypto';
import { idOf, idsOf, left, ROOM_SETS, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

describe('forgetting a session', () => {
  test.each([
    ['waits', true],
    ['was admitted on arrival', false],
  ])('that %s leaves nothing of it, and the fan may join anew', async (_title, paused) => {
    const concertId = await rooms.concert({ paused });
    const userId = randomUUID();
    const { view } = await rooms.join(concertId, userId);
    await rooms.room.forget(view);
    for (const set of ROOM_SETS) {
      expect(await rooms.members(concertId, set)).toEqual([]);
    }
    expect((await rooms.room.read(concertId, idOf(view))).view).toBeNull();
    const again = await rooms.join(concertId, userId);
    expect(again.outcome).toBe('JOINED');
    expect(idOf(again.view)).not.toBe(idOf(view));
  });

  test('that is silent leaves nothing of it either', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.serveFor(600_000);
    await rooms.silence(view, 500_000);
    await rooms.run(concertId, { silentAfterMs: 60_000, graceMs: 300_000 });
    expect(await rooms.members(concertId, 'closing')).toEqual([idOf(view)]);
    await rooms.room.forget(view);
    for (const set of ROOM_SETS) expect(await rooms.members(concertId, set)).toEqual([]);
  });

  test('lets those behind move up', async () => {
    const concertId = await rooms.concert({ paused: true });
    const [first, second, third] = await rooms.joinMany(concertId, 3);
    await rooms.room.forget(second!);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf([first!, third!]));
    expect((await rooms.room.read(concertId, idOf(third!))).ahead).toBe(1);
  });

  test("leaves the fan's newer session alone", async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    const { view: old } = await rooms.join(concertId, userId);
    await rooms.room.publish(left(old));
    const { view: next } = await rooms.join(concertId, userId);
    await rooms.room.forget(old);
    expect(await rooms.join(concertId, userId)).toMatchObject({
      outcome: 'EXISTING',
      view: { identity: next.identity },
    });
  });

  test('twice is forgetting once', async () => {
    const concertId = await rooms.concert({ paused: true });
    const [first, second] = await rooms.joinMany(concertId, 2);
    await rooms.room.forget(first!);
    await rooms.room.forget(first!);
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(second!)]);
  });
});
