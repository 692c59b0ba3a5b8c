import { setTimeout as pause } from 'node:timers/promises';
import { scheduleCancellationWorkflowId } from '../../src/contracts/identifiers';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Answer, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { notRefunded, sellSeats } from '../support/soldSeats';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack({ CANCELLATIONS_AT_ONCE: '2', HOLD_SECONDS: '20' }, { workers: 2 });
  api = new ApiClient(stack);
});
afterEach(async () => expect(await runAudit(stack.db)).toEqual([]));
afterAll(() => stack.close());

const operator = { by: 'ops-1', why: 'the singer is ill' };
const pathOf = ({ scheduleId }: Sale) => `/v1/admin/schedules/${scheduleId}/cancellation`;
const begin = (sale: Sale) => api.call('POST', pathOf(sale), { admin: true, body: operator });
const progress = async (sale: Sale) => await api.must(200, 'GET', pathOf(sale), { admin: true });
const setPaused = (sale: Sale, paused: boolean) =>
  api.call('PATCH', pathOf(sale), { admin: true, body: { paused, ...operator } });

async function until(sale: Sale, holds: (progress: Answer['body']) => boolean): Promise<Answer['body']> {
  for (;;) {
    const now = await progress(sale);
    if (holds(now)) return now;
    await pause(100);
  }
}

/**
 * No cancellation of the date gets past this reservation until it is let go, however fast the machine is.
 * @param nth in the order in which they are cancelled, from 0
 */
async function holdUpAt(nth: number, { scheduleId }: Sale): Promise<() => Promise<void>> {
  const blocker = stack.db.createQueryRunner();
  await blocker.startTransaction();
  const held: unknown[] = await blocker.query(
    `SELECT id FROM reservations WHERE id = (
       SELECT id FROM reservations WHERE schedule_id = $1 AND status = 'CONFIRMED' ORDER BY id OFFSET $2 LIMIT 1)
        FOR NO KEY UPDATE`,
    [scheduleId, nth],
  );
  expect(held).toHaveLength(1);
  return async () => {
    await blocker.rollbackTransaction();
    await blocker.release();
  };
}

async function holder(sale: Sale): Promise<Fan> {
  const fan = await api.fan({ balance: 1000 });
  await api.join(fan, sale.concertId);
  const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body });
  return fan;
}

test('a date with sixty reservations is cancelled, paused, survives its worker, resumed, and is exact', async () => {
  const sale = await api.onSale({ seats: 70 });
  await sellSeats(stack.db, sale.scheduleId, 55);
  const buyers: Fan[] = [];
  for (let i = 0; i < 5; i++) {
    const fan = await holder(sale);
    expect((await api.pay(fan)).status).toBe(201);
    buyers.push(fan);
  }
  const holding = await holder(sale);

  const letGo = await holdUpAt(20, sale);
  const begun = await begin(sale);
  expect(begun).toMatchObject({ status: 202, body: { state: 'CANCELING', total: 60 } });
  // From the answer on, nothing of the date can be bought.
  expect(await api.pay(holding)).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });

  await until(sale, ({ canceled }) => canceled >= 6);
  const pausing = setPaused(sale, true);
  await until(sale, ({ state }) => state === 'PAUSED');
  await letGo();
  const paused = await pausing;
  expect(paused).toMatchObject({ status: 200, body: { state: 'PAUSED', total: 60, held: 1 } });
  expect(paused.body.left).toBeGreaterThan(0);
  await pause(2_000);
  expect(await progress(sale)).toMatchObject({ canceled: paused.body.canceled, left: paused.body.left });

  await stack.stopWorker(0);
  expect(await progress(sale)).toMatchObject({ state: 'PAUSED', left: paused.body.left });
  expect(await setPaused(sale, false)).toMatchObject({ status: 200, body: { state: 'CANCELING' } });
  const done = await until(sale, ({ state }) => state === 'DONE');
  expect(done).toMatchObject({ total: 60, canceled: 60, refunded: 60_000, left: 0, held: 0 });
  expect(done.lastActions.map(({ what }: { what: string }) => what)).toEqual([
    'resumed',
    'paused',
    'cancelled the date',
  ]);
  expect(done.lastActions[0]).toMatchObject(operator);

  expect(await notRefunded(stack.db, sale.scheduleId)).toEqual([]);
  for (const fan of [...buyers, holding]) expect(await api.balance(fan)).toBe(1000);
  const statuses = await stack.db.query(
    `SELECT status, count(*)::int FROM reservations WHERE schedule_id = $1 GROUP BY status ORDER BY status`,
    [sale.scheduleId],
  );
  expect(statuses).toEqual([
    { status: 'CANCELED', count: 60 },
    { status: 'EXPIRED', count: 1 },
  ]);

  const entries = () => stack.db.query('SELECT count(*)::int AS count FROM wallet_entries');
  const before = await entries();
  expect(await begin(sale)).toMatchObject({ status: 200, body: done });
  expect(await entries()).toEqual(before);
  expect(await setPaused(sale, true)).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
  expect(await api.must(200, 'GET', `/v1/concerts/${sale.concertId}/waiting-room`)).toMatchObject({
    seats: 'SOLD_OUT',
  });
}, 120_000);

test('a fan who wants a seat of it is told what happened, and buys one of another date', async () => {
  const sale = await api.onSale({ seats: 2 });
  const fan = await api.fan({ balance: 1000 });
  await api.join(fan, sale.concertId);
  const { items } = await api.must(200, 'GET', `/v1/concerts/${sale.concertId}/schedules`);
  const other = await api.must(201, 'POST', `/v1/admin/concerts/${sale.concertId}/schedules`, {
    admin: true,
    body: {
      venueId: items[0].venueId,
      startsAt: '2031-01-01T19:00:00Z',
      endsAt: '2031-01-01T21:00:00Z',
      prices: { R: 1000 },
    },
  });
  expect((await begin(sale)).status).toBe(202);
  const wish = (scheduleId: string) => ({ fan, body: { scheduleId, bestAvailable: { count: 1 } } });
  expect(await api.call('PUT', '/v1/session/hold', wish(sale.scheduleId))).toMatchObject({
    status: 409,
    body: { code: 'INVALID_TRANSITION', detail: expect.stringContaining('This date was cancelled') },
  });
  await api.must(200, 'PUT', '/v1/session/hold', wish(other.id));
  expect((await api.pay(fan)).status).toBe(201);
  expect((await until(sale, ({ state }) => state === 'DONE')).total).toBe(0);
});

test('one whose workflow was terminated is STOPPED, and POST goes on where it was', async () => {
  const sale = await api.onSale({ seats: 30 });
  await sellSeats(stack.db, sale.scheduleId, 30);
  const letGo = await holdUpAt(10, sale);
  expect((await begin(sale)).status).toBe(202);
  await until(sale, ({ canceled }) => canceled >= 2);
  await stack.client.workflow.getHandle(scheduleCancellationWorkflowId(sale.scheduleId)).terminate();
  const stopped = await progress(sale);
  expect(stopped).toMatchObject({ state: 'STOPPED', total: 30 });
  expect(stopped.left).toBeGreaterThan(0);
  await letGo();
  expect((await begin(sale)).status).toBe(202);
  expect(await until(sale, ({ state }) => state === 'DONE')).toMatchObject({
    canceled: 30,
    refunded: 30_000,
  });
  expect(await notRefunded(stack.db, sale.scheduleId)).toEqual([]);
});
