import { createSeatChanges } from '../../src/queue/seatChanges';
import { createSessionChanges } from '../../src/queue/sessionChanges';
import { createSubscriptions } from '../../src/queue/subscriptions';
import { admitted, left, opened, TestRooms } from './room';

let rooms: TestRooms;
const leaving: (() => void)[] = [];
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});
afterAll(() => rooms.close());

/** Counts what is told of a concert's seats. `settled` resolves after everything that was published before it. */
async function listen(concertId: string) {
  const subscriptions = createSubscriptions(rooms.redis, (error) => {
    throw error;
  });
  let hints = 0;
  let markers = 0;
  const marker = { concertId, sessionId: 'marker' };
  leaving.push(
    await createSeatChanges(subscriptions).subscribe(concertId, () => (hints += 1)),
    await createSessionChanges(subscriptions).subscribe(marker, () => (markers += 1)),
  );
  return {
    async hints(): Promise<number> {
      const before = markers;
      await rooms.redis.publish(`room:{${concertId}}:session:marker`, '');
      while (markers === before) await new Promise((resolve) => setTimeout(resolve, 5));
      const counted = hints;
      hints = 0;
      return counted;
    },
  };
}

describe('that seats may have changed is told', () => {
  test('with each step of a session that is inside or has ended, also when Redis has a newer view', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    const told = await listen(concertId);
    await rooms.room.publish(admitted(view, 3));
    expect(await told.hints()).toBe(1);
    await rooms.room.publish(admitted(view, 2));
    expect(await told.hints()).toBe(1);
    await rooms.room.publish(left(view, 4));
    expect(await told.hints()).toBe(1);
  });

  test('when a session is given up, whose seats went back on sale before', async () => {
    const concertId = await rooms.concert();
    const { view } = await rooms.join(concertId);
    const told = await listen(concertId);
    await rooms.room.forget(view);
    expect(await told.hints()).toBe(1);
  });

  test('to nobody who looks at another concert, and not for those who wait', async () => {
    const [concertId, other] = [await rooms.concert({ paused: true }), await rooms.concert()];
    const [{ view: waits }, { view: elsewhere }] = [await rooms.join(concertId), await rooms.join(other)];
    const told = await listen(concertId);
    await rooms.room.publish(opened(waits));
    await rooms.room.publish(admitted(elsewhere));
    expect(await told.hints()).toBe(0);
  });
});
