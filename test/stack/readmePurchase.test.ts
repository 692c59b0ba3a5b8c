import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seed } from '../../src/persistence/seed';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { startStack, type RunningStack } from '../support/runningStack';

const README = path.resolve(__dirname, '../../README.md');

/** The block under the heading, as it is printed. */
function printedBlock(): string {
  const [, section = ''] = readFileSync(README, 'utf8').split('\n## A purchase with curl\n');
  const [, block] = /\n```sh\n([\s\S]*?)\n```\n/.exec(section) ?? [];
  if (block === undefined) throw new Error('README.md has no ```sh block under "A purchase with curl"');
  return block;
}

interface Printed {
  code: number | null;
  lines: string[];
  errors: string;
}

/** Types the text into a POSIX shell; the block itself takes the address from the environment. */
async function typed(block: string, apiUrl: string): Promise<Printed> {
  const shell = spawn('sh', { env: { PATH: process.env.PATH, API: apiUrl } });
  let [output, errors] = ['', ''];
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  shell.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  shell.stdin.end(block);
  const code = await new Promise<number | null>((resolve) => shell.once('close', resolve));
  return { code, lines: output.trimEnd().split('\n'), errors };
}

describe("README's purchase with curl", () => {
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await startStack();
    // As npm start leaves it: the sample data's concerts have the first ids.
    await stack.db.query('ALTER TABLE concerts ALTER COLUMN id RESTART WITH 1');
    await stack.db.transaction(({ queryRunner }) => seed(queryRunner as unknown as SqlClient));
  });
  afterAll(() => stack.close());

  test('buys a seat of the sample data when it is typed exactly as printed', async () => {
    const { code, lines, errors } = await typed(printedBlock(), stack.apiUrl);

    expect([code, errors]).toEqual([0, '']);
    const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [topUp, session, hold, payment, reservations, ...more] = answers;
    expect(more).toEqual([]);
    expect(answers.filter((answer) => 'code' in answer)).toEqual([]);

    expect(topUp).toMatchObject({ amount: 500_000, balance: 500_000 });
    expect(session).toMatchObject({ concertId: '2', state: expect.stringMatching(/^(ADMITTED|WAITING)$/) });
    expect(hold).toMatchObject({ seats: [{ status: 'HELD' }], expiresAt: expect.any(String) });
    const { reservationId, amount, seats } = hold as {
      reservationId: string;
      amount: number;
      seats: [{ id: string }];
    };
    expect(payment).toMatchObject({
      paymentId: expect.any(String),
      reservationId,
      amount,
      balance: 500_000 - amount,
    });
    expect(reservations).toMatchObject({
      items: [{ id: reservationId, status: 'CONFIRMED', concertId: '2', amount }],
    });

    const sold = await stack.db.query(`SELECT status FROM seats WHERE id = $1`, [seats[0].id]);
    expect(sold).toEqual([{ status: 'RESERVED' }]);
  });
});
