import type { SessionView } from '../../src/contracts/session';
import { idOf, idsOf, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const LIMITS = { silentAfterMs: 60_000, graceMs: 300_000 };
const run = (concertId: string) => rooms.run(concertId, LIMITS);
const poll = (fan: SessionView) => rooms.room.read(fan.identity.concertId, idOf(fan));

/** As if nobody in the room had been heard of for so long. */
async function hush(concertId: string, fans: SessionView[], ms: number): Promise<void> {
  for (const fan of fans) await rooms.silence(fan, ms);
  await rooms.setField(concertId, 'heardAt', Date.now() - ms);
}

/** A paused room in which `count` fans wait, while the API serves without a break. */
async function lineOf(count: number) {
  const concertId = await rooms.concert({ paused: true });
  await rooms.serveFor(3_600_000);
  return { concertId, fans: await rooms.joinMany(concertId, count) };
}

describe('while nobody of many is heard of though the API serves', () => {
  test('nobody is passed over, however long it lasts', async () => {
    const { concertId, fans } = await lineOf(10);
    await hush(concertId, fans, 3_000_000);
    expect((await run(concertId)).inactive).toEqual([]);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
  });

  test('nobody expires who was passed over before', async () => {
    const { concertId, fans } = await lineOf(11);
    await rooms.silence(fans[0]!, 100_000);
    await run(concertId);
    expect(await rooms.members(concertId, 'away')).toEqual([idOf(fans[0]!)]);
    await hush(concertId, fans, 400_000);
    expect((await run(concertId)).inactive).toEqual([]);
  });

  test('nobody expires either where fans are passed over after a few seconds already', async () => {
    const limits = { silentAfterMs: 6_000, graceMs: 300_000 };
    const { concertId, fans } = await lineOf(10);
    await hush(concertId, fans, 20_000);
    await rooms.run(concertId, limits);
    expect(await rooms.members(concertId, 'away')).toHaveLength(10);
    await hush(concertId, fans, 400_000);
    expect((await rooms.run(concertId, limits)).inactive).toEqual([]);
    await poll(fans[0]!);
    expect((await rooms.run(concertId, limits)).inactive).toEqual([]);
  });

  test('those are passed over as before who were silent for long, up to half a minute', async () => {
    const { concertId, fans } = await lineOf(11);
    await hush(concertId, fans, 25_000);
    await rooms.silence(fans[0]!, 61_000);
    await run(concertId);
    expect(await rooms.members(concertId, 'away')).toEqual([idOf(fans[0]!)]);
  });
});

describe('after such an outage', () => {
  test.each([
    ['polls', (fan: SessionView) => poll(fan)],
    ['joins', (fan: SessionView) => rooms.join(fan.identity.concertId)],
  ])('everybody has the full time again from when the first one %s', async (_title, signOfLife) => {
    const { concertId, fans } = await lineOf(12);
    await hush(concertId, fans, 3_000_000);
    await signOfLife(fans[0]!);
    await run(concertId);
    expect(await rooms.members(concertId, 'away')).toEqual([]);
    const since = Number(await rooms.field(concertId, 'heardSince'));
    expect(Math.abs(since - Date.now())).toBeLessThan(30_000);

    await rooms.setField(concertId, 'heardSince', since - 61_000);
    expect((await run(concertId)).inactive).toEqual([]);
    expect(await rooms.members(concertId, 'away')).toEqual(expect.arrayContaining(idsOf(fans.slice(1))));
    await rooms.setField(concertId, 'heardSince', since - 361_000);
    expect(idsOf((await run(concertId)).inactive)).toEqual(expect.arrayContaining(idsOf(fans.slice(1))));
  });

  test('one fan who asks now and then does not keep the places of those who went for ever', async () => {
    const { concertId, fans } = await lineOf(12);
    await hush(concertId, fans, 3_000_000);
    await poll(fans[0]!);
    const heardSince = Date.now() - 400_000;
    await rooms.setField(concertId, 'heardSince', heardSince);
    for (let turn = 0; turn < 3; turn++) {
      await hush(concertId, fans.slice(0, 1), 55_000);
      await poll(fans[0]!);
    }
    expect(await rooms.field(concertId, 'heardSince')).toBe(String(heardSince));
    expect((await run(concertId)).inactive).toHaveLength(11);
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(fans[0]!)]);
  });
});

describe('in a small room silence counts as usual', () => {
  test('while nobody is heard of: a lonely fan who went away goes some day', async () => {
    const { concertId, fans } = await lineOf(9);
    await hush(concertId, fans, 400_000);
    expect((await run(concertId)).inactive).toHaveLength(9);
  });

  test('once somebody is heard of again', async () => {
    const { concertId, fans } = await lineOf(9);
    await hush(concertId, fans, 400_000);
    await poll(fans[0]!);
    expect(await rooms.field(concertId, 'heardSince')).toBeNull();
    expect((await run(concertId)).inactive).toHaveLength(8);
  });
});

describe('when a room heard last of its fans', () => {
  test('is written at most every five seconds, and also for polls of those who are admitted', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    const heardAt = async () => Number(await rooms.field(concertId, 'heardAt'));
    expect(Math.abs((await heardAt()) - Date.now())).toBeLessThan(30_000);
    for (const [ago, written] of [
      [3_000, false],
      [6_000, true],
    ] as const) {
      const before = Date.now() - ago;
      await rooms.setField(concertId, 'heardAt', before);
      await poll(view);
      expect((await heardAt()) > before).toBe(written);
    }
  });

  test('is the end of the rebuild where Redis does not know: nobody could be heard of', async () => {
    const { concertId, fans } = await lineOf(10);
    await rooms.redis.flushdb();
    await rooms.serveFor(3_600_000);
    const sessions = fans.map((view) => ({ view, offered: false }));
    await rooms.rebuild(concertId, sessions, { paused: true });
    expect(Math.abs(Number(await rooms.field(concertId, 'heardAt')) - Date.now())).toBeLessThan(30_000);
  });
});
