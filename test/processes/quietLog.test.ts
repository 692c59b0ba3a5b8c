import { randomUUID } from 'node:crypto';
import { startProcess } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
});
afterAll(async () => {
  await testRedis.close();
  await database.close();
});

test.each([
  ['api', 'warn'],
  ['workers', 'warn'],
  ['api', 'silent'],
  ['workers', 'silent'],
])(
  'a process of %s says at LOG_LEVEL=%s that it is ready and that it stopped, and nothing else',
  async (program, level) => {
    const running = await startProcess(`dist/src/${program}/main.js`, {
      DATABASE_URL: database.url,
      REDIS_URL: testRedis.url,
      TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS,
      TASK_QUEUE: `test-${randomUUID()}`,
      ADMIN_KEY: 'admin-key-of-the-tests',
      QUEUE_TOKEN_SECRETS: 'queue-token-secret-of-the-tests-32-characters',
      PORT: '0',
      RECONCILE_EVERY_SECONDS: '0',
      LOG_LEVEL: level,
    });
    if (program === 'api') {
      const url = /"url":"([^"]+)"/.exec(running.output())?.[1] ?? '';
      expect((await fetch(`${url}/v1/concerts`)).status).toBe(200);
    }
    await running.stop();
    const lines = running.output().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['ready', 'stopped']);
  },
  60_000,
);
