import Redis from 'ioredis';
import { createKeyRevocations } from '../../src/queue/keyRevocations';
import { createRedis } from '../../src/queue/redis';
import { createSubscriptions } from '../../src/queue/subscriptions';
import { createTestRedis } from '../support/testRedis';

const onError = jest.fn();
let url: string;
let closeRedis: () => Promise<void>;
let plain: Redis;
beforeAll(async () => {
  const testRedis = await createTestRedis();
  ({ url } = testRedis);
  closeRedis = () => testRedis.close();
  plain = new Redis(url);
});
afterAll(async () => {
  plain.disconnect();
  await closeRedis();
});

async function processOfTheApi() {
  const redis = createRedis(url, onError);
  await redis.connect();
  const revocations = createKeyRevocations(redis, createSubscriptions(redis, onError), onError);
  const heard: string[] = [];
  revocations.onRevoked((hashes) => heard.push(...hashes));
  return { redis, revocations, heard };
}
async function until(met: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 10));
}
/** Channels are the whole server's: only the connections to this test's database count. */
const subscribers = async () => (await ownSubscribers()).length;

async function ownSubscribers(): Promise<string[]> {
  const clients = String(await plain.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
  return clients.filter(
    (line) => line.includes(` db=${new URL(url).pathname.slice(1)} `) && line.includes(' sub=1 '),
  );
}

/** Ends the subscribed connections of this test, and no others of the server. */
async function loseConnections(): Promise<void> {
  for (const line of await ownSubscribers())
    await plain.call('CLIENT', 'KILL', 'ID', /id=(\d+)/.exec(line)![1]!);
}

test('what one process announces all hear, also after their connections were lost', async () => {
  const [one, two] = [await processOfTheApi(), await processOfTheApi()];
  await until(async () => (await subscribers()) >= 2);
  await one.revocations.announce(['a', 'b']);
  await until(() => two.heard.length === 2);
  expect(two.heard).toEqual(['a', 'b']);
  expect(one.heard).toContain('a');

  await loseConnections();
  await until(async () => (await subscribers()) >= 2);
  await one.revocations.announce(['c']);
  await until(() => two.heard.includes('c'));
  for (const { redis, revocations } of [one, two]) {
    revocations.stop();
    redis.disconnect();
  }
  await until(async () => (await subscribers()) === 0);
});

test('while Redis is away the process that revokes knows all the same, and nothing is thrown', async () => {
  const { redis, revocations, heard } = await processOfTheApi();
  redis.disconnect();
  await revocations.announce(['d']);
  expect(heard).toEqual(['d']);
  expect(onError).toHaveBeenCalled();
  revocations.stop();
});
