import Redis from 'ioredis';

const DATABASES = 500;
const NEXT_DATABASE = 'test:next-database';

/** A Redis database of its own (by number), empty at first; number 0 hands the numbers out. */
export async function createTestRedis(): Promise<{ url: string; close(): Promise<void> }> {
  const serverUrl = process.env.REDIS_URL;
  if (!serverUrl) throw new Error('REDIS_URL is not set: run the tests with `npm test`');
  const server = new Redis(serverUrl);
  const number = ((await server.incr(NEXT_DATABASE)) % DATABASES) + 1;
  await server.select(number);
  await server.flushdb();
  const url = new URL(serverUrl);
  url.pathname = `/${number}`;
  return {
    url: url.href,
    async close() {
      await server.flushdb();
      server.disconnect();
    },
  };
}
