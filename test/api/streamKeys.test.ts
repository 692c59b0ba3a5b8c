import { setTimeout as pause } from 'node:timers/promises';
import { sha256 } from '../../src/api/apiKey';
import { watchStreamKeys } from '../../src/api/streamKeys';
import { fakeKeyRevocations } from './fakeKeyRevocations';
import { createTestApi, register, type TestApi } from './testApi';

describe('the keys of open event streams', () => {
  let api: TestApi;
  let open: string[];
  let stop: () => void;
  const errors: unknown[] = [];
  const streams = {
    keyHashes: () => open,
    endOf: (ended: readonly string[]) => void (open = open.filter((hash) => !ended.includes(hash))),
  };
  const keyRevocations = fakeKeyRevocations();

  async function newKey(): Promise<string> {
    return sha256((await register(api.app)).key);
  }
  const change = (sql: string, keyHash: string) => api.db.query(sql, [keyHash]);
  function watch(everyMs: number): void {
    stop = watchStreamKeys(streams, { db: api.db, keyRevocations }, (error) => errors.push(error), everyMs);
  }
  async function untilOpen(expected: string[]): Promise<void> {
    for (const giveUpAt = Date.now() + 10_000; open.join() !== expected.join(); await pause(10))
      if (Date.now() > giveUpAt) return;
  }

  beforeAll(async () => {
    api = await createTestApi();
  });
  beforeEach(() => {
    errors.length = 0;
  });
  afterEach(() => stop());
  afterAll(() => api.close());

  test('that are told as revoked take their streams with them at once', async () => {
    watch(3_600_000);
    open = ['stolen', 'own'];
    await keyRevocations.announce(['stolen']);
    expect(open).toEqual(['own']);
  });

  test('are looked at again and again: one that was revoked without being told, and that of a closed account', async () => {
    const [works, revoked, closed] = [await newKey(), await newKey(), await newKey()];
    open = [works, revoked, closed];
    watch(20);
    await pause(200);
    expect(open).toEqual([works, revoked, closed]);
    await change('UPDATE api_keys SET revoked_at = now() WHERE key_hash = $1', revoked);
    await untilOpen([works, closed]);
    await change(
      `UPDATE users SET status = 'SUSPENDED' WHERE id = (SELECT user_id FROM api_keys WHERE key_hash = $1)`,
      closed,
    );
    await untilOpen([works]);
    expect(open).toEqual([works]);
    expect(errors).toEqual([]);
  });

  test('stay as they are while the database cannot be asked, and every one of thousands is looked at', async () => {
    const works = await newKey();
    const most = Array.from({ length: 2_500 }, (_, i) => sha256(`nobody's key ${i}`));
    const query = jest.spyOn(api.db, 'query').mockRejectedValue(new Error('away'));
    open = [...most, works];
    watch(20);
    while (errors.length === 0) await pause(10);
    expect(open).toHaveLength(2_501);
    query.mockRestore();
    await untilOpen([works]);
    expect(open).toEqual([works]);
  });
});
