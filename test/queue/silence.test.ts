import type { SessionView } from '../../src/contracts/session';
import { idOf, idsOf, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const LIMITS = { silentAfterMs: 60_000, graceMs: 300_000 };
const run = (concertId: string) => rooms.run(concertId, LIMITS);

/** A paused room in which `count` fans wait, after the API has been serving for an hour. */
async function lineOf(count: number, settings: Parameters<TestRooms['concert']>[0] = {}) {
  const concertId = await rooms.concert({ paused: true, ...settings });
  await rooms.serveFor(3_600_000);
  return { concertId, fans: await rooms.joinMany(concertId, count) };
}

const poll = (fan: SessionView) => rooms.room.read(fan.identity.concertId, idOf(fan));

describe('a fan who is silent', () => {
  test('is passed over: those behind move up, and the slot goes to the next', async () => {
    const { concertId, fans } = await lineOf(3);
    await rooms.silence(fans[0]!, 61_000);
    await run(concertId);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ waiting: 2, silent: 1 });
    expect((await poll(fans[2]!)).ahead).toBe(1);
    await rooms.settle(concertId, { capacity: 1 });
    expect(idsOf((await run(concertId)).offered)).toEqual([idOf(fans[1]!)]);
  });

  test('is passed over in the very tick that would have taken the fan in', async () => {
    const { concertId, fans } = await lineOf(2);
    await rooms.silence(fans[0]!, 61_000);
    await rooms.settle(concertId, { capacity: 1 });
    expect(idsOf((await run(concertId)).offered)).toEqual([idOf(fans[1]!)]);
  });

  test('is not passed over before the time', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 50_000);
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test.each([
    ['polls', poll],
    ['joins again', (fan: SessionView) => rooms.join(fan.identity.concertId, fan.identity.userId)],
  ])('is back at the old place when the fan %s', async (_title, signOfLife) => {
    const { concertId, fans } = await lineOf(4);
    await rooms.silence(fans[1]!, 200_000);
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).not.toContain(idOf(fans[1]!));
    expect(await signOfLife(fans[1]!)).toMatchObject({ ahead: 1, view: { identity: fans[1]!.identity } });
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test('who polled before the time was over is there', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 59_000);
    await poll(fans[0]!);
    await rooms.silence(fans[0]!, 0);
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test('costs no write when the fan polls again within seconds', async () => {
    const { concertId, fans } = await lineOf(1);
    const seenAt = () => rooms.redis.zscore(`room:{${concertId}}:seen`, idOf(fans[0]!));
    await rooms.silence(fans[0]!, 3_000);
    const before = await seenAt();
    await poll(fans[0]!);
    expect(await seenAt()).toBe(before);
    await rooms.silence(fans[0]!, 6_000);
    const stale = Number(await seenAt());
    await poll(fans[0]!);
    expect(Number(await seenAt())).toBeGreaterThan(stale + 5_000);
  });

  test('does not stand in the way of admission on arrival', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 61_000);
    await run(concertId);
    await rooms.settle(concertId);
    expect((await rooms.join(concertId)).view.state).toBe('ADMITTED');
  });

  test('loses the place after the grace, and is named again until the workflow is closed', async () => {
    const { concertId, fans } = await lineOf(2);
    await rooms.silence(fans[0]!, 359_000);
    expect((await run(concertId)).inactive).toEqual([]);
    await rooms.silence(fans[0]!, 361_000);
    expect(idsOf((await run(concertId)).inactive)).toEqual([idOf(fans[0]!)]);
    expect((await run(concertId)).inactive).toEqual([]);
    const again = await rooms.run(concertId, { ...LIMITS, offerAgainMs: 0 });
    expect(idsOf(again.inactive)).toEqual([idOf(fans[0]!)]);
    await rooms.room.publish(left(fans[0]!));
    expect((await rooms.run(concertId, { ...LIMITS, offerAgainMs: 0 })).inactive).toEqual([]);
  });

  test('who comes back after the grace, before the workflow is closed, is not named again', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 400_000);
    expect((await run(concertId)).inactive).toHaveLength(1);
    await poll(fans[0]!);
    expect((await rooms.run(concertId, { ...LIMITS, offerAgainMs: 0 })).inactive).toEqual([]);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    expect(await rooms.members(concertId, 'closing')).toEqual([]);
  });

  test('is forgotten where Redis has no view of the session', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 400_000);
    await rooms.redis.del(`room:{${concertId}}:session:${idOf(fans[0]!)}`);
    expect(await run(concertId)).toMatchObject({ inactive: [], idle: true });
  });

  test('and admitted keeps the slot', async () => {
    const { concertId } = await lineOf(0, { paused: false });
    const { view } = await rooms.join(concertId);
    await rooms.silence(view, 900_000);
    expect(await run(concertId)).toMatchObject({ inactive: [], idle: true });
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(view)]);
  });
});

