import { randomUUID } from 'node:crypto';
import { admitted, idOf, idsOf, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

describe('sessions whose workflow is not known to run', () => {
  test('are those that joined long enough ago and of which nothing was heard', async () => {
    const concertId = await rooms.concert();
    const fans = await rooms.joinMany(concertId, 3);
    await rooms.room.started(fans[0]!);
    await rooms.room.publish(left(fans[1]!));
    expect(await rooms.admission.unstarted(concertId, 60_000)).toEqual([]);
    expect(idsOf(await rooms.admission.unstarted(concertId, -60_000))).toEqual([idOf(fans[2]!)]);
  });

  test('are told 100 at a time', async () => {
    const concertId = await rooms.concert();
    await Promise.all(Array.from({ length: 120 }, () => rooms.join(concertId)));
    expect(await rooms.admission.unstarted(concertId, -60_000)).toHaveLength(100);
  });
});

describe("a room's sessions", () => {
  test('that should have ended are those whose end is over for longer than the grace', async () => {
    const concertId = await rooms.concert();
    const [first, second] = await rooms.joinMany(concertId, 3);
    await rooms.room.publish({ ...admitted(first!), expiresAt: Date.now() - 120_000 });
    await rooms.room.publish({ ...admitted(second!), expiresAt: Date.now() - 30_000 });
    expect(idsOf(await rooms.admission.overdue(concertId, 60_000))).toEqual([idOf(first!)]);
  });

  test('that wait are told in order, the silent ones after those who are there, at most so many', async () => {
    const concertId = await rooms.concert({ paused: true });
    const fans = await rooms.joinMany(concertId, 4);
    await rooms.serveFor(600_000);
    await rooms.silence(fans[1]!, 90_000);
    await rooms.run(concertId, { silentAfterMs: 60_000 });
    const inOrder = [fans[0]!, fans[2]!, fans[3]!, fans[1]!];
    expect(await rooms.admission.waiting(concertId, 100)).toEqual(inOrder);
    expect(await rooms.admission.waiting(concertId, 3)).toEqual(inOrder.slice(0, 3));
  });

  test('that are admitted are told at most so many', async () => {
    const concertId = await rooms.concert({ capacity: 3 });
    const fans = await rooms.joinMany(concertId, 4);
    expect(idsOf(await rooms.admission.admitted(concertId, 100)).sort()).toEqual(
      idsOf(fans.slice(0, 3)).sort(),
    );
    expect(await rooms.admission.admitted(concertId, 2)).toHaveLength(2);
  });

  test('of one fan is the open one, and none once it ended', async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    expect(await rooms.admission.sessionOf(concertId, userId)).toBeNull();
    const { view } = await rooms.join(concertId, userId);
    expect(await rooms.admission.sessionOf(concertId, userId)).toEqual(view);
    await rooms.room.publish(left(view));
    expect(await rooms.admission.sessionOf(concertId, userId)).toBeNull();
  });
});
