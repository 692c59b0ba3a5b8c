import { randomUUID } from 'node:crypto';
import type { SessionView } from '../../src/contracts/session';
import { admitted, idOf, idsOf, left, NEVER, opened, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const waitingAgain = (fans: SessionView[]) => fans.map((view) => ({ view, offered: false }));

/** A paused room with a line. */
async function lineOf(count: number) {
  const concertId = await rooms.concert({ paused: true });
  return { concertId, fans: (await rooms.joinMany(concertId, count)).map(opened) };
}

describe.each([
  ['was restarted', (concertId: string) => rooms.restartRedis(concertId)],
  [
    'lost everything and learnt of the room again',
    async (concertId: string) => {
      await rooms.redis.flushdb();
      await rooms.reopen(concertId);
    },
  ],
])('after Redis %s', (_title, lose) => {
  test('nobody is admitted: not on arrival, not by a tick, not by an operator', async () => {
    const concertId = await rooms.concert();
    await lose(concertId);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: false });
    const { view, ahead } = await rooms.join(concertId);
    expect({ state: view.state, ahead }).toEqual({ state: 'WAITING', ahead: 0 });
    expect(await rooms.tick(concertId)).toEqual({ outcome: 'LOST' });
    expect(await rooms.admission.admitOne(concertId, view.identity.userId)).toEqual({
      outcome: 'NOT_READY',
    });
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(view)]);
    expect(await rooms.members(concertId, 'slots')).toEqual([]);
  });

  test('a rebuilt room admits again, those from before first', async () => {
    const { concertId, fans } = await lineOf(3);
    await lose(concertId);
    const { view } = await rooms.join(concertId);
    expect(await rooms.rebuild(concertId, waitingAgain(fans))).toBe(true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: true, waiting: 4 });
    await rooms.settle(concertId);
    await rooms.setField(concertId, 'tokens', 100);
    expect(idsOf(await rooms.offered(concertId))).toEqual(idsOf([...fans, view]));
  });
});

test('fans who come while a room is being rebuilt come after a crowd of whom Redis knows nothing yet', async () => {
  const concertId = await rooms.concert({ paused: true });
  const crowd = await Promise.all(
    Array.from({ length: 2_000 }, (_, i) => rooms.join(concertId, undefined, rooms.connection(i))),
  );
  const line = await rooms.members(concertId, 'line');
  await rooms.redis.flushdb();
  await rooms.reopen(concertId);
  const { view } = await rooms.join(concertId);
  await rooms.rebuild(concertId, waitingAgain(crowd.map((answer) => answer.view)));
  expect(await rooms.members(concertId, 'line')).toEqual([...line, idOf(view)]);
});

describe('restoring sessions', () => {
  test('in any order puts the line in the order of arrival, also a long one', async () => {
    const { concertId, fans } = await lineOf(650);
    await rooms.redis.flushdb();
    const mixed = fans.map((fan, i) => ({ fan, key: (i * 271) % 650 })).sort((a, b) => a.key - b.key);
    await rooms.rebuild(concertId, waitingAgain(mixed.map(({ fan }) => fan)));
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    expect(await rooms.members(concertId, 'seen')).toHaveLength(650);
    expect((await rooms.room.read(concertId, idOf(fans[9]!))).view).toEqual(fans[9]);
  });

  test('puts those who are inside into their slots', async () => {
    const { concertId, fans } = await lineOf(3);
    await rooms.redis.flushdb();
    const views = [admitted(fans[0]!, 5), fans[1]!, left(fans[2]!, 5)];
    await rooms.rebuild(concertId, waitingAgain(views), { capacity: 1 });
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(fans[0]!)]);
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(fans[1]!)]);
    expect(await rooms.offered(concertId)).toEqual([]);
  });

  test('of one who was taken in and does not know gives the slot back and offers it at once', async () => {
    const { concertId, fans } = await lineOf(2);
    await rooms.redis.flushdb();
    const sessions = fans.map((view, i) => ({ view, offered: i === 1 }));
    await rooms.rebuild(concertId, sessions, { capacity: 1 });
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(fans[1]!)]);
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(fans[0]!)]);
    expect(idsOf(await rooms.offered(concertId))).toEqual([idOf(fans[1]!)]);
    expect(await rooms.offered(concertId)).toEqual([]);
    await rooms.room.publish(admitted(fans[1]!, 5));
    expect(await rooms.offered(concertId, { offerAgainMs: 0 })).toEqual([]);
  });

  test('applies also where Redis has just this view, of a time when the fan was still in the line', async () => {
    const { concertId, fans } = await lineOf(2);
    for (const fan of fans) await rooms.room.publish(fan);
    await rooms.restartRedis(concertId);
    await rooms.rebuild(concertId, [{ view: fans[1]!, offered: true }], { paused: true });
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(fans[0]!)]);
    expect(await rooms.members(concertId, 'seen')).toEqual([idOf(fans[0]!)]);
    expect(idsOf(await rooms.offered(concertId))).toEqual([idOf(fans[1]!)]);
  });

  test('leaves a session alone of which Redis has a newer view', async () => {
    const { concertId, fans } = await lineOf(2);
    const inside = admitted(fans[0]!, 7);
    const gone = left(fans[1]!, 7);
    for (const view of [inside, gone]) await rooms.room.publish(view);
    await rooms.rebuild(concertId, waitingAgain(fans));
    expect(await rooms.members(concertId, 'line')).toEqual([]);
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(inside)]);
    expect((await rooms.room.read(concertId, idOf(gone))).view).toEqual(gone);
  });

  test('rejects when Redis refuses one of them', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.redis.flushdb();
    await rooms.redis.set(`room:{${concertId}}:line`, 'not a sorted set');
    await expect(rooms.admission.restore(waitingAgain(fans))).rejects.toThrow('WRONGTYPE');
  });
});

