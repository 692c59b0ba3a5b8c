import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Redis from 'ioredis';

/** A limit must not make anybody wait for a Redis that hangs: a request is let through sooner than that. Milliseconds. */
const ANSWER_WITHIN_MS = 250;
/** Whom nobody answers is not asked again for so long. Milliseconds. */
const PAUSE_MS = 1_000;

export interface Addition {
  key: string;
  by: number;
  /** How long the counter is kept from its first request. Milliseconds. */
  keepMs: number;
}

/** Counters in Redis that all API processes add to. */
export interface SharedCounts {
  /** false: Redis is away, or did not answer within the last second. */
  available(): boolean;
  /**
   * Adds all in one round trip. Each counter is a command of its own, so that they may lie on several Redis servers.
   * @returns what each counter is now; null: Redis does not answer within 250 ms, and whether it counted is not known
   */
  add(additions: readonly Addition[]): Promise<number[] | null>;
}

/** @param onError is told of an addition that failed, at most once a second */
export function createSharedCounts(redis: Redis, onError: (error: Error) => void): SharedCounts {
  const lua = readFileSync(path.join(__dirname, 'scripts', 'count.lua'), 'utf8');
  redis.defineCommand('limit:count', { lua, numberOfKeys: 1 });
  let silentUntil = 0;

  const available = (): boolean => redis.status === 'ready' && Date.now() >= silentUntil;

  async function run(additions: readonly Addition[]): Promise<number[]> {
    const pipeline = redis.pipeline();
    const count = (pipeline as unknown as Record<string, (...words: (string | number)[]) => unknown>)[
      'limit:count'
    ]!.bind(pipeline);
    for (const { key, by, keepMs } of additions) count(key, by, keepMs);
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, total]) => {
      if (error) throw error;
      return Number(total);
    });
  }

  return {
    available,
    async add(additions) {
      if (!available()) return null;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error('Redis does not count requests in time')),
          ANSWER_WITHIN_MS,
        );
      });
      try {
        return await Promise.race([run(additions), late]);
      } catch (error) {
        if (available()) onError(error as Error);
        silentUntil = Date.now() + PAUSE_MS;
        return null;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
