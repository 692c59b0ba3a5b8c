import { setTimeout as pause } from 'node:timers/promises';
import { findSuspects } from '../../src/activities/findSuspects';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { findings, STARTING_MS, storesOf } from '../support/storeAudit';

/** A sale in full swing: all have waited for a while, so that nobody is excused as just starting. */
const FANS = 80;

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

test('an audit during an on-sale finds nothing, although the stores are seen to differ all the time', async () => {
  const stores = storesOf(stack);
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
  let suspects = 0;
  const suspecting = (async () => {
    while (!over) {
      const none = { progress: () => undefined, pause: () => Promise.resolve() };
      suspects += (await findSuspects(stores, 10_000, none)).length;
    }
  })();
  await api.must(200, 'PATCH', `/v1/admin/concerts/${sale.concertId}/waiting-room`, {
    admin: true,
    body: { capacity: 20 },
  });
  await Promise.all(fans.map((fan, number) => visit(fan, sale, number)));
  over = true;
  await Promise.all([auditing, suspecting]);

  expect(found).toEqual([]);
  expect(audits).toBeGreaterThan(0);
  // Without the second look these would have been alarms.
  expect(suspects).toBeGreaterThan(0);
}, 180_000);
