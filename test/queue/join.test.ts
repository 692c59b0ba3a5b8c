import { randomUUID } from 'node:crypto';
import { ADMISSION_WINDOW_MS, idOf, idsOf, left, QUEUE_WAIT_MS, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

describe('joining', () => {
  test('takes the next place in the line', async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    await rooms.joinMany(concertId, 2);
    const before = Date.now();
    const { outcome, view, ahead, unstarted } = await rooms.join(concertId, userId);
    expect({ outcome, ahead, unstarted }).toEqual({ outcome: 'JOINED', ahead: 2, unstarted: true });
    expect(view).toMatchObject({
      revision: 0,
      identity: { concertId, userId, positionAtEntry: 3 },
      state: 'WAITING',
      admittedAt: null,
      admittedUntil: null,
      hold: null,
      lastHoldEnd: null,
      reservationId: null,
      endReason: null,
    });
    const { joinedAt, place } = view.identity;
    expect(view.expiresAt).toBe(joinedAt + QUEUE_WAIT_MS);
    expect(Math.floor(place / 1000)).toBeGreaterThanOrEqual(joinedAt);
    expect(Math.abs(joinedAt - before)).toBeLessThan(5_000);
  });

  test('again answers with the session and place that the fan has', async () => {
    const concertId = await rooms.concert({ paused: true });
    await rooms.joinMany(concertId, 3);
    const userId = randomUUID();
    const first = await rooms.join(concertId, userId);
    await rooms.joinMany(concertId, 2);
    expect(await rooms.join(concertId, userId)).toEqual({ ...first, outcome: 'EXISTING', wake: false });
    expect(await rooms.members(concertId, 'line')).toHaveLength(6);
  });

  test('again tells whether the workflow of the session is known to run', async () => {
    const concertId = await rooms.concert();
    const userId = randomUUID();
    const { view } = await rooms.join(concertId, userId);
    expect(await rooms.join(concertId, userId)).toMatchObject({ outcome: 'EXISTING', unstarted: true });
    await rooms.room.started(view);
    expect(await rooms.join(concertId, userId)).toMatchObject({ outcome: 'EXISTING', unstarted: false });
  });

  test('50 times at once is one place', async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => rooms.join(concertId, userId, rooms.connection(i))),
    );
    expect(new Set(answers.map(({ view }) => idOf(view))).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'JOINED')).toHaveLength(1);
    expect(await rooms.members(concertId, 'line')).toHaveLength(1);
  });

  test('by 200 fans at once gives each a place of its own, and the line is in order of the places', async () => {
    const concertId = await rooms.concert({ paused: true });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => rooms.join(concertId, randomUUID(), rooms.connection(i))),
    );
    expect(new Set(answers.map(({ view }) => view.identity.place)).size).toBe(200);
    const inOrder = answers.map(({ view }) => view).sort((a, b) => a.identity.place - b.identity.place);
    expect(inOrder.map(({ identity }) => identity.positionAtEntry)).toEqual(inOrder.map((_, i) => i + 1));
    expect(await rooms.members(concertId, 'line')).toEqual(idsOf(inOrder));
    expect(answers.map(({ ahead, view }) => view.identity.positionAtEntry - ahead)).toEqual(
      answers.map(() => 1),
    );
  });

  test('gives strictly ascending places to those who come one after another, also within a millisecond', async () => {
    const concertId = await rooms.concert({ paused: true });
    const places = (await rooms.joinMany(concertId, 100)).map(({ identity }) => identity.place);
    expect(places.slice(1).every((place, i) => place > places[i]!)).toBe(true);
  });

  test('a room that Redis does not know is ROOM_UNKNOWN, and leaves nothing behind', async () => {
    expect(await rooms.tryJoin('999999')).toEqual({ outcome: 'ROOM_UNKNOWN' });
    expect(await rooms.redis.keys('*{999999}*')).toEqual([]);
  });

  test('a sold-out room is SOLD_OUT until a seat comes back', async () => {
    const concertId = await rooms.concert({ soldOut: true });
    expect(await rooms.tryJoin(concertId)).toEqual({ outcome: 'SOLD_OUT' });
    await rooms.settle(concertId, { soldOut: false });
    expect((await rooms.join(concertId)).view.state).toBe('ADMITTED');
  });

  test('a closed room is CLOSED, except for those who are in it', async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    const { view } = await rooms.join(concertId, userId);
    await rooms.settle(concertId, { status: 'CLOSED' });
    expect(await rooms.tryJoin(concertId)).toEqual({ outcome: 'CLOSED' });
    const again = await rooms.join(concertId, userId);
    expect(again).toMatchObject({ outcome: 'EXISTING', view: { identity: view.identity } });
  });

  test('after the session ended is a new session at the end of the line', async () => {
    const concertId = await rooms.concert({ paused: true });
    const userId = randomUUID();
    const { view } = await rooms.join(concertId, userId);
    await rooms.joinMany(concertId, 2);
    await rooms.room.publish(left(view));
    const again = await rooms.join(concertId, userId);
    expect(again).toMatchObject({ outcome: 'JOINED', ahead: 2 });
    expect(idOf(again.view)).not.toBe(idOf(view));
    expect(again.view.identity.place).toBeGreaterThan(view.identity.place);
  });

  test('two concerts have lines of their own', async () => {
    const [first, second] = [await rooms.concert({ paused: true }), await rooms.concert({ paused: true })];
    const userId = randomUUID();
    await rooms.joinMany(first, 3);
    await rooms.join(first, userId);
    expect(await rooms.join(second, userId)).toMatchObject({ outcome: 'JOINED', ahead: 0 });
  });

  test('takes one round trip', async () => {
    const concertId = await rooms.concert();
    await rooms.join(concertId);
    const sent = jest.spyOn(rooms.redis, 'sendCommand');
    await rooms.join(concertId);
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
  });
});

describe('a view that joining wrote', () => {
  test('outlives the session by a day', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    const keep = await rooms.redis.pttl(`room:{${concertId}}:session:${idOf(view)}`);
    const expected = QUEUE_WAIT_MS + ADMISSION_WINDOW_MS + 86_400_000;
    expect(keep).toBeGreaterThan(expected - 30_000);
    expect(keep).toBeLessThanOrEqual(expected);
  });

  test('before the sale outlives the session by a day too, which waits as long as one that comes at the opening', async () => {
    const untilOpening = 10 * 86_400_000;
    const opensAt = Date.now() + untilOpening;
    const concertId = await rooms.concert({ saleOpensAt: new Date(opensAt) });
    const { view } = await rooms.join(concertId);
    expect(view.expiresAt).toBe(opensAt + QUEUE_WAIT_MS);
    const keep = await rooms.redis.pttl(`room:{${concertId}}:session:${idOf(view)}`);
    const expected = untilOpening + QUEUE_WAIT_MS + ADMISSION_WINDOW_MS + 86_400_000;
    expect(keep).toBeGreaterThan(expected - 30_000);
    expect(keep).toBeLessThanOrEqual(expected);
  });
});
