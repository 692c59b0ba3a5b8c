import type Redis from 'ioredis';
import { API_SERVING } from './keys';

const BEAT_MS = 5_000;
/** Three beats: one that is lost, or a process that is restarted, is no break. */
const KEPT_MS = 15_000;

/**
 * Keeps known in Redis since when the API has been serving without a break, however many processes it has: fans are
 * silent only while somebody listens. After a break of `KEPT_MS` it begins anew. By the clock of Redis, as all times of
 * a room.
 * @param canServe rejects when this process answers fans with errors: then it does not listen, whatever it is up
 * @param onError is told of a beat that failed; the next one comes anyway
 */
export function keepServing(
  redis: Redis,
  canServe: () => Promise<unknown>,
  onError: (error: Error) => void,
): { stop(): void } {
  async function beat(): Promise<void> {
    await canServe();
    const [seconds, microseconds] = (await redis.time()).map(Number) as [number, number];
    const now = seconds * 1000 + Math.floor(microseconds / 1000);
    await redis.set(API_SERVING, now, 'PX', KEPT_MS, 'NX');
    await redis.pexpire(API_SERVING, KEPT_MS);
  }
  const begin = (): void => void beat().catch(onError);
  begin();
  const timer = setInterval(begin, BEAT_MS).unref();
  // The key stays: other processes may serve, and without them it ends by itself.
  return { stop: () => clearInterval(timer) };
}

/** @returns epoch milliseconds; null: no process of the API serves, so nobody can be heard of */
export async function servingSince(redis: Redis): Promise<number | null> {
  const since = await redis.get(API_SERVING);
  return since === null ? null : Number(since);
}