describe('nobody is silent', () => {
  test('while the API does not serve', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 3_000_000);
    await rooms.redis.del('api:serving');
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test('before the API has been serving for as long', async () => {
    const { concertId, fans } = await lineOf(1);
    await rooms.silence(fans[0]!, 3_000_000);
    await rooms.serveFor(50_000);
    await run(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    await rooms.serveFor(61_000);
    expect((await run(concertId)).inactive).toEqual([]);
    expect(await rooms.members(concertId, 'away')).toEqual(idsOf(fans));
    await rooms.serveFor(361_000);
    expect(idsOf((await run(concertId)).inactive)).toEqual(idsOf(fans));
  });
});

describe('before the sale', () => {
  const closed = () => ({ saleOpensAt: new Date(Date.now() + 3_600_000) });
  const openFor = (ms: number) => ({ saleOpensAt: new Date(Date.now() - ms) });

  test('a silent fan is passed over, and back when the fan asks', async () => {
    const { concertId, fans } = await lineOf(2, { ...closed(), paused: false });
    await rooms.silence(fans[0]!, 61_000);
    await run(concertId);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ waiting: 1, silent: 1 });
    await poll(fans[0]!);
    expect((await rooms.members(concertId, 'line')).sort()).toEqual(idsOf(fans).sort());
    expect(await rooms.members(concertId, 'away')).toEqual([]);
  });

  test('nobody expires, and not before the sale has been open for as long', async () => {
    const { concertId, fans } = await lineOf(1, closed());
    await rooms.silence(fans[0]!, 3_000_000);
    expect((await run(concertId)).inactive).toEqual([]);
    for (const [open, inactive] of [
      [350_000, 0],
      [361_000, 1],
    ] as const) {
      await rooms.settle(concertId, { paused: true, ...openFor(open) });
      expect((await run(concertId)).inactive).toHaveLength(inactive);
    }
  });

  test('who is silent is not among those whom the first tick after the opening takes in', async () => {
    const { concertId, fans } = await lineOf(6, { ...closed(), paused: false });
    const gone = fans.slice(0, 3);
    for (const fan of gone) await rooms.silence(fan, 61_000);
    await rooms.settle(concertId, openFor(0));
    expect(idsOf((await run(concertId)).offered).sort()).toEqual(idsOf(fans.slice(3)).sort());
    expect((await rooms.members(concertId, 'away')).sort()).toEqual(idsOf(gone).sort());
  });
});

test('one tick passes over 500 silent fans at most, and the next ones the rest', async () => {
  const { concertId } = await lineOf(0);
  const fans = await Promise.all(
    Array.from({ length: 700 }, (_, i) => rooms.join(concertId, undefined, rooms.connection(i))),
  );
  const line = await rooms.members(concertId, 'line');
  await Promise.all(fans.map(({ view }) => rooms.silence(view, 400_000)));
  expect((await run(concertId)).inactive).toHaveLength(500);
  expect(await rooms.room.readRoom(concertId)).toMatchObject({ waiting: 200, silent: 500 });
  await run(concertId);
  expect(await rooms.room.readRoom(concertId)).toMatchObject({ waiting: 0, silent: 700 });
  await Promise.all(fans.map(({ view }, i) => rooms.connection(i).read(concertId, idOf(view))));
  expect(await rooms.members(concertId, 'line')).toEqual(line);
});
