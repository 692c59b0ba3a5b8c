import { randomUUID } from 'node:crypto';
import type { SessionView } from '../../src/contracts/session';
import { END_REASONS } from '../../src/contracts/states';
import { endedView, holdingView } from '../../src/domain/sessionView';
import { KEEP_ENDED_MS } from '../../src/queue/waitingRoom';
import { admitted, idOf, idsOf, left, opened, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const viewOf = async ({ identity }: SessionView) =>
  (await rooms.room.read(identity.concertId, identity.sessionId)).view;

describe('publishing a view', () => {
  test('replaces an older one, and not one of the same revision', async () => {
    const { view } = await rooms.join(await rooms.concert());
    const [first, second] = [admitted(view, 1), admitted(view, 2)];
    for (const newer of [first, second]) {
      expect(await rooms.room.publish(newer)).toBe(true);
      expect(await viewOf(view)).toEqual(newer);
    }
    expect(await rooms.room.publish({ ...second, expiresAt: 5 })).toBe(false);
    expect(await viewOf(view)).toEqual(second);
  });

  test('of an older revision changes nothing, neither the view nor the sets', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    const last = left(view, 3);
    await rooms.room.publish(last);
    expect(await rooms.room.publish(opened(view))).toBe(false);
    expect(await rooms.room.publish(admitted(view, 2))).toBe(false);
    expect(await viewOf(view)).toEqual(last);
    expect(await rooms.members(concertId, 'line')).toEqual([]);
    expect(await rooms.members(concertId, 'slots')).toEqual([]);
    expect(await rooms.openSessionOf(view)).toBeNull();
  });

  test('that waits keeps the place; that is admitted takes the fan out of the line into a slot', async () => {
    const concertId = await rooms.concert({ paused: true });
    const [first, second] = await rooms.joinMany(concertId, 2);
    await rooms.room.publish(opened(second!));
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf([first!, second!]));
    await rooms.room.publish(admitted(second!, 2));
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(first!)]);
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(second!)]);
  });

  test('tells that the workflow runs', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    expect(await rooms.members(concertId, 'starting')).toEqual([idOf(view)]);
    await rooms.room.publish(opened(view));
    expect(await rooms.members(concertId, 'starting')).toEqual([]);
  });

  test('that is not newer still tells that the workflow runs', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    expect(await rooms.room.publish(view)).toBe(false);
    expect(await rooms.members(concertId, 'starting')).toEqual([]);
  });

  test('of a wait that Redis knows is no sign of life: a silent fan stays silent', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.serveFor(600_000);
    await rooms.silence(view, 90_000);
    await rooms.run(concertId, { silentAfterMs: 60_000 });
    await rooms.room.publish(opened(view));
    expect(await rooms.members(concertId, 'away')).toEqual([idOf(view)]);
    expect(await rooms.members(concertId, 'line')).toEqual([]);
  });

  test.each([
    ['admitted', (fan: SessionView) => admitted(fan, 5)],
    ['ended', (fan: SessionView) => left(fan, 5)],
  ])('that %s takes the fan out of the line, also a silent or an offered one', async (_title, viewAfter) => {
    const concertId = await rooms.concert({ capacity: 1 });
    const [, present, silent] = await rooms.joinMany(concertId, 3);
    await rooms.settle(concertId, { capacity: 2 });
    await rooms.serveFor(600_000);
    await rooms.silence(silent!, 500_000);
    const { offered, inactive } = await rooms.run(concertId, { silentAfterMs: 60_000, graceMs: 300_000 });
    expect([offered, inactive].map(idsOf)).toEqual([[idOf(present!)], [idOf(silent!)]]);
    for (const fan of [present!, silent!]) await rooms.room.publish(viewAfter(fan));
    for (const set of ['line', 'seen', 'away', 'closing', 'offers'] as const) {
      expect(await rooms.members(concertId, set)).toEqual([]);
    }
  });

  test.each(END_REASONS)(
    'that ended by %s frees slot and fan, and stays readable for a day',
    async (reason) => {
      const concertId = await rooms.concert();
      const { view } = await rooms.join(concertId);
      const end = endedView({ ...view, revision: 4 }, reason, Date.now());
      expect(await rooms.room.publish(end)).toBe(true);
      expect(await rooms.members(concertId, 'slots')).toEqual([]);
      expect(await rooms.openSessionOf(view)).toBeNull();
      expect(await viewOf(view)).toEqual(end);
      const keep = await rooms.redis.pttl(`room:{${concertId}}:session:${idOf(view)}`);
      expect(keep).toBeGreaterThan(KEEP_ENDED_MS - 30_000);
      expect(keep).toBeLessThanOrEqual(KEEP_ENDED_MS);
    },
  );

  test("the end of an older session leaves the fan's new one alone", async () => {
    const concertId = await rooms.concert();
    const userId = randomUUID();
    const { view: old } = await rooms.join(concertId, userId);
    await rooms.room.publish(left(old));
    const { view: next } = await rooms.join(concertId, userId);
    expect(await rooms.room.publish(left(old, 7))).toBe(true);
    expect(await rooms.openSessionOf(next)).toBe(idOf(next));
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(next)]);
  });

  test('keeps the slot of a session that holds seats', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    const hold = {
      reservationId: randomUUID(),
      scheduleId: '1',
      seats: [],
      amount: 0,
      expiresAt: Date.now() + 5_000,
    };
    const holding = holdingView({ ...view, revision: 1 }, hold);
    await rooms.room.publish(holding);
    expect(await viewOf(view)).toEqual(holding);
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(view)]);
  });
});

