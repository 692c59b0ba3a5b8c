import { idOf, left, opened, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** As if the last caller had been asked so long ago. */
const askedBefore = (concertId: string, ms: number) => rooms.setField(concertId, 'wokenAt', Date.now() - ms);
const poll = async (concertId: string, sessionId: string) =>
  (await rooms.room.read(concertId, sessionId)).wake;

describe('waking the room', () => {
  test('is asked of the first fan who has to wait, and of one caller in two seconds', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    expect((await rooms.join(concertId)).wake).toBe(false);
    const { view, wake } = await rooms.join(concertId);
    expect(wake).toBe(true);
    await askedBefore(concertId, 1_000);
    expect((await rooms.join(concertId)).wake).toBe(false);
    expect((await rooms.join(concertId, view.identity.userId)).wake).toBe(false);
    expect(await poll(concertId, idOf(view))).toBe(false);
    await askedBefore(concertId, 2_000);
    expect(await poll(concertId, idOf(view))).toBe(true);
    expect(await poll(concertId, idOf(view))).toBe(false);
    await askedBefore(concertId, 2_000);
    expect((await rooms.join(concertId, view.identity.userId)).wake).toBe(true);
  });

  test('is asked of one of many callers at once', async () => {
    const concertId = await rooms.concert({ paused: true });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => rooms.join(concertId, undefined, rooms.connection(i))),
    );
    expect(answers.filter(({ wake }) => wake)).toHaveLength(1);
  });

  test('is asked of nobody while a runner is at work, and again once its lease is over', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.run(concertId);
    await askedBefore(concertId, 60_000);
    expect(await poll(concertId, idOf(view))).toBe(false);
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
    await rooms.setField(concertId, 'runnerUntil', Date.now() - 1);
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    expect(await poll(concertId, idOf(view))).toBe(true);
  });

  test('is not needed where nobody waits', async () => {
    const concertId = await rooms.concert();
    const { view, wake } = await rooms.join(concertId);
    expect(wake).toBe(false);
    expect(await poll(concertId, idOf(view))).toBe(false);
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
  });

  test('is needed before the sale opens too', async () => {
    const concertId = await rooms.concert({ saleOpensAt: new Date(Date.now() + 3_600_000) });
    expect((await rooms.join(concertId)).wake).toBe(true);
  });

  test('is needed by a room that has to be rebuilt, also where nobody waits', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    await rooms.restartRedis(concertId);
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    expect(await poll(concertId, idOf(view))).toBe(true);
  });

  test.each([
    ['is sold out', { soldOut: true }],
    ['is closed', { status: 'CLOSED' as const }],
  ])('is needed while fans wait in a room that %s', async (_title, settings) => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.settle(concertId, settings);
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    await rooms.room.publish(left(view));
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
  });

  test('is needed while admitted fans have to be told that all is sold', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    await rooms.settle(concertId, { allSeatsHeld: true });
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
    await rooms.settle(concertId, { soldOut: true });
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    await rooms.room.publish(left(view));
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
  });

  test('is asked of the next fan at once after the runner has gone to rest', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view, wake } = await rooms.join(concertId);
    expect(wake).toBe(true);
    await rooms.run(concertId);
    await rooms.room.publish(left(view));
    expect(await rooms.admission.rest(concertId, 'a runner')).toBe(true);
    expect((await rooms.join(concertId)).wake).toBe(true);
  });

  test('is asked of nobody right after a shift: the next one is on its way', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.run(concertId);
    await askedBefore(concertId, 60_000);
    await rooms.admission.release(concertId, 'a runner');
    expect(await poll(concertId, idOf(view))).toBe(false);
    expect(await rooms.admission.needsRunner(concertId)).toBe(true);
    await askedBefore(concertId, 2_000);
    expect(await poll(concertId, idOf(view))).toBe(true);
  });

  test('is not used up by those who only look at the room', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await askedBefore(concertId, 2_000);
    await rooms.room.readRoom(concertId);
    expect(await poll(concertId, idOf(view))).toBe(true);
  });

  test('is asked of nobody for a room that Redis does not know', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    await rooms.redis.flushdb();
    await rooms.room.publish(opened(view));
    expect(await rooms.room.read(concertId, idOf(view))).toMatchObject({ room: null, wake: false });
    expect(await rooms.admission.needsRunner(concertId)).toBe(false);
  });
});