describe('finishing a rebuild', () => {
  test('leaves an empty budget, which fills at the rate', async () => {
    const { concertId, fans } = await lineOf(3);
    await rooms.redis.flushdb();
    await rooms.rebuild(concertId, waitingAgain(fans), { admissionsPerSecond: 0.1 });
    expect(await rooms.offered(concertId)).toEqual([]);
    await rooms.setField(concertId, 'refilledAt', Date.now() - 10_000);
    expect(await rooms.offered(concertId)).toHaveLength(1);
  });

  test('fails when Redis has lost everything since the beginning', async () => {
    const { concertId, fans } = await lineOf(3);
    await rooms.admission.beginRebuild(concertId, 'first');
    await rooms.admission.restore(waitingAgain(fans.slice(0, 2)));
    await rooms.redis.flushdb();
    await rooms.reopen(concertId);
    await rooms.admission.restore(waitingAgain(fans.slice(2)));
    expect(await rooms.admission.finishRebuild(concertId, 'first')).toBe(false);
    expect(await rooms.tick(concertId)).toEqual({ outcome: 'LOST' });
    expect(await rooms.rebuild(concertId, waitingAgain(fans))).toBe(true);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test('fails when Redis was restarted since the beginning, also where it kept everything', async () => {
    const { concertId, fans } = await lineOf(2);
    await rooms.restartRedis(concertId);
    await rooms.admission.beginRebuild(concertId, 'first');
    await rooms.admission.restore(waitingAgain(fans));
    await rooms.restartRedis(concertId);
    expect(await rooms.admission.finishRebuild(concertId, 'first')).toBe(false);
    expect(await rooms.tick(concertId)).toEqual({ outcome: 'LOST' });
    expect(await rooms.rebuild(concertId, waitingAgain(fans))).toBe(true);
  });

  test('fails when another attempt began', async () => {
    const { concertId } = await lineOf(0);
    await rooms.restartRedis(concertId);
    await rooms.admission.beginRebuild(concertId, 'first');
    await rooms.admission.beginRebuild(concertId, 'second');
    expect(await rooms.admission.finishRebuild(concertId, 'first')).toBe(false);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: false });
    expect(await rooms.admission.finishRebuild(concertId, 'second')).toBe(true);
    expect(await rooms.admission.finishRebuild(concertId, 'second')).toBe(false);
  });

  test('fails for a room that Redis does not know, and leaves nothing behind', async () => {
    const attempt = randomUUID();
    await rooms.admission.beginRebuild('999999', attempt);
    expect(await rooms.admission.finishRebuild('999999', attempt)).toBe(false);
    expect(await rooms.redis.keys('*{999999}*')).toEqual([]);
  });
});

describe('a session whose workflow is known to run', () => {
  test('is put back where Redis has lost it', async () => {
    const { concertId, fans } = await lineOf(2);
    await rooms.redis.flushdb();
    await rooms.room.started(fans[1]!);
    await rooms.room.started(fans[0]!);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    expect(await rooms.members(concertId, 'starting')).toEqual([]);
  });

  test('is not started any more where Redis has it, and nothing else changes', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    await rooms.room.started(view);
    expect(await rooms.members(concertId, 'starting')).toEqual([]);
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(view)]);
    expect(await rooms.admission.unstarted(concertId, -NEVER)).toEqual([]);
  });
});
