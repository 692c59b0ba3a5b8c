import { createHash } from 'node:crypto';
import type { SessionView } from '../../src/contracts/session';
import { DRAW_SEED, idOf, idsOf, left, opened, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const PRE_SALE = { saleOpensAt: new Date(Date.now() + 3_600_000) };
const OPEN = { saleOpensAt: new Date(Date.now() - 1_000) };

/** The rule, written a second time: the first 52 bits of the digest, before all numbers of arrival. */
function lotOf(sessionId: string, seed = DRAW_SEED): number {
  const digest = createHash('sha1').update(`${seed}:${sessionId}`).digest('hex');
  return Number(BigInt(`0x${digest.slice(0, 13)}`) - (1n << 52n));
}

const byLot = (seed?: string) => (a: SessionView, b: SessionView) =>
  lotOf(idOf(a), seed) - lotOf(idOf(b), seed);

describe('the draw among those who come before the sale', () => {
  test('gives each a place that anybody who knows seed and session can compute, to the last digit', async () => {
    const concertId = await rooms.concert(PRE_SALE);
    const fans = await rooms.joinMany(concertId, 100);
    for (const fan of fans) {
      const { place } = fan.identity;
      expect(place).toBe(lotOf(idOf(fan)));
      expect(Number.isSafeInteger(place) && place < 0).toBe(true);
      const score = await rooms.redis.zscore(`room:{${concertId}}:line`, idOf(fan));
      expect(BigInt(Number(score!))).toBe(BigInt(place));
    }
  });

  test('decides the order of the line, whatever the order of arrival', async () => {
    const concertId = await rooms.concert(PRE_SALE);
    const fans = await rooms.joinMany(concertId, 100);
    const drawn = [...fans].sort(byLot());
    expect(idsOf(drawn)).not.toEqual(idsOf(fans));
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(drawn));
    await rooms.settle(concertId, OPEN);
    expect(idsOf(await rooms.offered(concertId))).toEqual(idsOf(drawn));
  });

  test('depends on the seed of the concert', async () => {
    const drawSeed = 'ab'.repeat(32);
    const concertId = await rooms.concert({ ...PRE_SALE, drawSeed });
    const fans = await rooms.joinMany(concertId, 50);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf([...fans].sort(byLot(drawSeed))));
    expect([...fans].sort(byLot(drawSeed))).not.toEqual([...fans].sort(byLot()));
  });

  test('puts everybody before those who come once the sale is open, who are in order of arrival', async () => {
    const concertId = await rooms.concert({ ...PRE_SALE, paused: true });
    const early = await rooms.joinMany(concertId, 20);
    await rooms.settle(concertId, { ...OPEN, paused: true });
    const late = await rooms.joinMany(concertId, 20);
    expect(late.every(({ identity }) => identity.place > 0)).toBe(true);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf([...early.sort(byLot()), ...late]));
  });

  test('is the same after Redis lost everything', async () => {
    const concertId = await rooms.concert(PRE_SALE);
    const fans = await rooms.joinMany(concertId, 30);
    const line = await rooms.members(concertId, 'line');
    await rooms.redis.flushdb();
    await rooms.rebuild(
      concertId,
      fans.map((view) => ({ view: opened(view), offered: false })),
      PRE_SALE,
    );
    expect(await rooms.members(concertId, 'line')).toEqual(line);
  });

  test('keeps the place of a fan who was silent', async () => {
    const concertId = await rooms.concert(PRE_SALE);
    const fans = await rooms.joinMany(concertId, 10);
    const line = await rooms.members(concertId, 'line');
    await rooms.settle(concertId, { saleOpensAt: new Date(Date.now() - 600_000), paused: true });
    await rooms.serveFor(600_000);
    for (const fan of fans.slice(0, 5)) await rooms.silence(fan, 90_000);
    await rooms.run(concertId, { silentAfterMs: 60_000 });
    expect(await rooms.members(concertId, 'line')).toHaveLength(5);
    for (const fan of fans) await rooms.room.read(concertId, idOf(fan));
    expect(await rooms.members(concertId, 'line')).toEqual(line);
  });

  test('is joined by a new lot when a fan leaves and comes again', async () => {
    const concertId = await rooms.concert(PRE_SALE);
    const { view } = await rooms.join(concertId, 'fan');
    await rooms.room.publish(left(view));
    const again = (await rooms.join(concertId, 'fan')).view;
    expect(again.identity.place).toBe(lotOf(idOf(again)));
  });

  test('tells nothing in the position on entry, which counts those who came', async () => {
    const fans = await rooms.joinMany(await rooms.concert(PRE_SALE), 5);
    expect(fans.map(({ identity }) => identity.positionAtEntry)).toEqual([1, 2, 3, 4, 5]);
  });
});
