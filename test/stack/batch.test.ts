import { sessionWorkflowId } from '../../src/contracts/identifiers';
import type { BatchOutcome } from '../../src/operations/runBatch';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { ops, type Said, type TerminalInput } from '../support/opsTerminal';
import { startStack, type RunningStack } from '../support/runningStack';
import { until } from '../support/runningRoom';
import { inParallel } from '../../bench/inParallel';

/** As many as fit a test that anybody runs; a thousand take 50 s at the default rate. */
const CROWD = 200;
const WHY = "the promoter's wish";

interface Result {
  batchId: string;
  matched: number;
  targets: number;
  counts: Record<string, number>;
  reasons: Record<string, number>;
  onRecord: { outcome: string; count: number }[];
  outcomes: BatchOutcome[];
}

let stack: RunningStack;
let api: ApiClient;

beforeAll(async () => {
  // Operators find a hold when it is a second old.
  stack = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '1' });
  api = new ApiClient(stack);
}, 60_000);
afterAll(() => stack.close());

async function visitors({ concertId }: Sale, count: number): Promise<Fan[]> {
  return await inParallel(20, count, async () => {
    const fan = await api.fan();
    await api.join(fan, concertId);
    return fan;
  });
}

const batch = (args: string[], input?: TerminalInput): Promise<Said> =>
  ops(stack.config, ['batch', ...args, '--by', 'kim', '--why', WHY], input);

/** Visibility is a second or two late. */
async function listed(count: number, query: string): Promise<void> {
  await until(async () => (await stack.client.workflow.count(query)).count === count);
}
const inState = ({ concertId }: Sale, state: string): string =>
  `ConcertId = '${concertId}' AND SessionState = '${state}' AND ExecutionStatus = 'Running'`;

const result = ({ text }: Said): Result => JSON.parse(text);
const batchIdIn = (text: string): string => /--batch-id (\S+)/.exec(text)?.[1] ?? '';

async function recorded(
  actionId: string,
): Promise<{ what: string; by: string; why: string; count: number }[]> {
  return await stack.db.query(
    `SELECT what, acted_by AS by, why, count(*)::int AS count FROM operator_actions
      WHERE action_id = $1 GROUP BY what, acted_by, why`,
    [actionId],
  );
}

describe('a batch over a whole line', () => {
  let full: Sale;
  let batchId: string;

  beforeAll(async () => {
    full = await api.onSale({ capacity: 0 });
    await visitors(full, CROWD);
    await listed(CROWD, inState(full, 'WAITING'));
  }, 120_000);

  const expire = (args: string[], input?: TerminalInput): Promise<Said> =>
    batch(
      ['expire', '--query', `ConcertId = '${full.concertId}'`, '--rate', '100', '--json', ...args],
      input,
    );

  test('does nothing before somebody agrees: at a terminal by typing the number, without one by --yes', async () => {
    for (const input of [{}, { typed: '' }, { typed: String(CROWD - 1) }, { typed: 'yes' }]) {
      const { code, text, remarks } = await expire([], input);
      expect(remarks).toContain(`sessions       ${CROWD} (${CROWD} WAITING)`);
      expect(remarks).toContain('Nothing was done.');
      expect({ code, text }).toEqual({ code: 2, text: '' });
    }
    expect(await stack.db.query('SELECT FROM operator_actions')).toEqual([]);
  });

  test('interrupted, it ends what is under way, says how many of how many, and how to go on', async () => {
    const enough = (remarks: readonly string[]): boolean =>
      remarks.some((line) => /^[6-9]\d of /.test(line) || /^\d{3} of /.test(line));
    const said = await expire([], { typed: String(CROWD), interruptWhen: enough });
    expect(said.code).toBe(2);
    expect(said.remarks).toMatch(
      new RegExp(`^60 of ${CROWD}: 60 done, 0 refused, 0 failed; .* s to go$`, 'm'),
    );
    const { counts, outcomes } = result(said);
    expect(outcomes.length).toBeGreaterThanOrEqual(60);
    expect(outcomes.length).toBeLessThan(CROWD);
    expect(counts).toEqual({ DONE: outcomes.length });
    batchId = batchIdIn(said.remarks);
    expect(said.remarks).toContain(`Interrupted. To go on: npm run ops -- batch expire --query 'ConcertId`);
  }, 60_000);

  test('repeated, it does the others, and each session once; whoever joined after it began is left alone', async () => {
    const [late] = await visitors(full, 1);
    const done = (await recorded(batchId))[0]?.count ?? 0;
    await listed(CROWD - done + 1, inState(full, 'WAITING'));
    const said = await expire(['--batch-id', batchId, '--yes']);
    expect(said.remarks).toContain(`begun before: ${done} DONE`);
    expect(said.code).toBe(0);
    expect(result(said)).toMatchObject({ targets: CROWD - done, counts: { DONE: CROWD - done } });
    expect(await recorded(batchId)).toEqual([{ what: 'operatorExpire', by: 'kim', why: WHY, count: CROWD }]);
    const ended = await stack.db.query(
      `SELECT end_reason AS reason, count(*)::int AS count FROM sessions WHERE concert_id = $1 GROUP BY end_reason`,
      [full.concertId],
    );
    expect(ended).toEqual(
      expect.arrayContaining([
        { reason: 'EXPIRED_BY_OPERATOR', count: CROWD },
        { reason: null, count: 1 },
      ]),
    );
    expect((await api.session(late!)).state).toBe('WAITING');
  }, 60_000);

  test('repeated when all is done it finds nobody left and changes nothing', async () => {
    await listed(1, inState(full, 'WAITING'));
    const said = await expire(['--batch-id', batchId, '--yes']);
    expect(said.code).toBe(0);
    expect(result(said)).toMatchObject({
      targets: 0,
      counts: {},
      onRecord: [{ outcome: 'DONE', count: CROWD }],
    });
    expect((await recorded(batchId))[0]?.count).toBe(CROWD);
    expect(await runAudit(stack.db)).toEqual([]);
  });

  test('an id of a batch that did something else is refused', async () => {
    const remove = ['remove', '--query', `ConcertId = '${full.concertId}'`, '--batch-id', batchId, '--yes'];
    await expect(batch(remove)).rejects.toThrow('--batch-id: that batch is one of operatorExpire');
  });
});

