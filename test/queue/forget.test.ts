import { randomUUID } from 'node:crypto';
import { idOf, idsOf, left, TestRooms } from './room';

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
    for (const set of ['line', 'slots', 'offers', 'starting'] as const) {
      expect(await rooms.members(concertId, set)).toEqual([]);
    }
    expect((await rooms.room.read(concertId, idOf(view))).view).toBeNull();
    const again = await rooms.join(concertId, userId);
    expect(again.outcome).toBe('JOINED');
    expect(idOf(again.view)).not.toBe(idOf(view));
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

describe('sessions whose workflow is not known to run', () => {
  test('are those that joined long enough ago and of which nothing was heard', async () => {
    const concertId = await rooms.concert();
    const fans = await rooms.joinMany(concertId, 3);
    await rooms.room.started(fans[0]!);
    await rooms.room.publish(left(fans[1]!));
    expect(await rooms.room.unstarted(concertId, 60_000)).toEqual([]);
    expect(idsOf(await rooms.room.unstarted(concertId, -60_000))).toEqual([idOf(fans[2]!)]);
  });

  test('are told 100 at a time', async () => {
    const concertId = await rooms.concert();
    await Promise.all(Array.from({ length: 120 }, () => rooms.join(concertId)));
    expect(await rooms.room.unstarted(concertId, -60_000)).toHaveLength(100);
  });
});

test('concerts are listed once they have a room', async () => {
  const [first, second] = [await rooms.concert(), await rooms.concert()];
  await rooms.settle(first);
  const listed = await rooms.room.concertsWithRoom();
  expect(listed.filter((id) => id === first || id === second).sort()).toEqual([first, second].sort());
});
