import { randomUUID } from 'node:crypto';
import Redis from 'ioredis';
import { roomKeys } from '../../src/queue/keys';
import { createRoomAudit } from '../../src/queue/roomAudit';
import { createTestRedis } from '../support/testRedis';

let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let redis: Redis;
let other: Redis;
beforeAll(async () => {
  testRedis = await createTestRedis();
  // Without the time limit of requests: a busy machine is no fault here.
  [redis, other] = [0, 1].map(() => new Redis(testRedis.url)) as [Redis, Redis];
});
afterAll(async () => {
  redis.disconnect();
  other.disconnect();
  await testRedis.close();
});

/** As a script of the room does it: one step, after which the fan is in one of the two. */
const MOVE = `
  local from, to = KEYS[1], KEYS[2]
  if redis.call('ZSCORE', to, ARGV[1]) then from, to = to, from end
  redis.call('ZREM', from, ARGV[1])
  redis.call('ZADD', to, 1, ARGV[1])`;

test('a fan who is moved between line and slots while an audit reads is seen in one of them', async () => {
  const concertId = '7';
  const { line, slots } = roomKeys(concertId);
  const sessionId = randomUUID();
  await other.zadd(line, 1, sessionId);
  const ids = Array.from({ length: 200 }, () => sessionId);
  let reading = true;
  let moves = 0;
  const moving = (async () => {
    while (reading) {
      // An odd number, so that it is not in the same one after each batch.
      await Promise.all(Array.from({ length: 21 }, () => other.eval(MOVE, 2, line, slots, sessionId)));
      moves += 21;
    }
  })();
  const audit = createRoomAudit(redis);
  const seen = new Set<string>();
  // Until it was seen in both: which one a read meets is chance.
  for (let reads = 0; reads < 200 || (seen.size < 2 && reads < 20_000); reads += 1) {
    for (const { slot, place } of await audit.lookAt(concertId, ids)) {
      seen.add(`${slot ? 'slot' : ''}${place ? 'place' : ''}`);
    }
  }
  reading = false;
  await moving;
  expect(moves).toBeGreaterThan(0);
  expect([...seen].sort()).toEqual(['place', 'slot']);
});