describe('a batch over holds', () => {
  let sale: Sale;
  let holders: Fan[];

  const hold = (fan: Fan): Promise<unknown> =>
    api.must(200, 'PUT', '/v1/session/hold', {
      fan,
      body: { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } },
    });

  beforeAll(async () => {
    sale = await api.onSale({ seats: 10 });
    const fans = await visitors(sale, 5);
    holders = fans.slice(0, 3);
    for (const fan of holders) await hold(fan);
    await listed(3, inState(sale, 'HOLDING'));
    await listed(2, inState(sale, 'ADMITTED'));
  }, 60_000);

  test('leaves sessions without a hold alone, and says so', async () => {
    const { remarks } = await batch(['release-hold', '--query', `ConcertId = '${sale.concertId}'`]);
    expect(remarks).toContain('sessions       3 (3 HOLDING)');
    expect(remarks).toContain('left alone     2 open ones in other states (it is for HOLDING)');
  });

  test('holds are put off, once; what sessions refuse is counted with the reason, and exits 1', async () => {
    const args = [
      'extend-hold',
      '--query',
      `ConcertId = '${sale.concertId}'`,
      '--seconds',
      '3600',
      '--yes',
      '--json',
    ];
    const first = await batch(args);
    expect(result(first).counts).toEqual({ DONE: 3 });
    // To the longest that a hold may last.
    const second = await batch(args);
    expect(result(second)).toMatchObject({
      counts: { REFUSED: 3 },
      reasons: {
        'REFUSED: INVALID_TRANSITION: The hold lasts as long as a hold may (HOLD_CAP_SECONDS). It cannot be put off further.': 3,
      },
    });
    expect([first.code, second.code]).toEqual([0, 1]);
  });

  test('each hold is let go once: who holds again is not reached by a repetition of the same batch', async () => {
    const args = ['release-hold', '--query', `ConcertId = '${sale.concertId}'`, '--yes', '--json'];
    const first = result(await batch(args));
    expect(first.counts).toEqual({ DONE: 3 });
    for (const fan of holders) expect((await api.session(fan)).state).toBe('ADMITTED');
    const [again] = holders;
    await listed(0, inState(sale, 'HOLDING'));
    await hold(again!);
    await listed(1, inState(sale, 'HOLDING'));
    // Told from the first by the time: clocks of two machines differ.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const second = result(await batch([...args, '--batch-id', first.batchId]));
    expect(second).toMatchObject({ targets: 1, counts: { DONE_BEFORE: 1 } });
    expect((await api.session(again!)).state).toBe('HOLDING');
  }, 60_000);

  test('a query that Temporal does not understand is repeated with what it says of it', async () => {
    await expect(batch(['expire', '--query', 'Mood = 5', '--yes'])).rejects.toThrow(
      /Temporal does not understand the query .*Mood/,
    );
  });

  test('reaches no workflow of another kind, whatever the query says', async () => {
    const rooms = `ConcertId = '${sale.concertId}') OR (WorkflowType = 'waitingRoom'`;
    const { remarks } = await batch(['expire', '--query', rooms]).catch((error: Error) => ({
      remarks: error.message,
    }));
    expect(remarks).not.toContain('waiting-room:');
    const [fan] = holders;
    expect(
      remarks.includes(sessionWorkflowId(sale.concertId, fan!.id)) || remarks.includes('understand'),
    ).toBe(true);
  });
});
