import { setTimeout as pause } from 'node:timers/promises';
import { lookAt } from '../../src/activities/sightings';
import { brokenRules } from '../../src/domain/storeRules';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { findings, STARTING_MS, storesOf } from '../support/storeAudit';

/** A sale in full swing: all have waited for a while, so that nobody is excused as just starting. */
const FANS = 40;

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack({}, { workers: 2 });
  api = new ApiClient(stack);
}, 60_000);
afterAll(() => stack.close());

/** Every third fan leaves, the others buy; each waits for a turn first. */
async function visit(fan: Fan, sale: Sale, number: number): Promise<void> {
  await api.until(fan, 'ADMITTED');
  if (number % 3 === 0) {
    await api.must(204, 'DELETE', '/v1/session', { fan });
    return;
  }
  const hold = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body: hold });
  if (number % 2 === 0) await api.must(204, 'DELETE', '/v1/session/hold', { fan });
  if (number % 2 === 0) await api.must(200, 'PUT', '/v1/session/hold', { fan, body: hold });
  expect((await api.pay(fan)).status).toBe(201);
}

test('an audit during an on-sale finds nothing, nor would it if it suspected everybody', async () => {
  const engines = storesOf(stack);
  // A server that takes its time: whatever is read before and after it has moved on meanwhile.
  const stores: typeof engines = {
    ...engines,
    sessions: {
      ...engines.sessions,
      runs: async (session) => await pause(Math.random() * 400).then(() => engines.sessions.runs(session)),
    },
  };
  const sale = await api.onSale({ seats: FANS, capacity: 0, admissionsPerSecond: 200 });
  const fans = await Promise.all(Array.from({ length: FANS }, () => api.fan({ balance: 1_000 })));
  await Promise.all(fans.map((fan) => api.join(fan, sale.concertId)));
  await pause(STARTING_MS);

  let over = false;
  const found: string[] = [];
  let audits = 0;
  const auditing = (async () => {
    while (!over) {
      found.push(...(await findings(stores, { lookAgainAfterMs: 50, graceMs: 10_000 })));
      audits += 1;
    }
  })();
  // As if every session were suspected, at every moment of its life.
  const keys = fans.map(({ id, sessionId }) => ({
    ...{ sessionId: sessionId!, userId: id, concertId: sale.concertId },
  }));
  let looks = 0;
  const looking = (async () => {
    while (!over) {
      for (const seen of await lookAt(stores, keys)) found.push(...brokenRules(seen, 10_000));
      looks += 1;
      await pause(100);
    }
  })();
  await api.must(200, 'PATCH', `/v1/admin/concerts/${sale.concertId}/waiting-room`, {
    admin: true,
    body: { capacity: 12 },
  });
  await Promise.all(fans.map((fan, number) => visit(fan, sale, number)));
  over = true;
  await Promise.all([auditing, looking]);

  expect(found).toEqual([]);
  expect(audits).toBeGreaterThan(0);
  expect(looks).toBeGreaterThan(0);
}, 180_000);
