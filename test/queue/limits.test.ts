import fc from 'fast-check';
import { admitted, left, TestRooms } from './room';

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

test('whatever the rate, no more are admitted than one second of it and the time that went by', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.5, max: 200, noNaN: true }), fc.nat(10), async (rate, waiting) => {
      const concertId = await rooms.concert({ admissionsPerSecond: rate });
      const begin = Date.now();
      let count = 0;
      for (const turn of Array.from({ length: 10 + waiting }, (_, i) => i)) {
        if ((await rooms.join(concertId)).view.state === 'ADMITTED') count++;
        if (turn % 3 === 0) count += (await rooms.offered(concertId)).length;
      }
      const seconds = (Date.now() - begin + 2) / 1000;
      expect(count).toBeLessThanOrEqual(Math.max(1, rate) + seconds * rate);
    }),
    { numRuns: 40 },
  );
});

test('joining, ticking, confirming and leaving at once, from many processes, never exceeds the capacity', async () => {
  const capacity = 5;
  const concertId = await rooms.concert({ capacity });
  const admissions = rooms.admissions();
  let busy = true;
  let most = 0;
  const watch = (async () => {
    while (busy) most = Math.max(most, (await rooms.room.readRoom(concertId))?.admitted ?? 0);
  })();
  const visit = async (i: number): Promise<void> => {
    const room = rooms.connection(i);
    const { view } = await rooms.join(concertId, undefined, room);
    const given = await rooms.offered(concertId, { most: 3 }, admissions[i % admissions.length]);
    for (const one of given) await room.publish(admitted(one));
    for (const one of given) await room.publish(left(one, 9));
    if (view.state === 'ADMITTED') await room.publish(left(view, 9));
  };
  await Promise.all(Array.from({ length: 300 }, (_, i) => visit(i)));
  while ((await rooms.members(concertId, 'line')).length > 0) {
    for (const one of await rooms.offered(concertId, { most: 3 })) await rooms.room.publish(left(one, 9));
  }
  busy = false;
  await watch;
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(capacity);
  expect(await rooms.room.readRoom(concertId)).toMatchObject({
    waiting: 0,
    admitted: 0,
    admissionsLastMinute: 300,
  });
});
