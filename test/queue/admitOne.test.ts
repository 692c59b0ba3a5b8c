import { admitted, idOf, idsOf, left, ONE_AND_NO_MORE, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

const admitOne = (concertId: string, userId: string) => rooms.admission.admitOne(concertId, userId);

describe('admitting one fan out of turn', () => {
  test('takes the fan in, in front of everybody, and the others keep their order', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    const [inside, first, second, third] = await rooms.joinMany(concertId, 4);
    await rooms.settle(concertId, { capacity: 2 });
    const { userId } = second!.identity;
    expect(await admitOne(concertId, userId)).toEqual({ outcome: 'ADMITTED', view: second });
    expect((await rooms.members(concertId, 'slots')).sort()).toEqual(idsOf([inside!, second!]).sort());
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf([first!, third!]));
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ admissionsLastMinute: 2 });
  });

  test('is offered again until the workflow confirms it', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId, 'fan');
    await admitOne(concertId, 'fan');
    expect(await rooms.offered(concertId)).toEqual([]);
    expect(idsOf(await rooms.offered(concertId, { offerAgainMs: 0 }))).toEqual([idOf(view)]);
    await rooms.room.publish(admitted(view));
    expect(await rooms.offered(concertId, { offerAgainMs: 0 })).toEqual([]);
  });

  test('asks neither the rate nor whether the room is paused, and spends nothing of the budget', async () => {
    const concertId = await rooms.concert({ paused: true, admissionsPerSecond: ONE_AND_NO_MORE });
    const fans = await rooms.joinMany(concertId, 4);
    for (const fan of fans.slice(1, 3)) {
      expect(await admitOne(concertId, fan.identity.userId)).toMatchObject({ outcome: 'ADMITTED' });
    }
    await rooms.settle(concertId, { admissionsPerSecond: ONE_AND_NO_MORE });
    expect(idsOf(await rooms.offered(concertId))).toEqual([idOf(fans[0]!)]);
  });

  test('is FULL beyond the capacity, and changes nothing then', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    const [inside, waiting] = await rooms.joinMany(concertId, 2);
    const { userId } = waiting!.identity;
    expect(await admitOne(concertId, userId)).toEqual({ outcome: 'FULL' });
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(waiting!)]);
    await rooms.room.publish(left(inside!));
    expect(await admitOne(concertId, userId)).toMatchObject({ outcome: 'ADMITTED' });
  });

  test('with beyondCapacity takes a slot also where none is free, and gives none to those in the line', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    const [inside, first, second] = await rooms.joinMany(concertId, 3);
    const { userId } = second!.identity;
    const beyond = () => rooms.admission.admitOne(concertId, userId, { beyondCapacity: true });
    expect(await beyond()).toEqual({ outcome: 'ADMITTED', view: second });
    expect(await beyond()).toEqual({ outcome: 'ALREADY', view: second });
    expect(await rooms.members(concertId, 'slots')).toHaveLength(2);
    expect(await rooms.offered(concertId)).toEqual([]);
    await rooms.room.publish(left(inside!));
    expect(await rooms.offered(concertId)).toEqual([]);
    await rooms.room.publish(left(second!));
    expect(idsOf(await rooms.offered(concertId))).toEqual([idOf(first!)]);
  });

  test.each([
    ['is closed', { status: 'CLOSED' as const }],
    ['is sold out', { soldOut: true }],
    ['opens later', { saleOpensAt: new Date(Date.now() + 3_600_000) }],
  ])('is NOT_OPEN in a room that %s, also a full one, and changes nothing then', async (_title, settings) => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId, 'fan');
    for (const capacity of [5, 0]) {
      await rooms.settle(concertId, { ...settings, capacity });
      expect(await admitOne(concertId, 'fan')).toEqual({ outcome: 'NOT_OPEN' });
    }
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(view)]);
  });

  test('is NOT_READY while the room is being rebuilt: which slots are free is not known yet', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId, 'fan');
    await rooms.restartRedis(concertId);
    expect(await admitOne(concertId, 'fan')).toEqual({ outcome: 'NOT_READY' });
    expect(await rooms.members(concertId, 'line')).toEqual([idOf(view)]);
  });

  test('is ALREADY for one who is in, also in a full room', async () => {
    const concertId = await rooms.concert({ capacity: 1 });
    const { view } = await rooms.join(concertId, 'fan');
    expect(await admitOne(concertId, 'fan')).toEqual({ outcome: 'ALREADY', view });
    expect(await rooms.members(concertId, 'offers')).toEqual([]);
  });

  test('by two operators at once admits once', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.join(concertId, 'fan');
    const answers = await Promise.all(
      rooms.admissions().map((admission) => admission.admitOne(concertId, 'fan')),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
      'ADMITTED',
      'ALREADY',
      'ALREADY',
      'ALREADY',
    ]);
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ admitted: 1, admissionsLastMinute: 1 });
  });

  test('brings in a silent fan too', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId, 'fan');
    await rooms.serveFor(600_000);
    await rooms.silence(view, 90_000);
    await rooms.run(concertId, { silentAfterMs: 60_000 });
    expect(await admitOne(concertId, 'fan')).toMatchObject({ outcome: 'ADMITTED' });
    expect(await rooms.members(concertId, 'away')).toEqual([]);
    expect((await rooms.room.read(concertId, idOf(view))).ahead).toBe(0);
    expect(await rooms.members(concertId, 'line')).toEqual([]);
  });

  test('is NO_SESSION for a fan who never joined or whose session ended', async () => {
    const concertId = await rooms.concert({ paused: true });
    expect(await admitOne(concertId, 'nobody')).toEqual({ outcome: 'NO_SESSION' });
    const { view } = await rooms.join(concertId, 'fan');
    await rooms.room.publish(left(view));
    expect(await admitOne(concertId, 'fan')).toEqual({ outcome: 'NO_SESSION' });
    expect(await admitOne('999999', 'fan')).toEqual({ outcome: 'NO_SESSION' });
  });
});
