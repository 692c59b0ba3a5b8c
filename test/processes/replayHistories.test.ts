import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient, type Sale } from '../support/apiClient';
import { REPOSITORY } from '../support/childProcess';
import { until } from '../support/runningRoom';
import { startStack, type RunningStack } from '../support/runningStack';
import { createTestDatabase } from '../support/testDatabase';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;
let folder: string;
let databaseUrl: string;

/** Runs a compiled program to its end. */
function run(program: string, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const script = path.join(REPOSITORY, 'dist/src/replay', `${program}.js`);
  const env = { PATH: process.env.PATH, TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

const inFolder = (...names: string[]) => path.join(folder, ...names);
const ofThisTest = () => `TaskQueue = '${stack.config.TASK_QUEUE}' AND WorkflowType != 'waitingRoom'`;

async function exported(name: string, ...more: string[]): Promise<Ended> {
  return await run('exportHistories', ['--out', inFolder(name), '--query', ofThisTest(), ...more]);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replay-'));
  stack = await startStack();
  databaseUrl = stack.config.DATABASE_URL;
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 20 });
  for (let i = 0; i < 6; i++) {
    const fan = await api.fan({ balance: 1_000 });
    await api.join(fan, sale.concertId);
    const seats = await api.seatIds(fan, sale.scheduleId);
    await api.hold(fan, sale.scheduleId, [seats[i]]);
    if (i === 0) await api.must(204, 'DELETE', '/v1/session', { fan });
    else await api.pay(fan);
    if (i !== 1) continue;
    const [reservation] = (await api.must(200, 'GET', '/v1/reservations', { fan })).items as { id: string }[];
    await api.must(200, 'POST', `/v1/reservations/${reservation?.id}/cancellation`, { fan });
  }
  await until(async () => (await listed()) === 7);
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

async function listed(): Promise<number> {
  let count = 0;
  for await (const { status } of stack.client.workflow.list({ query: ofThisTest() }))
    if (status.name !== 'RUNNING') count += 1;
  return count;
}

describe('histories of a server', () => {
  test('are exported with an index; exported again, none is fetched twice', async () => {
    const first = await exported('all');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^7 histories exported/) });
    const index = (await readFile(inFolder('all', 'index.ndjson'), 'utf8')).trim().split('\n');
    const entries = index.map((line) => JSON.parse(line) as { type: string; outcome: string });
    expect(entries.map(({ type, outcome }) => `${type} ${outcome}`).sort()).toEqual([
      'cancellation CANCELED',
      ...Array<string>(5).fill('session CONFIRMED'),
      'session LEFT',
    ]);
    expect(await exported('all')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0 histories exported.*7 were there/),
    });
  });

  test('replay in processes of their own, from files and from the server, with their counts', async () => {
    const files = await run('replay', [inFolder('all'), '--min-count', 'CONFIRMED=5', '--processes', '2']);
    expect(files).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/5 {2}session CONFIRMED[^]*7 replayed/),
    });
    const server = await run('replay', ['--from-server', '--query', ofThisTest()]);
    expect(server).toMatchObject({ code: 0, stdout: expect.stringMatching(/7 replayed, 0 failed/) });
  });

  test('add up to the books, which are those of PostgreSQL; of another database they are not', async () => {
    const ours = await run('auditHistories', [inFolder('all'), '--database-url', databaseUrl]);
    expect(ours).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /5 reservations paid for\ncharged 5000, refunded 1000\nBooks: 0 findings/,
      ),
    });
    const other = await createTestDatabase();
    try {
      const theirs = await run('auditHistories', [inFolder('all'), '--database-url', 'stack'], {
        DATABASE_URL: other.url,
      });
      expect(theirs.code).toBe(1);
      expect(theirs.stdout.match(/^AS_IN_POSTGRESQL/gm)).toHaveLength(5);
    } finally {
      await other.close();
    }
  });

  test('tell the story of a session, from the server by its workflow id', async () => {
    const { items } = JSON.parse(
      `{"items":[${(await readFile(inFolder('all', 'index.ndjson'), 'utf8')).trim().split('\n').join(',')}]}`,
    ) as { items: { workflowId: string; outcome: string }[] };
    const left = items.find(({ outcome }) => outcome === 'LEFT');
    const { code, stdout } = await run('explainHistory', [left?.workflowId ?? '']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/message +seatsHeld [^]*seats A1 for 1000[^]*message +leave[^]*ends: .*FAN_LEFT/);
  });
});

