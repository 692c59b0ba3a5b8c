import { execFile } from 'node:child_process';
import path from 'node:path';
import { auditCommand } from '../../src/operations/audit';
import { STORE_RULES } from '../../src/contracts/reconciliation';
import { AUDIT_RULES } from '../../src/persistence/audit/auditRules';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { createSale, held, newVisit, purchase, type Sale } from '../persistence/sale';
import { REPOSITORY } from '../support/childProcess';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

const KEYS = ['DATABASE_URL', 'REDIS_URL', 'TEMPORAL_ADDRESS', 'TASK_QUEUE'] as const;

describe('npm run audit', () => {
  let database: TestDatabase;
  let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
  let sale: Sale;
  let interrupted = false;
  const before = Object.fromEntries(KEYS.map((key) => [key, process.env[key]]));

  beforeAll(async () => {
    database = await createTestDatabase();
    testRedis = await createTestRedis();
  });
  beforeEach(async () => {
    Object.assign(process.env, {
      DATABASE_URL: database.url,
      REDIS_URL: testRedis.url,
      TEMPORAL_ADDRESS: before.TEMPORAL_ADDRESS,
      TASK_QUEUE: 'nobody-works-here',
    });
    sale = await createSale(database.dataSource);
  });
  afterAll(async () => {
    for (const key of KEYS) {
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
    }
    await testRedis.close();
    await database.close();
  });

  async function audit(...args: string[]): Promise<{ code: number; text: string; remarks: string }> {
    const printed: string[] = [];
    const remarks: string[] = [];
    const output = {
      print: (text: string) => void printed.push(text),
      remark: (text: string) => void remarks.push(text),
      atIntervals: (text: () => string) => void remarks.push(text()),
    };
    const code = await auditCommand(args, output, () => interrupted, 50);
    return { code, text: printed.join('\n'), remarks: remarks.join('\n') };
  }

  test('checks all rules over all stores and exits 0 when nothing is found', async () => {
    const { code, text } = await audit();
    expect(text).toBe(`Audit: ${AUDIT_RULES.length + STORE_RULES.length} rules checked, 0 findings`);
    expect(code).toBe(0);
  });

  test('prints each finding and exits 1; as JSON too', async () => {
    await purchase(database.dataSource, sale, [0]);
    await database.dataSource.query(
      `UPDATE schedules SET available_seats = available_seats - 1 WHERE id = $1`,
      [sale.scheduleId],
    );
    try {
      const { code, text } = await audit('--sql-only');
      expect(text).toContain(`schedule-counters-disagree-with-seats: schedule ${sale.scheduleId}: counts`);
      expect(text).toContain(`Audit: ${AUDIT_RULES.length} rules checked, 1 findings`);
      expect(code).toBe(1);
      const asJson = await audit('--sql-only', '--json');
      expect(asJson.code).toBe(1);
      expect(JSON.parse(asJson.text)).toEqual({
        rules: AUDIT_RULES.length,
        stores: false,
        findings: [
          expect.objectContaining({
            rule: 'schedule-counters-disagree-with-seats',
            subject: `schedule ${sale.scheduleId}`,
          }),
        ],
      });
    } finally {
      await database.dataSource.query(
        `UPDATE schedules SET available_seats = available_seats + 1 WHERE id = $1`,
        [sale.scheduleId],
      );
    }
  });

  test('finds over all stores what PostgreSQL alone cannot know: seats held for no workflow, a room not in Redis', async () => {
    const db = database.dataSource;
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [1]);
    await openWaitingRoom(db, sale.concertId);
    await db.query(`UPDATE sessions SET issued_at = now() - interval '1 hour'`);
    const { code, text } = await audit('--json');
    expect(code).toBe(1);
    const { findings, stores } = JSON.parse(text) as {
      findings: { rule: string; subject: string }[];
      stores: boolean;
    };
    expect(stores).toBe(true);
    expect(findings.map(({ rule, subject }) => `${rule} ${subject}`).sort()).toEqual([
      `hold-without-workflow session ${fan.identity.sessionId}`,
      `room-not-ready concert ${sale.concertId}`,
    ]);
    expect((await audit('--sql-only')).code).toBe(0);
    await db.query(`DELETE FROM reservation_seats WHERE live`);
    await db.query(`DELETE FROM reservations WHERE status = 'HELD'`);
  });

  test('says so when it is not told where Redis and Temporal are, and checks PostgreSQL alone', async () => {
    delete process.env.REDIS_URL;
    const { text, remarks } = await audit();
    expect(remarks).toContain('REDIS_URL or TEMPORAL_ADDRESS is not set');
    expect(text).toContain(`${AUDIT_RULES.length} rules checked`);
  });

  test('refuses what it does not know, names what is wrong with a value, and needs its stores', async () => {
    await expect(audit('--unknown')).rejects.toThrow(/--unknown/);
    await expect(audit('--grace', 'soon')).rejects.toThrow('--grace must be a whole number of seconds');
    process.env.REDIS_URL = 'redis://127.0.0.1:1';
    await expect(audit()).rejects.toThrow(/Redis does not answer \(REDIS_URL\)/);
    process.env.REDIS_URL = 'http://127.0.0.1';
    await expect(audit()).rejects.toThrow(/REDIS_URL/);
    process.env.DATABASE_URL = '';
    await expect(audit('--sql-only')).rejects.toThrow(/DATABASE_URL/);
  });

  test('ends early when it is interrupted, and says so', async () => {
    interrupted = true;
    try {
      await expect(audit()).rejects.toThrow('it was interrupted');
    } finally {
      interrupted = false;
    }
  });

  test('explains itself, with its exit codes', async () => {
    const { code, text } = await audit('--help');
    expect(text).toContain('--sql-only');
    expect(text).toContain('Exit codes: 0 nothing found, 1 findings, 2 the audit could not be done');
    expect(code).toBe(0);
  });
});

test('the program exits 2 when the audit could not be done, with the reason on standard error', async () => {
  const program = path.join(REPOSITORY, 'dist/src/operations/audit.js');
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>(
    (resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: 'postgres://127.0.0.1:1/none' };
      execFile(process.execPath, [program, '--sql-only'], { env }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, stdout: out, stderr: err }),
      );
    },
  );
  expect(stderr).toContain('The audit could not be done: ');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
