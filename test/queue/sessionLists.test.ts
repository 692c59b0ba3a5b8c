import { randomUUID } from 'node:crypto';
import type { SessionView } from '../../src/contracts/session';
import { roomKeys } from '../../src/queue/keys';
import { admitted, idOf, idsOf, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** As if the time for which Redis keeps the view were over. */
const dropView = ({ identity }: SessionView) =>
  rooms.redis.del(roomKeys(identity.concertId).sessionPrefix + identity.sessionId);

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

  test('do not hide behind those of which Redis has no view any more, and those are removed for good', async () => {
    const concertId = await rooms.concert({ paused: true });
    const fans = await rooms.joinMany(concertId, 103);
    for (const fan of fans.slice(0, 101)) await dropView(fan);
    const found: string[] = [];
    for (let call = 0; call < 2; call++) {
      found.push(...idsOf(await rooms.admission.unstarted(concertId, -60_000)));
    }
    expect([...new Set(found)].sort()).toEqual(idsOf(fans.slice(101)).sort());
    for (const set of ['starting', 'line', 'seen'] as const) {
      expect((await rooms.members(concertId, set)).sort()).toEqual(idsOf(fans.slice(101)).sort());
    }
  });

  test.each(['unstarted', 'overdue'] as const)(
    'are %s by the clock of Redis, whatever the clock of this process says',
    async (list) => {
      const concertId = await rooms.concert();
      const { view } = await rooms.join(concertId);
      await rooms.room.publish({ ...view, revision: 1, expiresAt: Date.now() - 1_000 });
      await rooms.join(concertId);
      const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
      try {
        expect(await rooms.admission[list](concertId, 600_000)).toEqual([]);
      } finally {
        clock.mockRestore();
      }
    },
  );
});

describe("a room's sessions", () => {
  test('of which Redis has no view give their slots back', async () => {
    const concertId = await rooms.concert({ capacity: 3 });
    const fans = await rooms.joinMany(concertId, 3);
    await dropView(fans[0]!);
    expect(await rooms.admission.overdue(concertId, 60_000)).toEqual([]);
    for (const set of ['slots', 'starting'] as const) {
      expect((await rooms.members(concertId, set)).sort()).toEqual(idsOf(fans.slice(1)).sort());
    }
  });

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