describe('a batch', () => {
  test('that does not replay fails, with the first event that differs in words', async () => {
    const bundle = await readFile(path.join(REPOSITORY, 'dist/workflows.bundle.js'), 'utf8');
    await writeFile(
      inFolder('broken.js'),
      bundle.replace(/(step\('Charges the wallet and confirms the reservation'\))\.pay/, '$1.charge'),
    );
    const json = inFolder('report.json');
    const junit = inFolder('report.xml');
    const reports = ['--json', json, '--junit', junit];
    const { code, stdout } = await run('replay', [
      inFolder('all'),
      '--bundle',
      inFolder('broken.js'),
      ...reports,
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /the history has event \d+ \(local activity: pay, Charges the wallet[^)]*\); today's code does 'charge' there/,
    );
    expect(stdout).toMatch(/2 replayed, 5 failed, 0 damaged/);
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ replayed: 2, failed: 5, histories: 7 });
    expect(await readFile(junit, 'utf8')).toMatch(/tests="7" failures="5"/);
  });

  test.each([1, 2])(
    'stops at the first failure when it is told to, and counts no other (processes: %i)',
    async (processes) => {
      const { code, stdout } = await run('replay', [
        ...[inFolder('all'), '--bundle', inFolder('broken.js'), '--fail-fast'],
        ...['--workflow-type', 'session', '--processes', String(processes)],
      ]);
      expect(code).toBe(1);
      expect(stdout.match(/^FAILED/gm)).toHaveLength(1);
      expect(stdout).toMatch(/ 1 failed, 0 damaged/);
    },
  );

  test('reports a damaged file, and the rest goes on', async () => {
    const [session] = await readdir(inFolder('all', 'session'));
    const [file = ''] = await readdir(inFolder('all', 'session', session ?? ''));
    await mkdir(inFolder('damaged'));
    await copyFile(inFolder('all', 'session', session ?? '', file), inFolder('damaged', 'whole.json.gz'));
    await writeFile(
      inFolder('damaged', 'cut.json.gz'),
      (await readFile(inFolder('damaged', 'whole.json.gz'))).subarray(0, 900),
    );
    const { code, stdout } = await run('replay', [inFolder('damaged')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/DAMAGED .*cut\.json\.gz\n {2}it is damaged: unexpected end of file/);
    expect(stdout).toMatch(/1 replayed, 0 failed, 1 damaged/);
  });

  test('goes on in a new process when a history brings its own down', async () => {
    const bundle = await readFile(path.join(REPOSITORY, 'dist/workflows.bundle.js'), 'utf8');
    const endless = bundle.replace(
      /async function cancellation\(/,
      'async function cancellation() { for (;;); }\nasync function unused(',
    );
    expect(endless).not.toBe(bundle);
    await writeFile(inFolder('endless.js'), endless);
    const { code, stdout } = await run('replay', [
      inFolder('all'),
      '--bundle',
      inFolder('endless.js'),
      '--timeout',
      '4',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/6 replayed, 1 failed, 0 damaged/);
  });

  test('of nothing fails, and one with too few of an outcome', async () => {
    await mkdir(inFolder('empty'));
    expect(await run('replay', [inFolder('empty')])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('not met: nothing was replayed'),
    });
    const { code, stdout } = await run('replay', [inFolder('all'), '--min-count', 'session CONFIRMED=6']);
    expect({ code, unmet: /not met: .*/.exec(stdout)?.[0] }).toEqual({
      code: 1,
      unmet: 'not met: session CONFIRMED: 5 replayed, at least 6 demanded',
    });
  });

  test.each([
    [['nowhere'], 'There is no nowhere'],
    [[], 'give folders or files, or --from-server'],
    [['.', '--min-count', 'CONFIRMED'], '--min-count must be like CONFIRMED=100'],
    [['.', '--processes', '0'], '--processes must be a whole number from 1'],
    [['.', '--bundle', '/nowhere.js'], 'could not begin'],
  ])('that is asked for wrongly (%j) ends with 2 and says so', async (args, message) => {
    const { code, stderr } = await run('replay', args);
    expect({ code, said: stderr.includes(message) ? message : stderr }).toEqual({ code: 2, said: message });
  });
});
