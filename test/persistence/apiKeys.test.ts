import { randomUUID } from 'node:crypto';
import { liveApiKeys } from '../../src/persistence/reads/apiKeys';
import { issueApiKey, MOST_LIVE_KEYS, revokeApiKey } from '../../src/persistence/statements/apiKeys';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createFan } from './sale';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 20 });
});
afterAll(() => database.close());

const issue = (userId: string) => {
  const id = randomUUID();
  return issueApiKey(database.dataSource, { userId, id, apiKeyHash: id, apiKeyLastFour: 'abcd' });
};
const live = (userId: string) => liveApiKeys(database.dataSource, userId);

/** Every change takes a while: those at the same moment meet, whatever the machine does besides. */
beforeAll(async () => {
  await database.dataSource.query(`
    CREATE FUNCTION take_a_while() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
    CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON api_keys FOR EACH ROW EXECUTE FUNCTION take_a_while()`);
});

test('of all keys revoked at the same moment one stays, in each of 3 rounds', async () => {
  for (let round = 0; round < 3; round += 1) {
    const userId = await createFan(database.dataSource);
    for (let more = 1; more < MOST_LIVE_KEYS; more += 1) await issue(userId);
    const keys = await live(userId);
    const outcomes = await Promise.all(
      keys.map(({ id }) => revokeApiKey(database.dataSource, { userId, id })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'LAST_KEY')).toHaveLength(1);
    expect(await live(userId)).toHaveLength(1);
  }
});

test('of keys issued at the same moment no more than the bound are', async () => {
  const userId = await createFan(database.dataSource);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => issue(userId)));
  expect(outcomes.filter(({ outcome }) => outcome === 'ISSUED')).toHaveLength(MOST_LIVE_KEYS - 1);
  expect(await live(userId)).toHaveLength(MOST_LIVE_KEYS);
});