describe('after Redis lost everything', () => {
  test('views published in any order put the line back in the order of arrival', async () => {
    const concertId = await rooms.concert({ paused: true });
    const fans = await rooms.joinMany(concertId, 20);
    await rooms.redis.flushdb();
    const shuffled = fans.map((fan, i) => ({ fan, key: (i * 7) % 20 })).sort((a, b) => a.key - b.key);
    for (const { fan } of shuffled) expect(await rooms.room.publish(opened(fan))).toBe(true);
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(fans));
    const { view, ahead } = await rooms.room.read(concertId, idOf(fans[7]!));
    expect({ state: view?.state, ahead }).toEqual({ state: 'WAITING', ahead: 7 });
  });

  test('the same fan has the same session, and a new fan comes after those from before', async () => {
    const concertId = await rooms.concert({ paused: true });
    const fans = await rooms.joinMany(concertId, 3);
    await rooms.redis.flushdb();
    for (const fan of fans) await rooms.room.publish(opened(fan));
    await rooms.reopen(concertId);
    const again = await rooms.join(concertId, fans[1]!.identity.userId);
    expect(again).toMatchObject({
      outcome: 'EXISTING',
      ahead: 1,
      unstarted: false,
      view: { identity: fans[1]!.identity },
    });
    const { ahead, view } = await rooms.join(concertId);
    expect(ahead).toBe(3);
    expect(view.identity.place).toBeGreaterThan(fans[2]!.identity.place);
  });

  test('a new fan comes after those from before, also after thousands had come within a moment', async () => {
    const concertId = await rooms.concert({ paused: true });
    const last = (await rooms.joinMany(concertId, 2000)).slice(-5);
    await rooms.redis.flushdb();
    for (const fan of last) await rooms.room.publish(opened(fan));
    await rooms.reopen(concertId);
    const { view } = await rooms.join(concertId);
    expect(await rooms.members(concertId, 'line')).toEqual([...idsOf(last), idOf(view)]);
  });

  test('admitted sessions take their slots again, so that the capacity holds', async () => {
    const concertId = await rooms.concert();
    const fans = await rooms.joinMany(concertId, 3);
    await rooms.redis.flushdb();
    for (const fan of fans) await rooms.room.publish(admitted(fan));
    await rooms.rebuild(concertId, [], { capacity: 3 });
    expect((await rooms.members(concertId, 'slots')).sort()).toEqual(idsOf(fans).sort());
    expect((await rooms.join(concertId)).view.state).toBe('WAITING');
  });
});
