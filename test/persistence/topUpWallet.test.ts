import { TOP_UP_WALLET } from '../../src/persistence/functions/topUpWallet.sql';
import { runAudit } from '../../src/operations/audit';
import { walletBalance, walletEntries } from '../../src/persistence/reads/wallet';
import { claimIdempotencyKey } from '../../src/persistence/statements/idempotency';
import { TOP_UP_ROUTE, topUpWallet } from '../../src/persistence/statements/topUpWallet';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { PAUSE, removeGuards, tally } from './guards';
import { createFan, expectCleanAudit, sha256 } from './sale';

const KEY = sha256('key');

describe('topUpWallet', () => {
  let database: TestDatabase;
  let userId: string;
  beforeEach(async () => {
    database = await createTestDatabase();
    userId = await createFan(database.dataSource);
  });
  afterEach(() => database.close());

  const topUp = (amount: number, key = KEY, bodyHash = sha256(String(amount))) =>
    topUpWallet(database.dataSource, { userId, amount, key, bodyHash });
  const ageKeys = () =>
    database.dataSource.query(`UPDATE idempotency_keys SET created_at = created_at - interval '25 hours'`);

  test('a top-up raises the balance and writes a ledger entry', async () => {
    const answer = await topUp(500);
    expect(answer).toEqual({
      outcome: 'TOPPED_UP',
      id: expect.any(String),
      amount: 500,
      balance: 500,
      replayed: false,
    });
    const entries = await walletEntries(database.dataSource, userId, { limit: 10 });
    expect(entries).toMatchObject([{ type: 'TOP_UP', amount: 500, balanceAfter: 500 }]);
    expect(entries[0]?.id).toBe(answer.outcome === 'TOPPED_UP' ? answer.id : '');
    await expectCleanAudit(database.dataSource);
  });

  test('the same key again replays the first answer, also after other changes of the wallet', async () => {
    const first = await topUp(500);
    await topUp(1, sha256('other'));
    expect(await topUp(500)).toEqual({ ...first, replayed: true });
    expect(await walletBalance(database.dataSource, userId)).toBe(501);
  });

  test('the same key with another body is IDEMPOTENCY_KEY_REUSED', async () => {
    await topUp(500);
    expect(await topUp(600)).toEqual({ outcome: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('a key forgotten after a day still cannot credit twice: the ledger keeps it', async () => {
    const first = await topUp(500);
    await ageKeys();
    expect(await topUp(500)).toEqual({ ...first, replayed: true });
    await ageKeys();
    expect(await topUp(600)).toEqual({ outcome: 'IDEMPOTENCY_KEY_REUSED' });
    await expectCleanAudit(database.dataSource);
  });

  test('a key that a claim has in progress is IDEMPOTENCY_KEY_IN_USE', async () => {
    await claimIdempotencyKey(database.dataSource, {
      userId,
      route: TOP_UP_ROUTE,
      key: KEY,
      bodyHash: sha256('500'),
      scope: null,
      leaseMs: 10_000,
    });
    expect(await topUp(500)).toEqual({ outcome: 'IDEMPOTENCY_KEY_IN_USE' });
  });

  test('the balance never exceeds what JSON can carry: BALANCE_LIMIT_EXCEEDED', async () => {
    await topUp(Number.MAX_SAFE_INTEGER);
    expect(await topUp(1, sha256('more'))).toEqual({ outcome: 'BALANCE_LIMIT_EXCEEDED' });
    expect(await walletBalance(database.dataSource, userId)).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('a user without a wallet is an error', async () => {
    userId = '00000000-0000-7000-8000-000000000000';
    await expect(topUp(1)).rejects.toThrow('no wallet');
  });

  test('a hundred top-ups with one key credit once and all give the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => topUp(500)));
    expect(tally(answers)).toEqual({ TOPPED_UP: 100 });
    expect(answers.filter((answer) => answer.outcome === 'TOPPED_UP' && !answer.replayed)).toHaveLength(1);
    expect(await walletBalance(database.dataSource, userId)).toBe(500);
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the wallet lock and the unique keys the same key credits more than once', async () => {
    const db = database.dataSource;
    await db.query('ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey');
    await db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_idempotency_key_key');
    await removeGuards(db, TOP_UP_WALLET, [
      [' FOR NO KEY UPDATE', ''],
      ['IF p_amount > 9007199254740991', `${PAUSE}\n  IF p_amount > 9007199254740991`],
    ]);
    await Promise.all(Array.from({ length: 20 }, () => topUp(500)));
    expect(await walletBalance(db, userId)).toBeGreaterThan(500);
  });

  test('top-ups with different keys at once all count', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => topUp(10, sha256(`key ${index}`))));
    expect(await walletBalance(database.dataSource, userId)).toBe(500);
    await expectCleanAudit(database.dataSource);
  });

  test('the ledger refuses UPDATE, DELETE and TRUNCATE', async () => {
    const db = database.dataSource;
    await topUp(500);
    for (const sql of [
      'UPDATE wallet_entries SET amount = 1',
      'DELETE FROM wallet_entries',
      'TRUNCATE wallet_entries',
    ]) {
      await expect(db.query(sql)).rejects.toThrow('append-only');
    }
    expect(await runAudit(db)).toEqual([]);
  });
});
