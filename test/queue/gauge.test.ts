import { createRoomGauges, type RoomGauge } from '../../src/queue/roomGauges';
import { admitted, idOf, ONE_AND_NO_MORE, TestRooms } from './room';

let rooms: TestRooms;
let read: (concertIds: readonly string[]) => Promise<RoomGauge[]>;
beforeAll(async () => {
  rooms = await TestRooms.open();
  read = createRoomGauges(rooms.redis);
});
afterAll(() => rooms.close());

const gaugeOf = async (concertId: string): Promise<RoomGauge> => (await read([concertId]))[0]!;

describe('what metrics tell of rooms', () => {
  test('is who waits, who is admitted, and how many of those who wait could be admitted now', async () => {
    const concertId = await rooms.concert({ capacity: 3, paused: true });
    const views = await rooms.joinMany(concertId, 5);
    expect(await gaugeOf(concertId)).toMatchObject({ state: 'PAUSED', waiting: 5, admitted: 0, due: 0 });
    await rooms.settle(concertId, { capacity: 3 });
    expect(await gaugeOf(concertId)).toMatchObject({ state: 'OPEN', waiting: 5, due: 3, capacity: 3 });

    const offered = await rooms.offered(concertId);
    expect(await gaugeOf(concertId)).toMatchObject({
      ...{ waiting: 2, silent: 0, admitted: 3, due: 0, unconfirmed: 3, admissionsLastMinute: 3 },
    });
    await rooms.room.publish(admitted(offered[0]!));
    expect((await gaugeOf(concertId)).unconfirmed).toBe(2);
    expect(views.map(idOf)).toEqual(expect.arrayContaining(offered.map(idOf)));
  });

  test('counts nobody as due for whom the rate has no turn', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: ONE_AND_NO_MORE });
    await rooms.joinMany(concertId, 3);
    expect(await gaugeOf(concertId)).toMatchObject({ waiting: 2, admitted: 1, due: 0 });
  });

  test('says for how long nobody has looked after a line, and nothing once a runner does', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: ONE_AND_NO_MORE });
    expect((await gaugeOf(concertId)).unattendedSeconds).toBe(0);
    await rooms.joinMany(concertId, 2);
    await rooms.setField(concertId, 'measuredSince', Date.now() - 20_000);
    const { unattendedSeconds } = await gaugeOf(concertId);
    expect(unattendedSeconds).toBeGreaterThanOrEqual(19);
    expect(unattendedSeconds).toBeLessThan(80);
    await rooms.run(concertId);
    expect((await gaugeOf(concertId)).unattendedSeconds).toBe(0);
    // The runner died: its lease ran out.
    await rooms.setField(concertId, 'runnerUntil', Date.now() - 4_000);
    const died = (await gaugeOf(concertId)).unattendedSeconds;
    expect(died).toBeGreaterThanOrEqual(3);
    expect(died).toBeLessThan(19);
  });

  test('says that a room is being rebuilt', async () => {
    const concertId = await rooms.concert();
    await rooms.joinMany(concertId, 1);
    await rooms.restartRedis(concertId);
    expect(await gaugeOf(concertId)).toMatchObject({ ready: false, state: 'PAUSED', due: 0 });
  });

  test('leaves out rooms that Redis does not know, keeps the order, and changes nothing', async () => {
    const [first, second] = [await rooms.concert({ capacity: 7 }), await rooms.concert({ capacity: 8 })];
    await rooms.joinMany(first, 2);
    const keys = async () => (await rooms.redis.keys('*')).sort();
    const [before, fields] = [await keys(), await rooms.redis.hgetall(`room:{${first}}`)];
    const gauges = await read([second, 'unknown', first]);
    expect(gauges.map(({ concertId, capacity }) => [concertId, capacity])).toEqual([
      [second, 8],
      [first, 7],
    ]);
    expect(await read([])).toEqual([]);
    expect(await keys()).toEqual(before);
    expect(await rooms.redis.hgetall(`room:{${first}}`)).toEqual(fields);
  });
});
