import { randomUUID } from 'node:crypto';
import { idOf, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

describe('reading a session', () => {
  test('gives view, place and room, in one round trip', async () => {
    const opensAt = Date.now() - 5_000;
    const concertId = await rooms.concert({
      capacity: 1,
      admissionsPerSecond: 2.5,
      saleOpensAt: new Date(opensAt),
    });
    await rooms.joinMany(concertId, 3);
    const { view } = await rooms.join(concertId);
    await rooms.room.readRoom(concertId);
    const sent = jest.spyOn(rooms.redis, 'sendCommand');
    const answer = await rooms.room.read(concertId, idOf(view));
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
    expect(answer).toEqual({
      view,
      ahead: 2,
      wake: false,
      room: {
        waiting: 3,
        silent: 0,
        admitted: 1,
        admissionsLastMinute: 1,
        measuredPerSecond: null,
        capacity: 1,
        admissionsPerSecond: 2.5,
        paused: false,
        closed: false,
        soldOut: false,
        allSeatsHeld: false,
        ready: true,
        opensAt,
        now: expect.any(Number) as number,
      },
    });
    expect(Math.abs((answer.room?.now ?? 0) - Date.now())).toBeLessThan(5_000);
  });

  test.each([
    [{ paused: true }, { paused: true, closed: false }],
    [{ status: 'CLOSED' as const }, { paused: false, closed: true }],
    [
      { capacity: 0, admissionsPerSecond: 0.5 },
      { capacity: 0, admissionsPerSecond: 0.5 },
    ],
  ])('gives the settings as they were applied last: %p', async (settings, expected) => {
    const concertId = await rooms.concert({ paused: true, status: 'CLOSED' });
    await rooms.settle(concertId, settings);
    expect(await rooms.room.readRoom(concertId)).toMatchObject(expected);
  });

  test('gives no view where Redis has none, and no room for a concert it does not know', async () => {
    const concertId = await rooms.concert();
    expect(await rooms.room.read(concertId, randomUUID())).toMatchObject({
      view: null,
      ahead: 0,
      room: { waiting: 0 },
    });
    expect(await rooms.room.read('999999', randomUUID())).toEqual({
      view: null,
      ahead: 0,
      room: null,
      wake: false,
    });
    expect(await rooms.room.readRoom('999999')).toBeNull();
  });

  test('counts as ahead only those who still wait', async () => {
    const concertId = await rooms.concert({ paused: true });
    const [first, , third] = await rooms.joinMany(concertId, 3);
    await rooms.room.publish(left(first!));
    expect((await rooms.room.read(concertId, idOf(third!))).ahead).toBe(1);
  });

  test('counts the admissions of the last minute, also of sessions that ended', async () => {
    const concertId = await rooms.concert();
    const [first] = await rooms.joinMany(concertId, 2);
    await rooms.room.publish(left(first!));
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ admitted: 1, admissionsLastMinute: 2 });
    await rooms.redis.zadd(`room:{${concertId}}:admissions`, Date.now() - 61_000, 'long ago');
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ admissionsLastMinute: 2 });
  });

  test.each([
    ['over two minutes at most', {}, 120],
    ['since the line formed or the room changed', { measuredSince: -20_000 }, 20],
    ['since the sale opened', { opensAt: -40_000 }, 40],
  ])('measures the rate %s', async (_title, fields: Record<string, number>, seconds) => {
    const concertId = await rooms.concert({ paused: true });
    const set = { measuredSince: -3_600_000, opensAt: -3_600_000, ...fields };
    for (const [name, ago] of Object.entries(set)) await rooms.setField(concertId, name, Date.now() + ago);
    for (const ago of [1, 5, 15, 35, 100, 130]) {
      await rooms.redis.zadd(`room:{${concertId}}:admissions`, Date.now() - ago * 1000, `${ago} s ago`);
    }
    const counted = [1, 5, 15, 35, 100, 130].filter((ago) => ago < seconds).length;
    const { measuredPerSecond } = (await rooms.room.readRoom(concertId))!;
    expect(measuredPerSecond! * seconds).toBeGreaterThan(counted - 0.7);
    expect(measuredPerSecond! * seconds).toBeLessThan(counted + 0.1);
  });

  test('measures no rate in less than ten seconds', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    await rooms.joinMany(concertId, 2);
    expect((await rooms.room.readRoom(concertId))?.measuredPerSecond).toBeNull();
    await rooms.setField(concertId, 'measuredSince', Date.now() - 10_000);
    expect((await rooms.room.readRoom(concertId))?.measuredPerSecond).toBeCloseTo(0.1, 1);
  });

  test('measures the rate anew once a line forms', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    await rooms.join(concertId);
    for (const expected of [false, true]) {
      await rooms.setField(concertId, 'measuredSince', Date.now() - 60_000);
      await rooms.join(concertId);
      const measured = (await rooms.room.readRoom(concertId))?.measuredPerSecond;
      expect(measured !== null).toBe(expected);
    }
  });
});
