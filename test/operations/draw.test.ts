import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawCommand } from '../../src/operations/draw';
import { lotOf } from '../../src/operations/lot';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createFan, createSale, sha256, visit, type Sale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const SEED = sha256('a seed');
const OTHER_SEED = sha256('another seed');
const FANS = 7;

test('a lot is the first 52 bits of SHA-1(seed:session id), minus 2^52, as sha1sum and a calculator give it', () => {
  const sessionId = '0190a1b2-0000-7000-8000-000000000001';
  const sum = execFileSync('sha1sum', { input: `${SEED}:${sessionId}` }).toString();
  expect(BigInt(lotOf(SEED, sessionId))).toBe(BigInt(`0x${sum.slice(0, 13)}`) - 2n ** 52n);
});

describe('npm run draw', () => {
  let database: TestDatabase;
  let db: SqlClient;
  let sale: Sale;
  let folder: string;
  const url = process.env.DATABASE_URL;
  /** Session ids in the order in which they came. */
  let sessions: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    process.env.DATABASE_URL = database.url;
    folder = await mkdtemp(path.join(tmpdir(), 'draw-'));
  });
  beforeEach(async () => {
    sale = await createSale(db);
    await db.query('UPDATE concerts SET draw_seed = $1', [SEED]);
    sessions = [];
    for (let number = 0; number < FANS; number += 1) {
      const { identity } = visit(sale.concertId, await createFan(db));
      sessions.push(identity.sessionId);
      await recordSession(db, {
        // An hour before the opening.
        identity: {
          ...identity,
          joinedAt: identity.joinedAt - 25 * 3_600_000,
          place: lotOf(SEED, identity.sessionId),
        },
        admittedAt: null,
      });
    }
  });
  afterAll(async () => {
    process.env.DATABASE_URL = url;
    await rm(folder, { recursive: true });
    await database.close();
  });

  async function draw(...args: string[]): Promise<{ code: number; text: string }> {
    const printed: string[] = [];
    const code = await drawCommand(args, (text) => printed.push(text));
    return { code, text: printed.join('\n') };
  }
  const drawn = (): string[] => sessions.toSorted((a, b) => lotOf(SEED, a) - lotOf(SEED, b));
  const movedToTheFront = (sessionId: string | undefined) =>
    db.query('UPDATE sessions SET place = $2 WHERE id = $1', [sessionId, 1 - 2 ** 52]);

  test('prints those who came before the sale in their order, each with the place that was drawn', async () => {
    const { identity } = visit(sale.concertId, await createFan(db));
    await recordSession(db, { identity, admittedAt: null });
    const { code, text } = await draw('--concert', sale.concertId);
    const lines = drawn().map(
      (id, index) => new RegExp(`^ +${index + 1}  ${id}  +${lotOf(SEED, id)}  `, 'm'),
    );
    for (const line of lines) expect(text).toMatch(line);
    expect(text).not.toContain(identity.sessionId);
    expect(text).toContain(sha256(SEED));
    expect(text).toContain(`verified ${FANS} of ${FANS}`);
    expect(code).toBe(0);
  });

  test('names a place that was not drawn, and exits 1', async () => {
    await movedToTheFront(sessions[3]);
    const { code, text } = await draw('--concert', sale.concertId);
    expect(text).toContain(`not as drawn: session ${sessions[3]}`);
    expect(text).toContain(`verified ${FANS - 1} of ${FANS}`);
    expect(code).toBe(1);
  });

  test('gives the same as JSON', async () => {
    const { arrivals, wrong, seedHash } = JSON.parse(
      (await draw('--concert', sale.concertId, '--json')).text,
    );
    expect(arrivals.map(({ sessionId }: { sessionId: string }) => sessionId)).toEqual(drawn());
    expect({ wrong, seedHash }).toEqual({ wrong: [], seedHash: sha256(SEED) });
  });

  test('refuses before the opening, and for a concert that does not exist', async () => {
    await db.query(`UPDATE concerts SET sale_opens_at = now() + interval '1 minute' WHERE id = $1`, [
      sale.concertId,
    ]);
    await expect(draw('--concert', sale.concertId)).rejects.toThrow(/the order is a secret/);
    await expect(draw('--concert', '999999')).rejects.toThrow(/no concert 999999/);
  });

  test('checks an exported line without the database, in whatever order it is given', async () => {
    const file = path.join(folder, 'arrivals.jsonl');
    await draw('--concert', sale.concertId, '--export', file);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, lines.toReversed().join('\r\n'));
    process.env.DATABASE_URL = 'postgres://127.0.0.1:1/none';
    try {
      const { code, text } = await draw('--arrivals', file, '--seed', SEED);
      expect(code).toBe(0);
      expect(text).toContain(`verified ${FANS} of ${FANS}`);
      expect(text.indexOf(drawn()[0] ?? '')).toBeLessThan(text.indexOf(drawn()[1] ?? ''));
      expect((await draw('--arrivals', file, '--seed', OTHER_SEED)).code).toBe(1);
    } finally {
      process.env.DATABASE_URL = database.url;
    }
  });

  test('finds a session that an exported line has twice', async () => {
    const file = path.join(folder, 'twice.jsonl');
    const line = JSON.stringify({
      sessionId: sessions[0],
      place: lotOf(SEED, sessions[0] ?? ''),
      arrived: '',
    });
    await writeFile(file, `${line}\n${line}\n`);
    expect((await draw('--arrivals', file, '--seed', SEED)).code).toBe(1);
  });

  test('says which line or option is wrong', async () => {
    const file = path.join(folder, 'broken.jsonl');
    await writeFile(file, `\n{"sessionId":"x","place":1}\n`);
    await expect(draw('--arrivals', file, '--seed', SEED)).rejects.toThrow(/broken[.]jsonl, line 2/);
    await expect(draw('--arrivals', file, '--seed', 'abc')).rejects.toThrow(/--seed must be/);
    for (const args of [[], ['--arrivals', file], ['--concert', '1', '--seed', SEED], ['--unknown']])
      await expect(draw(...args)).rejects.toThrow();
    expect((await draw('--help')).text).toContain('--export FILE');
  });
});
