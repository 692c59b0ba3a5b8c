import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Redis from 'ioredis';

/**
 * What polls are compared with, in a process of its own: `express` answers {"ok":true}, `redis` with a value that it reads
 * from Redis for each request. It tells its parent the port, and ends when its parent does.
 */
const KEY = `bench:bare-read:${process.pid}`;
/** About the length of a waiting fan's view. */
const VIEW = JSON.stringify({ view: 'x'.repeat(500) });
/** Seconds; in case it cannot be deleted. */
const KEEP = 3_600;

async function main(): Promise<void> {
  const app = express();
  let redis: Redis | null = null;
  if (process.argv[2] === 'redis') {
    const connection = new Redis(process.env.REDIS_URL ?? '');
    await connection.set(KEY, VIEW, 'EX', KEEP);
    app.get('/', async (_request, response) => {
      response.type('json').send(await connection.get(KEY));
    });
    redis = connection;
  } else {
    app.get('/', (_request, response) => void response.json({ ok: true }));
  }
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
  process.once('disconnect', () => {
    void (redis?.del(KEY) ?? Promise.resolve()).finally(() => process.exit(0));
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
