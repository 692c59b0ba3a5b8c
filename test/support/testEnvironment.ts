import { randomUUID } from 'node:crypto';

export const ADMIN_KEY = 'admin-key-of-the-tests';

/** `url` of what `createTestDatabase` and `createTestRedis` give. */
interface TestEngines {
  database: { url: string };
  redis: { url: string };
}

/**
 * What our programs are configured with in a test: the engines of the test run, a task queue of the test's own.
 * @param special configuration keys of this test, e.g. `{ HOLD_SECONDS: '2' }`
 */
export function testEnvironment(
  { database, redis }: TestEngines,
  special: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS,
    TASK_QUEUE: `test-${randomUUID()}`,
    ADMIN_KEY,
    QUEUE_TOKEN_SECRETS: 'queue-token-secret-of-the-tests-32-characters',
    PORT: '0',
    // One that runs by itself would repair what a test has broken on purpose.
    RECONCILE_EVERY_SECONDS: '0',
    ...special,
  };
}
