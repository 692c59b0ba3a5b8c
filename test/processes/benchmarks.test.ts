import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Redis from 'ioredis';
import type { BenchReport } from '../../bench/benchReport';
import type { ProfileReport } from '../../bench/profile/profileReport';
import type { ScaleRun } from '../../bench/scale/scaleReport';
import { REPOSITORY, startProcess, type RunningProcess } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const PURCHASES = 12;
const LOAD = ['--fans', '3', '--purchases', String(PURCHASES), '--warmup', '0', '--json'];

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let api: RunningProcess;
let worker: RunningProcess;
let environment: NodeJS.ProcessEnv;
const folder = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  const special = { PATH: process.env.PATH, RATE_LIMIT_PER_ADDRESS: '0' };
  environment = testEnvironment({ database, redis: testRedis }, special);
  [worker, api] = await Promise.all([
    // With its workflows on a thread of their own: a profile has each thread.
    startProcess('dist/src/workers/main.js', { ...environment, WORKFLOW_STACK_TRACES: 'true' }),
    startProcess('dist/src/api/main.js', environment),
  ]);
  const processes = [
    { name: 'worker', pid: worker.pid },
    { name: 'api', pid: api.pid },
  ];
  const STACK = path.join(folder, 'stack.json');
  writeFileSync(STACK, JSON.stringify({ temporalUiUrl: null, processes }));
  environment = { ...environment, STACK, API_URL: api.url() };
}, 90_000);
afterAll(async () => {
  await api.stop();
  await worker.stop();
  await testRedis.close();
  await database.close();
}, 60_000);

interface Ended<T> {
  report: T;
  remarks: string;
}

/** @throws with what it said, when it ends with another exit code than 0 */
async function bench<T>(program: string, args: string[]): Promise<Ended<T>> {
  const file = path.join(REPOSITORY, 'dist', 'bench', `${program}.js`);
  return await new Promise((resolve, reject) => {
    const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program}: ${stderr}\n${stdout.slice(0, 2_000)}`));
      else resolve({ report: JSON.parse(stdout) as T, remarks: stderr });
    });
  });
}

async function slowLogSettings(): Promise<unknown> {
  const redis = new Redis(testRedis.url);
  const settings = await redis.config('GET', 'slowlog*');
  redis.disconnect();
  return settings;
}

test('a profile tells the cost of a purchase in every part, and leaves them as they were', async () => {
  const before = await slowLogSettings();
  const { report } = await bench<ProfileReport>('profile', [
    ...LOAD,
    '--interval-us',
    '100',
    '--out',
    folder,
  ]);

  expect(report.notes).toEqual([]);
  expect(report.purchases).toMatchObject({ purchases: PURCHASES, failed: 0, audit: [] });
  const threads = report.processes.flatMap(({ process: name, threads: all }) =>
    all.map((thread) => ({ ...thread, thread: `${name} ${thread.thread}` })),
  );
  expect(threads.map(({ thread }) => thread)).toEqual(['worker main', 'worker thread', 'api main']);
  expect(threads.every(({ file }) => existsSync(file))).toBe(true);
  const places = (of: string): string =>
    threads
      .flatMap(({ thread, functions }) => (thread === of ? functions.map(({ place }) => place) : []))
      .join('\n');
  expect(places('worker main')).toMatch(/^@temporalio\/worker\//m);
  expect(places('worker thread')).toMatch(/^src\/workflows\/\w+.*:\d+$/m);
  expect(places('api main')).toMatch(/^src\/api\/\w+.*\.ts:\d+$/m);

  const { database: statements, redis } = report;
  expect(statements?.commits).toBeGreaterThanOrEqual(PURCHASES * 2);
  expect(Object.keys(statements?.connections ?? {})).toEqual(expect.arrayContaining(['api', 'worker']));
  // The server of the tests does not load what counts them; npm start's does where it is asked to.
  const told = statements?.notes.some((note) => note.startsWith('no figures for each statement')) ?? false;
  expect(statements?.statements === null).toBe(told);
  // At least: other tests may use the same server.
  expect(redis?.sent?.find(({ name }) => name === 'script join')?.calls).toBeGreaterThanOrEqual(PURCHASES);
  expect(report.purchases.histories?.eventsByType.WORKFLOW_EXECUTION_STARTED).toBe(1);

  expect(await slowLogSettings()).toEqual(before);
  for (const { output } of [api, worker]) {
    const count = (what: RegExp): number => output().match(what)?.length ?? 0;
    expect(count(/Debugger listening/g)).toBe(2);
    expect(count(/Debugger ending/g)).toBe(2);
  }
}, 180_000);

test('a benchmark that is interrupted reports what it measured so far, and says by its exit code that it is not the whole', async () => {
  const file = path.join(REPOSITORY, 'dist', 'bench', 'purchases.js');
  const args = ['--fans', '1', '--purchases', '400', '--warmup', '2', '--json'];
  const child = spawn(process.execPath, [file, ...args], { env: environment });
  let [told, result, interrupted] = ['', '', false];
  child.stdout.on('data', (text: Buffer) => (result += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    told += text.toString();
    // The clock runs from then on.
    if (!interrupted && told.includes('2 purchases to warm up')) interrupted = child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('Ctrl-C again') });
  const report = JSON.parse(result) as BenchReport;
  expect(report).toMatchObject({ failed: 0, undocumented: [], audit: [] });
  expect(report.purchases).toBeGreaterThan(0);
  expect(report.purchases).toBeLessThan(400);
  expect(report.notes).toContainEqual(expect.stringMatching(/^stopped after/));
}, 180_000);

test('a fleet is measured with the processes it was given, which end with the measurement', async () => {
  const args = [...LOAD, '--workers', '1,2', '--apis', '1,2'];
  const { report, remarks } = await bench<ScaleRun[]>('scale', args);

  const namesOf = ({ report: { cpu } }: ScaleRun): string[] =>
    cpu.filter(({ seconds }) => seconds !== null).map(({ name }) => name);
  expect(report.map(namesOf)).toEqual([
    ['worker', 'api', 'this program'],
    ['worker', 'api', 'worker-101', 'api-102', 'this program'],
  ]);
  expect(report.map(({ report: { failed } }) => failed)).toEqual([0, 0]);
  const pids = [...remarks.matchAll(/runs \(pid (\d+)\)/g)].map(([, pid]) => Number(pid));
  expect(pids).toHaveLength(2);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 180_000);

test('a fleet smaller than the stack is refused before anything is started', async () => {
  const stack = JSON.parse(JSON.stringify(environment)) as NodeJS.ProcessEnv;
  const twoWorkers = path.join(folder, 'two.json');
  const worker1 = { name: 'worker-1', pid: worker.pid };
  writeFileSync(
    twoWorkers,
    JSON.stringify({ processes: [worker1, { ...worker1, name: 'worker-2' }, { name: 'api', pid: api.pid }] }),
  );
  environment = { ...environment, STACK: twoWorkers };
  await expect(bench('scale', ['--workers', '1'])).rejects.toThrow('--workers: the stack itself has 2');
  environment = stack;
});
