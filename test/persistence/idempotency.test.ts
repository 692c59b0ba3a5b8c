import {
  claimIdempotencyKey,
  completeIdempotencyKey,
  releaseIdempotencyKey,
  type ClaimIdempotencyKeyInput,
} from '../../src/persistence/statements/idempotency';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { tally } from './guards';
import { createFan, sha256 } from './sale';

const KEY = sha256('key');
const ROUTE = 'POST /things';

describe('idempotency keys', () => {
  let database: TestDatabase;
  let userId: string;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    userId = await createFan(database.dataSource);
  });
  afterAll(() => database.close());

  const claim = (input: Partial<ClaimIdempotencyKeyInput> = {}) =>
    claimIdempotencyKey(database.dataSource, {
      userId,
      route: ROUTE,
      key: KEY,
      bodyHash: 'body',
      scope: null,
      leaseMs: 10_000,
      ...input,
    });
  const complete = (body: unknown, status = 201) =>
    completeIdempotencyKey(database.dataSource, { userId, route: ROUTE, key: KEY, status, body });
  const scope = () => `session of ${userId}`;

  test('a key is CLAIMED once, and IN_USE until there is an answer', async () => {
    expect(await claim()).toEqual({ outcome: 'CLAIMED' });
    expect(await claim()).toEqual({ outcome: 'IDEMPOTENCY_KEY_IN_USE' });
    await complete({ b: 1, a: [null, 'x'] });
    expect(await claim()).toEqual({ outcome: 'REPLAY', status: 201, body: { b: 1, a: [null, 'x'] } });
  });

  test('the first answer stays', async () => {
    await claim();
    await complete({ n: 1 });
    await complete({ n: 2 }, 500);
    await releaseIdempotencyKey(database.dataSource, { userId, route: ROUTE, key: KEY });
    expect(await claim()).toEqual({ outcome: 'REPLAY', status: 201, body: { n: 1 } });
  });

  test('an answer without a body is replayed as null', async () => {
    await claim();
    await complete(undefined, 204);
    expect(await claim()).toEqual({ outcome: 'REPLAY', status: 204, body: null });
  });

  test('the same key with another body is IDEMPOTENCY_KEY_REUSED, in progress and completed', async () => {
    await claim();
    expect(await claim({ bodyHash: 'other' })).toEqual({ outcome: 'IDEMPOTENCY_KEY_REUSED' });
    await complete({});
    expect(await claim({ bodyHash: 'other' })).toEqual({ outcome: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('another user and another route have keys of their own', async () => {
    await claim();
    expect(await claim({ route: 'POST /others' })).toEqual({ outcome: 'CLAIMED' });
    expect(await claim({ userId: await createFan(database.dataSource) })).toEqual({ outcome: 'CLAIMED' });
  });

  test('a key given back can be claimed again', async () => {
    await claim();
    await releaseIdempotencyKey(database.dataSource, { userId, route: ROUTE, key: KEY });
    expect(await claim({ bodyHash: 'other' })).toEqual({ outcome: 'CLAIMED' });
  });

  test('a second key of a scope in progress is SCOPE_BUSY, until the first is completed', async () => {
    await claim({ scope: scope() });
    expect(await claim({ key: sha256('second'), scope: scope() })).toEqual({ outcome: 'SCOPE_BUSY' });
    await complete({});
    expect(await claim({ key: sha256('second'), scope: scope() })).toEqual({ outcome: 'CLAIMED' });
  });

  test('an abandoned claim is taken over by the same key', async () => {
    await claim({ scope: scope(), leaseMs: 0 });
    expect(await claim({ scope: scope() })).toEqual({ outcome: 'CLAIMED' });
    expect(await claim({ scope: scope() })).toEqual({ outcome: 'IDEMPOTENCY_KEY_IN_USE' });
  });

  test('an abandoned claim makes way for another key of its scope', async () => {
    await claim({ scope: scope(), leaseMs: 0 });
    expect(await claim({ key: sha256('second'), scope: scope() })).toEqual({ outcome: 'CLAIMED' });
    expect(await claim({ scope: scope() })).toEqual({ outcome: 'SCOPE_BUSY' });
  });

  test('a key older than 24 hours counts as absent', async () => {
    await claim();
    await complete({});
    await database.dataSource.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE user_id = $1`,
      [userId],
    );
    expect(await claim({ bodyHash: 'other' })).toEqual({ outcome: 'CLAIMED' });
  });

  test('of a hundred claims of one key at once exactly one is CLAIMED', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => claim()));
    expect(tally(answers)).toEqual({ CLAIMED: 1, IDEMPOTENCY_KEY_IN_USE: 99 });
  });

  test('of fifty keys of one scope at once exactly one is CLAIMED, also when they take over an abandoned one', async () => {
    await claim({ scope: scope(), leaseMs: 0 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => claim({ key: sha256(`key ${index}`), scope: scope() })),
    );
    expect(tally(answers)).toEqual({ CLAIMED: 1, SCOPE_BUSY: 49 });
  });

  test('twenty users who share a scope leave one claim in it', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => createFan(database.dataSource)));
    const answers = await Promise.all(users.map((id) => claim({ userId: id, scope: 'shared' })));
    expect(tally(answers)).toEqual({ CLAIMED: 1, SCOPE_BUSY: 19 });
  });

  test('twin: without the unique index two users hold the shared scope', async () => {
    const db = database.dataSource;
    await db.query('DROP INDEX idempotency_keys_one_in_progress_per_scope');
    const users = await Promise.all(Array.from({ length: 20 }, () => createFan(db)));
    // One claim is left open, so that the others cannot see it yet.
    const runner = db.createQueryRunner();
    await runner.startTransaction();
    await claimIdempotencyKey(runner, {
      userId,
      route: ROUTE,
      key: KEY,
      bodyHash: '',
      scope: 'open',
      leaseMs: 9_999,
    });
    const answers = await Promise.all(users.map((id) => claim({ userId: id, scope: 'open' })));
    await runner.commitTransaction();
    await runner.release();
    expect(tally(answers).CLAIMED).toBeGreaterThan(0);
  });
});
