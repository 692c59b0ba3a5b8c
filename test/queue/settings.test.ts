import { ONE_AND_NO_MORE, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const budgetOf = async (concertId: string) => Number(await rooms.field(concertId, 'tokens'));
const spentAgo = async (concertId: string, ms: number) => {
  await rooms.setField(concertId, 'tokens', 0);
  await rooms.setField(concertId, 'refilledAt', Date.now() - ms);
};

describe("a room's settings", () => {
  test('of an older version change nothing but what the seats say', async () => {
    const concertId = await rooms.concert();
    const older = rooms.settingsOf(concertId, { soldOut: true, allSeatsHeld: true });
    await rooms.settle(concertId, {
      capacity: 7,
      admissionsPerSecond: 3,
      paused: true,
      status: 'CLOSED',
      saleOpensAt: new Date(5_000),
    });
    expect(await rooms.room.applySettings(older)).toBe(true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({
      capacity: 7,
      admissionsPerSecond: 3,
      paused: true,
      closed: true,
      opensAt: 5_000,
      soldOut: true,
      allSeatsHeld: true,
    });
  });

  test('of the same version apply again', async () => {
    const concertId = await rooms.concert();
    const settings = rooms.settingsOf(concertId, { capacity: 5, soldOut: true });
    for (let i = 0; i < 2; i++) expect(await rooms.room.applySettings(settings)).toBe(true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ capacity: 5, soldOut: true });
  });

  test('of a room that Redis does not know are not applied, and leave nothing behind', async () => {
    expect(await rooms.room.applySettings(rooms.settingsOf('999999'))).toBe(false);
    expect(await rooms.redis.keys('*{999999}*')).toEqual([]);
  });

  test('apply to a room that is opened again, which stays complete and keeps its line', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.joinMany(concertId, 3);
    for (const firstTime of [false, true]) {
      await rooms.room.openRoom(rooms.settingsOf(concertId, { capacity: 9, paused: true }), firstTime);
      expect(await rooms.room.readRoom(concertId)).toMatchObject({ capacity: 9, waiting: 3, ready: true });
    }
  });

  test('of a new room that two open at once make it complete, also when the second comes before the first', async () => {
    const concertId = await rooms.concert();
    await rooms.redis.flushdb();
    await rooms.reopen(concertId);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: false });
    await rooms.room.openRoom(rooms.settingsOf(concertId), true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: true });
  });

  test('opened by one who takes it for new, a room whose rebuild has begun is complete when that says so', async () => {
    const concertId = await rooms.concert();
    await rooms.redis.flushdb();
    await rooms.reopen(concertId);
    await rooms.admission.beginRebuild(concertId, 'an attempt');
    await rooms.room.openRoom(rooms.settingsOf(concertId), true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: false });
    expect(await rooms.admission.finishRebuild(concertId, 'an attempt')).toBe(true);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ ready: true });
  });
});

describe('a change of the rate', () => {
  test('counts what had gathered at the rate before', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: 0.1 });
    await spentAgo(concertId, 5_000);
    await rooms.settle(concertId, { admissionsPerSecond: 1_000 });
    expect(await budgetOf(concertId)).toBeGreaterThanOrEqual(0.5);
    expect(await budgetOf(concertId)).toBeLessThan(1);
  });

  test('to a lower one keeps what had gathered, up to one second of it', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: 10 });
    await spentAgo(concertId, 500);
    await rooms.settle(concertId, { admissionsPerSecond: ONE_AND_NO_MORE });
    expect(await budgetOf(concertId)).toBeGreaterThanOrEqual(5);
    const states = (await rooms.joinMany(concertId, 3)).map(({ state }) => state);
    expect(states).toEqual(['ADMITTED', 'WAITING', 'WAITING']);
  });

  test('of an older version does not touch the budget', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: 0.1 });
    const older = rooms.settingsOf(concertId, { admissionsPerSecond: 500 });
    await rooms.settle(concertId, { admissionsPerSecond: 0.1 });
    await spentAgo(concertId, 5_000);
    await rooms.room.applySettings(older);
    expect(await budgetOf(concertId)).toBe(0);
  });

  test('a clock that was set back takes nothing out of the budget', async () => {
    const concertId = await rooms.concert({ admissionsPerSecond: 2 });
    await rooms.setField(concertId, 'tokens', 2);
    await rooms.setField(concertId, 'refilledAt', Date.now() + 60_000);
    const states = (await rooms.joinMany(concertId, 2)).map(({ state }) => state);
    expect(states).toEqual(['ADMITTED', 'ADMITTED']);
  });
});

test.each([
  ['the rate changes', { admissionsPerSecond: 4 }, true],
  ['the capacity changes', { capacity: 4 }, true],
  ['it is resumed', { paused: false }, true],
  ['it stays as it is', {}, false],
  ['only the seats change', { allSeatsHeld: true }, false],
])('the rate of a room is measured anew when %s: %p', async (_title, change, anew) => {
  const before = { capacity: 3, admissionsPerSecond: 3, paused: true };
  const concertId = await rooms.concert(before);
  await rooms.setField(concertId, 'measuredSince', 12_345);
  await rooms.settle(concertId, { ...before, ...change });
  expect((await rooms.field(concertId, 'measuredSince')) !== '12345').toBe(anew);
});
