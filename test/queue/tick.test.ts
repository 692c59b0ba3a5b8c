import type { SessionView } from '../../src/contracts/session';
import type { EndReason } from '../../src/contracts/states';
import { endedView } from '../../src/domain/sessionView';
import {
  admitted,
  ALL_AT_ONCE,
  idOf,
  idsOf,
  left,
  ONE_AND_NO_MORE,
  opened,
  ROOM_SETS,
  TestRooms,
} from './room';

const AGAIN_AT_ONCE = { offerAgainMs: 0 };

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const over = (fan: SessionView, reason: EndReason): SessionView =>
  endedView({ ...fan, revision: 9 }, reason, Date.now());

/** A room in which `count` fans wait, and which may admit from now on as the settings say. */
async function lineOf(count: number, settings: Parameters<TestRooms['settle']>[1] = {}) {
  const concertId = await rooms.concert({ paused: true });
  const fans = await rooms.joinMany(concertId, count);
  for (const fan of fans) await rooms.room.publish(opened(fan));
  await rooms.settle(concertId, settings);
  return { concertId, ids: idsOf(fans), fans };
}

describe('a tick', () => {
  test('takes fans out of the line in the order of their arrival', async () => {
    const { concertId, ids } = await lineOf(7);
    expect(idsOf(await rooms.offered(concertId, { most: 3 }))).toEqual(ids.slice(0, 3));
    expect(idsOf(await rooms.offered(concertId))).toEqual(ids.slice(3));
    expect(await rooms.offered(concertId)).toEqual([]);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({
      waiting: 0,
      admitted: 7,
      admissionsLastMinute: 7,
    });
  });

  test('fills the capacity and no more; a session takes up its slot before its workflow knows', async () => {
    const { concertId, ids, fans } = await lineOf(5, { capacity: 2 });
    expect(idsOf(await rooms.offered(concertId))).toEqual(ids.slice(0, 2));
    expect(await rooms.offered(concertId)).toEqual([]);
    await rooms.room.publish(left(fans[0]!, 5));
    expect(idsOf(await rooms.offered(concertId))).toEqual(ids.slice(2, 3));
  });

  test('takes nobody in while the capacity that was lowered is exceeded', async () => {
    const { concertId } = await lineOf(4, { capacity: 3 });
    expect(await rooms.offered(concertId)).toHaveLength(3);
    await rooms.settle(concertId, { capacity: 1 });
    expect(await rooms.offered(concertId)).toEqual([]);
  });

  test("is bounded by one second's worth of the rate, and then by the rate", async () => {
    const rate = 20;
    const { concertId } = await lineOf(100, { admissionsPerSecond: rate });
    const begin = Date.now();
    const first = await rooms.offered(concertId);
    expect(first).toHaveLength(rate);
    let more = 0;
    for (let tick = 0; tick < 10; tick++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      more += (await rooms.offered(concertId)).length;
    }
    const seconds = (Date.now() - begin) / 1000;
    // The budget's age counts in whole milliseconds, and a part of a fan stays in it.
    expect(more).toBeLessThanOrEqual(Math.ceil(seconds * rate));
    expect(more).toBeGreaterThanOrEqual(Math.min(9, Math.floor(seconds * rate) - 1));
  });

  test('shares the budget with admission on arrival', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: ONE_AND_NO_MORE });
    const [first] = await rooms.joinMany(concertId, 2);
    expect(first?.state).toBe('ADMITTED');
    expect(await rooms.offered(concertId)).toEqual([]);
  });

  test.each([
    ['paused', { paused: true }],
    ['closed', { status: 'CLOSED' as const }],
    ['sold out', { soldOut: true }],
    ['not open yet', { saleOpensAt: new Date(Date.now() + 3_600_000) }],
  ])('takes nobody in while the room is %s', async (_title, settings) => {
    const { concertId, ids } = await lineOf(2, settings);
    expect(await rooms.offered(concertId)).toEqual([]);
    expect(await rooms.members(concertId, 'line')).toEqual(ids);
  });

  test('names a fan again until the workflow confirms it, without another slot', async () => {
    const { concertId, ids, fans } = await lineOf(3);
    await rooms.offered(concertId);
    expect(idsOf(await rooms.offered(concertId, AGAIN_AT_ONCE)).sort()).toEqual([...ids].sort());
    await rooms.room.publish(admitted(fans[1]!, 2));
    expect(idsOf(await rooms.offered(concertId, AGAIN_AT_ONCE)).sort()).toEqual([ids[0], ids[2]].sort());
    expect(await rooms.members(concertId, 'slots')).toHaveLength(3);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ admissionsLastMinute: 3 });
  });

  test('does not name a fan again before the time', async () => {
    const { concertId } = await lineOf(1);
    await rooms.offered(concertId, { offerAgainMs: 1_000 });
    expect(await rooms.offered(concertId, { offerAgainMs: 1_000 })).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await rooms.offered(concertId, { offerAgainMs: 1_000 })).toHaveLength(1);
  });

  test('names a fan again in a paused room too: the slot was given already', async () => {
    const { concertId, ids } = await lineOf(2);
    await rooms.offered(concertId, { most: 1 });
    await rooms.settle(concertId, { paused: true });
    expect(idsOf(await rooms.offered(concertId, AGAIN_AT_ONCE))).toEqual([ids[0]]);
  });

  test.each(['ended', 'was forgotten'])('does not name a session again that %s', async (end) => {
    const { concertId, fans } = await lineOf(1);
    await rooms.offered(concertId);
    if (end === 'ended') await rooms.room.publish(left(fans[0]!, 9));
    else await rooms.room.forget(fans[0]!);
    expect(await rooms.offered(concertId, AGAIN_AT_ONCE)).toEqual([]);
    expect(await rooms.members(concertId, 'slots')).toEqual([]);
  });

  test('once over, a fan who was taken in is not put back in the line by a late view of the wait', async () => {
    const concertId = await rooms.concert({ paused: true });
    const [fan] = await rooms.joinMany(concertId, 1);
    await rooms.settle(concertId);
    await rooms.offered(concertId);
    await rooms.room.publish(opened(fan!));
    expect(await rooms.members(concertId, 'line')).toEqual([]);
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(fan!)]);
    expect(await rooms.offered(concertId, AGAIN_AT_ONCE)).toHaveLength(1);
  });

  test('by many processes at once gives each fan once and keeps to the capacity', async () => {
    const { concertId, ids } = await lineOf(60, { capacity: 50, admissionsPerSecond: ALL_AT_ONCE });
    const admissions = rooms.admissions();
    const offers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        rooms.offered(concertId, { most: 5 }, admissions[i % admissions.length]),
      ),
    );
    expect(idsOf(offers.flat()).sort()).toEqual(ids.slice(0, 50).sort());
  });

  test.each([
    ['was left', (fan: SessionView) => rooms.room.publish(left(fan, 9))],
    ['expired', (fan: SessionView) => rooms.room.publish(over(fan, 'ADMISSION_WINDOW'))],
    ['was removed by an operator', (fan: SessionView) => rooms.room.publish(over(fan, 'REMOVED'))],
    ['was paid', (fan: SessionView) => rooms.room.publish(over(fan, 'PAID'))],
    ['never came to be', (fan: SessionView) => rooms.room.forget(fan)],
  ])('gives the slot of a session that %s to the next fan', async (_title, end) => {
    const { concertId, ids, fans } = await lineOf(3, { capacity: 1 });
    expect(idsOf(await rooms.offered(concertId))).toEqual([ids[0]]);
    await rooms.room.publish(admitted(fans[0]!, 2));
    expect(await rooms.offered(concertId)).toEqual([]);
    await end(fans[0]!);
    expect(idsOf(await rooms.offered(concertId))).toEqual([ids[1]]);
  });

  test('passes over a session of which Redis has no view, and spends nothing on it', async () => {
    const { concertId, ids } = await lineOf(3, { capacity: 2, admissionsPerSecond: 2 });
    await rooms.redis.del(`room:{${concertId}}:session:${ids[0]!}`);
    expect(idsOf(await rooms.offered(concertId))).toEqual([ids[1]]);
    expect(idsOf(await rooms.offered(concertId))).toEqual([ids[2]]);
    expect((await rooms.members(concertId, 'slots')).sort()).toEqual(ids.slice(1).sort());
  });

  test('forgets a session of which Redis has no view, also whether its workflow is known to run', async () => {
    const concertId = await rooms.concert({ capacity: 0 });
    const { view } = await rooms.join(concertId);
    await rooms.redis.del(`room:{${concertId}}:session:${idOf(view)}`);
    await rooms.settle(concertId);
    expect(await rooms.offered(concertId)).toEqual([]);
    for (const set of ROOM_SETS) expect(await rooms.members(concertId, set)).toEqual([]);
  });

  test('in a room that Redis does not know is LOST, and leaves nothing behind', async () => {
    expect(await rooms.tick('999999')).toEqual({ outcome: 'LOST' });
    expect(await rooms.redis.keys('*{999999}*')).toEqual([]);
  });
});
