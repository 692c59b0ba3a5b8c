import { setTimeout as pause } from 'node:timers/promises';
import { idOf, idsOf, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const FIRST = { runner: 'first' };
const SECOND = { runner: 'second' };

describe("a runner's lease", () => {
  test('keeps every other runner out, and the others change nothing', async () => {
    const concertId = await rooms.concert({ paused: true });
    const fans = await rooms.joinMany(concertId, 2);
    await rooms.run(concertId, FIRST);
    await rooms.settle(concertId);
    expect(await rooms.tick(concertId, SECOND)).toEqual({ outcome: 'BUSY' });
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    expect(await rooms.offered(concertId, FIRST)).toHaveLength(2);
  });

  test('is taken by exactly one of many runners', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.joinMany(concertId, 2);
    const admissions = rooms.admissions();
    const ticks = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        rooms.tick(concertId, { runner: String(i) }, admissions[i % admissions.length]),
      ),
    );
    expect(ticks.filter(({ outcome }) => outcome === 'RUNNING')).toHaveLength(1);
    expect(ticks.filter(({ outcome }) => outcome === 'BUSY')).toHaveLength(19);
  });

  test('passes on when its runner is not heard of again', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.joinMany(concertId, 1);
    await rooms.run(concertId, { ...FIRST, leaseMs: 300 });
    while ((await rooms.tick(concertId, SECOND)).outcome === 'BUSY') await pause(20);
    expect(await rooms.tick(concertId, FIRST)).toEqual({ outcome: 'BUSY' });
    expect(await rooms.admission.renew(concertId, 'first', 1_000)).toBe(false);
  });

  test('is extended by each tick and by renewing', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.run(concertId, { ...FIRST, leaseMs: 1 });
    await rooms.run(concertId, { ...FIRST, leaseMs: 60_000 });
    expect(await rooms.tick(concertId, SECOND)).toEqual({ outcome: 'BUSY' });
    await rooms.setField(concertId, 'runnerUntil', Date.now() + 1_000);
    expect(await rooms.admission.renew(concertId, 'first', 60_000)).toBe(true);
    expect(Number(await rooms.field(concertId, 'runnerUntil'))).toBeGreaterThan(Date.now() + 30_000);
  });

  test('of another runner is neither renewed, rested nor released', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.run(concertId, FIRST);
    expect(await rooms.admission.renew(concertId, 'second', 60_000)).toBe(false);
    await rooms.admission.release(concertId, 'second');
    await rooms.admission.rest(concertId, 'second');
    expect(await rooms.tick(concertId, { runner: 'third' })).toEqual({ outcome: 'BUSY' });
  });

  test('is taken by renewing where Redis has lost it, so that a rebuild keeps the others out', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.run(concertId, FIRST);
    await rooms.redis.flushdb();
    expect(await rooms.admission.renew(concertId, 'first', 60_000)).toBe(true);
    expect(await rooms.redis.keys(`*{${concertId}}*`)).toEqual([]);
    await rooms.reopen(concertId);
    expect(await rooms.admission.renew(concertId, 'first', 60_000)).toBe(true);
    expect(await rooms.tick(concertId, SECOND)).toEqual({ outcome: 'BUSY' });
  });

  test('that was released is free at once', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.joinMany(concertId, 1);
    await rooms.run(concertId, FIRST);
    await rooms.admission.release(concertId, 'first');
    expect((await rooms.tick(concertId, SECOND)).outcome).toBe('RUNNING');
  });

  test('is kept out of the hands of others while the room is being rebuilt', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.restartRedis(concertId);
    expect(await rooms.tick(concertId, FIRST)).toEqual({ outcome: 'LOST' });
    expect(await rooms.tick(concertId, SECOND)).toEqual({ outcome: 'BUSY' });
  });
});

describe('a runner rests', () => {
  test('when nobody waits, and its lease is free at once', async () => {
    const concertId = await rooms.concert();
    await rooms.join(concertId);
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ idle: true });
    expect(await rooms.admission.rest(concertId, 'first')).toBe(true);
    expect((await rooms.tick(concertId, SECOND)).outcome).toBe('RUNNING');
  });

  test('not when somebody came after the tick that found nobody', async () => {
    const concertId = await rooms.concert({ paused: true });
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ idle: true });
    const { view } = await rooms.join(concertId);
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
    expect(await rooms.tick(concertId, SECOND)).toEqual({ outcome: 'BUSY' });
    await rooms.room.publish(left(view));
    expect(await rooms.admission.rest(concertId, 'first')).toBe(true);
  });

  test('not while a fan who was taken in does not know it', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.settle(concertId);
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ offered: [{}], idle: false });
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
    await rooms.room.publish(left(view));
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ idle: true });
  });

  test('not while a silent fan has a place', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.serveFor(600_000);
    await rooms.silence(view, 90_000);
    expect(await rooms.run(concertId, { ...FIRST, silentAfterMs: 60_000 })).toMatchObject({ idle: false });
    expect(await rooms.members(concertId, 'away')).toEqual([idOf(view)]);
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
  });

  test('not while fans are inside and everything is sold', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    await rooms.settle(concertId, { soldOut: true });
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ idle: false });
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
    await rooms.room.publish(left(view));
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ idle: true });
  });

  test('not before the sale opens, while fans gather', async () => {
    const concertId = await rooms.concert({ saleOpensAt: new Date(Date.now() + 3_600_000) });
    await rooms.join(concertId);
    expect(await rooms.run(concertId, FIRST)).toMatchObject({ offered: [], idle: false });
  });

  test('not in a room that Redis has lost since the last tick', async () => {
    const concertId = await rooms.concert();
    await rooms.run(concertId, FIRST);
    await rooms.restartRedis(concertId);
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
    await rooms.redis.flushdb();
    expect(await rooms.admission.rest(concertId, 'first')).toBe(false);
  });
});
