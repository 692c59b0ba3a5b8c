import { execFile } from 'node:child_process';
import path from 'node:path';
import { begunAt } from '../../src/operations/batchTargets';
import { againText, previewText } from '../../src/operations/batchText';
import { parseBatch } from '../../src/operations/commands/batch';
import { progressText, type BatchOutcome } from '../../src/operations/runBatch';
import { openSessionsQuery, sessionsQuery } from '../../src/operations/visibilityQuery';
import { successorsOf, type Poller } from '../../src/operations/pollers';
import { table } from '../../src/operations/table';
import { listPage, workflowPage } from '../../src/operations/webUi';
import { REPOSITORY } from '../support/childProcess';
import { ops } from '../support/opsTerminal';

const COMMANDS = ['find', 'report', 'stuck', 'failed-tasks', 'batch', 'drain-worker'];
const NOWHERE = {
  DATABASE_URL: 'postgres://127.0.0.1:1/none',
  REDIS_URL: 'redis://127.0.0.1:1',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  TEMPORAL_NAMESPACE: 'default',
  TASK_QUEUE: 'nobody-works-here',
};
const USER = '0190a1b2-0000-7000-8000-000000000001';
const BATCH = '0190a1b2-1234-7000-8000-000000000002';

describe('npm run ops', () => {
  test('without a command, and with --help, lists every command', async () => {
    for (const args of [[], ['--help']]) {
      const { code, text } = await ops(NOWHERE, args);
      for (const command of COMMANDS) expect(text).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
      expect(code).toBe(0);
    }
  });

  test.each(COMMANDS)(
    '%s explains itself with its exit codes, and needs no engine for that',
    async (command) => {
      const { code, text } = await ops(NOWHERE, [command, '--help']);
      expect(text).toContain(`npm run ops -- ${command}`);
      expect(text).toMatch(/^Exit codes: 0 .+ 2 /m);
      expect(code).toBe(0);
    },
  );

  test('a command that it does not know is named, with those that it knows', async () => {
    await expect(ops(NOWHERE, ['fnd'])).rejects.toThrow(/no command fnd[^]*drain-worker/);
    await expect(ops(NOWHERE, ['toString'])).rejects.toThrow(/no command toString/);
  });

  test.each([
    [['find'], /say what to find/],
    [['find', '--user', 'kim'], /--user must be an id/],
    [['find', '--concert', 'x'], /--concert must be an id/],
    [['find', '--seat', 'A12'], /--seat must be an id/],
    [['find', '--state', 'ASLEEP'], /--state must be one of WAITING, ADMITTED/],
    [['find', '--end-reason', 'BORED'], /--end-reason must be one of PAID/],
    [['find', '--user', USER, '--limit', '0'], /--limit must be a whole number from 1 to 1000/],
    [['find', '--unknown'], /--unknown/],
    [['report', '--concert', '1.5'], /--concert must be an id/],
    [['stuck', '--grace', 'soon'], /--grace must be a whole number/],
    [['failed-tasks', '--most', '-1'], /--most/],
    [['drain-worker', '--timeout', '0'], /--timeout must be a whole number/],
    [['batch'], /the action must be one of release-hold, extend-hold, expire, remove, admit/],
    [['batch', 'terminate', '--query', 'x', '--by', 'kim', '--why', 'y'], /the action must be one of/],
  ])('%j is refused before anything is asked', async (args, why) => {
    await expect(ops(NOWHERE, args)).rejects.toThrow(why);
  });

  test.each([
    [['report'], /ECONNREFUSED/],
    [['failed-tasks'], /Temporal does not answer \(TEMPORAL_ADDRESS\)/],
    [['stuck'], /Redis does not answer \(REDIS_URL\)/],
  ])(
    '%j says which engine does not answer',
    async (args, why) => {
      await expect(ops(NOWHERE, args)).rejects.toThrow(why);
    },
    30_000,
  );

  test('the program exits 2 with the reason on standard error when it could not be done', async () => {
    const program = path.join(REPOSITORY, 'dist/src/operations/ops.js');
    const ended = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: process.env.PATH, ...NOWHERE };
      execFile(process.execPath, [program, 'find', '--user', 'kim'], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
    expect(ended.stderr).toContain('The command could not be done: --user must be an id');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a batch', () => {
  const given = (...more: string[]): string[] => [
    ...['expire', '--query', "ConcertId = '5'", '--by', 'kim', '--why', "the promoter's wish"],
    ...more,
  ];

  test.each([
    [['expire', '--by', 'kim', '--why', 'x'], /--query must say which sessions/],
    [['expire', '--query', ' ', '--by', 'kim', '--why', 'x'], /--query must say which sessions/],
    [['expire', '--query', 'x', '--why', 'x'], /--by must be a login/],
    [['expire', '--query', 'x', '--by', 'kim@example.org', '--why', 'x'], /--by .*not an e-mail address/],
    [['expire', '--query', 'x', '--by', 'kim'], /--why must be/],
    [['expire', '--query', 'x', '--by', 'kim', '--why', 'x'.repeat(501)], /--why must be/],
    [['extend-hold', '--query', 'x', '--by', 'kim', '--why', 'x'], /--seconds/],
    [['extend-hold', ...given('--seconds', 'soon').slice(1)], /--seconds must be a whole number/],
    [given('--seconds', '60'), /--seconds/],
    [given('--beyond-capacity'), /--beyond-capacity/],
    [given('--rate', '0'), /--rate must be a whole number from 1 to 200/],
    [given('--batch-id', 'mine'), /--batch-id must be the id that an earlier batch printed/],
    // Version 4: it does not say when the batch was begun.
    [given('--batch-id', '5f0c2f4e-1f0a-4b52-9d1c-0a2b3c4d5e6f'), /--batch-id must be/],
    [given('more'), /the action must be one of/],
  ])('%j is refused, and the option at fault is named', (args, why) => {
    expect(() => parseBatch(args)).toThrow(why);
  });

  test('has an id of its own that says when it was begun, or the one that is repeated', () => {
    const before = Date.now();
    const { batch } = parseBatch(given());
    expect(begunAt(batch.message.actionId).getTime()).toBeGreaterThanOrEqual(before);
    expect(begunAt(batch.message.actionId).getTime()).toBeLessThanOrEqual(Date.now());
    expect(parseBatch(given()).batch.message.actionId).not.toBe(batch.message.actionId);
    expect(parseBatch(given('--batch-id', BATCH)).batch.message.actionId).toBe(BATCH);
    expect(begunAt(BATCH).toISOString()).toBe('2024-07-11T12:08:40.244Z');
  });

  test('its preview tells what is done to how many, whom it leaves alone, who first, and for how long', () => {
    const { batch } = parseBatch(given('--batch-id', BATCH, '--rate', '5'));
    const targets = Array.from({ length: 12 }, (_, index) => ({
      ...{ workflowId: `session:5:${index}`, runId: 'r', sessionId: `${index}` },
      state: index < 9 ? ('WAITING' as const) : ('HOLDING' as const),
    }));
    const found = { query: 'as sent', matched: 20, targets };
    const text = previewText(batch, found, [{ what: 'operatorExpire', outcome: 'DONE', count: 4 }]);
    expect(text).toContain('expire: it ends as EXPIRED');
    expect(text).toContain(`${BATCH}, begun before: 4 DONE`);
    expect(text).toContain("kim: the promoter's wish");
    expect(text).toContain('12 (9 WAITING, 3 HOLDING)');
    expect(text).toContain('8 open ones in other states');
    expect(text).toContain('about 3 s');
    expect(text.split('\n').filter((line) => line.startsWith('  session:5:'))).toHaveLength(10);
  });

  test('the command that goes on with it is the same one, safe for a shell', () => {
    const { batch } = parseBatch(given('--batch-id', BATCH, '--rate', '5'));
    expect(againText(batch)).toBe(
      `npm run ops -- batch expire --query 'ConcertId = '\\''5'\\''' --by 'kim' --why 'the promoter'\\''s wish' --rate 5 --batch-id ${BATCH}`,
    );
  });

  test('its progress tells how many of how many, what came of them, how fast, and how long to go', () => {
    const outcome = (which: BatchOutcome['outcome']): BatchOutcome => ({
      ...{ sessionId: 's', workflowId: 'w', outcome: which, detail: null },
    });
    const outcomes = [outcome('DONE'), outcome('DONE_BEFORE'), outcome('REFUSED'), outcome('FAILED')];
    expect(progressText({ total: 10, outcomes, tookMs: 2_000 })).toBe(
      '4 of 10: 2 done, 1 refused, 1 failed; 2.0/s, 3 s to go',
    );
    expect(progressText({ total: 10, outcomes: [], tookMs: 0 })).toBe(
      '0 of 10: 0 done, 0 refused, 0 failed; 0.0/s',
    );
  });
});

test('queries quote what they are given, and keep an operator’s query to open sessions of this system', () => {
  expect(sessionsQuery("a'b", { userId: USER, state: 'HOLDING' })).toBe(
    `WorkflowType = 'session' AND TaskQueue = 'a''b' AND UserId = '${USER}' AND SessionState = 'HOLDING'`,
  );
  expect(openSessionsQuery('q', "A = '1' OR B = '2'")).toBe(
    "WorkflowType = 'session' AND TaskQueue = 'q' AND ExecutionStatus = 'Running' AND (A = '1' OR B = '2')",
  );
});

test('pages of the Web UI are of the namespace, and nowhere where it is not known where the Web UI is', () => {
  const settings = { TEMPORAL_UI_URL: 'http://127.0.0.1:8233/', TEMPORAL_NAMESPACE: 'a b' };
  expect(workflowPage(settings, 'session:5:x', 'run')).toBe(
    'http://127.0.0.1:8233/namespaces/a%20b/workflows/session%3A5%3Ax/run',
  );
  expect(listPage(settings, "A = '1'")).toBe(
    "http://127.0.0.1:8233/namespaces/a%20b/workflows?query=A%20%3D%20'1'",
  );
  expect(workflowPage({ TEMPORAL_NAMESPACE: 'default' }, 'session:5:x')).toBeNull();
});

test('a table is as wide as its cells, numbers end on the right, and nothing is a dash', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['long name', 7],
        [null, 123],
      ],
    ),
  ).toBe('name         n\nlong name    7\n-          123');
});

test('who can go on with a worker’s work is another one of the same version', () => {
  const poller = (identity: string, build: string | null): Poller => ({
    ...{ identity, askedAt: 0 },
    version: build === null ? null : { deployment: 'd', build },
  });
  const [one, two, v1, alsoV1, v2] = [
    ...[poller('1', null), poller('2', null), poller('3', 'v1'), poller('4', 'v1'), poller('5', 'v2')],
  ];
  const all = [one, two, v1, alsoV1, v2].filter((each) => each !== undefined);
  const successors = (worker: Poller | undefined) =>
    successorsOf(worker!, all).map(({ identity }) => identity);
  expect([one, v1, v2].map(successors)).toEqual([['2'], ['4'], []]);
});
