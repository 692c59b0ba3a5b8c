import { startProcess } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testEnvironment } from '../support/testEnvironment';
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
    const environment = testEnvironment({ database, redis: testRedis }, { LOG_LEVEL: level });
    const running = await startProcess(`dist/src/${program}/main.js`, environment);
    if (program === 'api') {
      expect((await fetch(`${running.url()}/v1/concerts`)).status).toBe(200);
    }
    await running.stop();
    const lines = running.output().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['ready', 'stopped']);
  },
  60_000,
);
