import { ADMISSION_WINDOW_MS, ALL_AT_ONCE, idOf, left, ONE_AND_NO_MORE, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const statesOf = async (concertId: string, fans: number) =>
  (await rooms.joinMany(concertId, fans)).map(({ state }) => state);

describe('admission on arrival', () => {
  test('takes a slot and opens the window', async () => {
    const concertId = await rooms.concert();
    const { view, ahead } = await rooms.join(concertId);
    const { joinedAt } = view.identity;
    expect(ahead).toBe(0);
    expect(view).toMatchObject({
      revision: 0,
      state: 'ADMITTED',
      admittedAt: joinedAt,
      admittedUntil: joinedAt + ADMISSION_WINDOW_MS,
      expiresAt: joinedAt + ADMISSION_WINDOW_MS,
      identity: { positionAtEntry: 0 },
    });
    expect(await rooms.members(concertId, 'slots')).toEqual([idOf(view)]);
    expect(await rooms.members(concertId, 'line')).toEqual([]);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({
      waiting: 0,
      admitted: 1,
      admissionsLastMinute: 1,
    });
  });

  test('stops when the capacity is used up, and goes on when a slot is free and nobody waits', async () => {
    const concertId = await rooms.concert({ capacity: 2 });
    const [first, , third] = await rooms.joinMany(concertId, 3);
    expect(third).toMatchObject({ state: 'WAITING', identity: { positionAtEntry: 1 } });
    await rooms.room.publish(left(third!));
    await rooms.room.publish(left(first!));
    expect(await statesOf(concertId, 2)).toEqual(['ADMITTED', 'WAITING']);
  });

  test('is not for a fan who comes while others wait, even if a slot is free', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    const [first] = await rooms.joinMany(concertId, 2);
    await rooms.room.publish(left(first!));
    expect(await rooms.join(concertId)).toMatchObject({ view: { state: 'WAITING' }, ahead: 1 });
  });

  test.each([
    ['paused', { paused: true }],
    ['not open yet', { saleOpensAt: new Date(Date.now() + 3_600_000) }],
    ['without capacity', { capacity: 0 }],
  ])('does not happen while the room is %s', async (_title, settings) => {
    expect(await statesOf(await rooms.concert(settings), 2)).toEqual(['WAITING', 'WAITING']);
  });

  test('begins at the moment of opening', async () => {
    const concertId = await rooms.concert({ saleOpensAt: new Date(Date.now() + 1_000) });
    const { view } = await rooms.join(concertId);
    expect(view.state).toBe('WAITING');
    await rooms.room.publish(left(view));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await statesOf(concertId, 1)).toEqual(['ADMITTED']);
  });

  test('draws on a budget of at least one, however slow the rate is', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: ONE_AND_NO_MORE });
    expect(await statesOf(concertId, 3)).toEqual(['ADMITTED', 'WAITING', 'WAITING']);
  });

  test("draws on a budget of one second's worth, which fills again at the rate", async () => {
    const rate = 20;
    const concertId = await rooms.concert({ admissionsPerSecond: rate });
    const begin = Date.now();
    const states = await Promise.all(
      Array.from(
        { length: 100 },
        async (_, i) => (await rooms.join(concertId, undefined, rooms.connection(i))).view,
      ),
    );
    const seconds = (Date.now() - begin) / 1000;
    const admitted = states.filter(({ state }) => state === 'ADMITTED').length;
    expect(admitted).toBeGreaterThanOrEqual(rate);
    expect(admitted).toBeLessThanOrEqual(rate + Math.ceil(seconds * rate));
  });

  test('keeps to a rate that was lowered, also with budget left from before', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: ALL_AT_ONCE });
    expect(await statesOf(concertId, 2)).toEqual(['ADMITTED', 'ADMITTED']);
    await rooms.settle(concertId, { admissionsPerSecond: ONE_AND_NO_MORE });
    expect(await statesOf(concertId, 2)).toEqual(['ADMITTED', 'WAITING']);
  });
});
