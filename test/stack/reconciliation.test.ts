import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { reconciliationScheduleId, sessionWorkflowId } from '../../src/contracts/identifiers';
import type { ReconciliationResult } from '../../src/contracts/reconciliation';
import { lastReconciliation } from '../../src/persistence/reads/lastReconciliation';
import { arrangeReconciliation, RECONCILIATION_INPUT } from '../../src/workers/reconciliationSchedule';
import { ApiClient } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack({ RECONCILE_EVERY_SECONDS: '2' }, { workers: 2 });
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

const idsOfSchedules = async (): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { scheduleId } of stack.client.schedule.list()) ids.push(scheduleId);
  return ids.filter((id) => id.includes(stack.config.TASK_QUEUE));
};

async function recorded(repaired: string): Promise<void> {
  for (;;) {
    const last = await lastReconciliation(stack.db);
    if (last && repaired in last.repaired) return;
    await pause(100);
  }
}

test('two workers make one schedule, it runs by itself, and what a terminated fan held is free again', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 1 });
  const fan = await api.fan();
  await api.join(fan, concertId);
  const hold = { scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body: hold });
  await stack.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id)).terminate('by a test');

  await recorded('hold-without-workflow');
  const other = await api.fan();
  await api.join(other, concertId);
  expect((await api.call('PUT', '/v1/session/hold', { fan: other, body: hold })).status).toBe(200);
  const { end_reason: reason } = (
    await stack.db.query<{ end_reason: string }[]>('SELECT end_reason FROM sessions WHERE id = $1', [
      fan.sessionId,
    ])
  )[0]!;
  expect(reason).toBe('REMOVED');
  // Listing schedules lags, as listing workflows does.
  let ids: string[] = [];
  while (ids.length === 0) ids = await idsOfSchedules();
  expect(ids).toEqual([reconciliationScheduleId(stack.config.TASK_QUEUE)]);
}, 120_000);

test('its runs show what they found and repaired, never two at once', async () => {
  const query = `WorkflowType = 'reconciliation' AND TaskQueue = '${stack.config.TASK_QUEUE}'`;
  const runs: { start: number; close: number; result: ReconciliationResult }[] = [];
  for await (const { workflowId, runId, startTime, closeTime } of stack.client.workflow.list({ query })) {
    if (!closeTime) continue;
    const handle = stack.client.workflow.getHandle<() => Promise<ReconciliationResult>>(workflowId, runId);
    runs.push({
      start: startTime.getTime(),
      close: closeTime.getTime(),
      result: await handle.result(),
    });
  }
  runs.sort((a, b) => a.start - b.start);
  expect(runs.map(({ result }) => result.repaired)).toContainEqual(
    expect.objectContaining({ 'hold-without-workflow': 1 }),
  );
  for (const [i, { start }] of runs.slice(1).entries()) expect(start).toBeGreaterThanOrEqual(runs[i]!.close);
});

test('GET /metrics tells of the last run', async () => {
  const text = await (await fetch(`${stack.apiUrl}/metrics`)).text();
  expect(text).toMatch(/concert_sessions_audit_findings\{rule="seat-has-two-owners"\} 0\n/);
  expect(text).toMatch(/concert_sessions_audit_findings\{rule="room-not-ready"\} 0\n/);
  const [, ended] =
    /^concert_sessions_reconciliation_last_success_timestamp_seconds (\S+)$/m.exec(text) ?? [];
  expect(Number(ended)).toBeGreaterThan(1.7e9);
});

test('a worker with another interval changes the schedule and leaves an operator’s pause, one with the same changes nothing, 0 removes it', async () => {
  const { TASK_QUEUE: taskQueue } = stack.config;
  const handle = stack.client.schedule.getHandle(reconciliationScheduleId(taskQueue));
  await handle.pause('by an operator');
  const input = { ...RECONCILIATION_INPUT, leastOpenPercent: 10 };
  const arrange = (everySeconds: number, leastOpenPercent = 10) =>
    arrangeReconciliation(stack.client, { taskQueue, everySeconds, input: { ...input, leastOpenPercent } });
  expect(await arrange(2)).toBe('UNCHANGED');
  expect(await arrange(600)).toBe('CHANGED');
  const { spec, state, policies, action } = await handle.describe();
  expect(spec.intervals?.map(({ every }) => every)).toEqual([600_000]);
  expect({ paused: state.paused, overlap: policies.overlap }).toEqual({ paused: true, overlap: 'SKIP' });
  expect(action.args).toEqual([input]);
  expect(await arrange(600)).toBe('UNCHANGED');
  expect(await arrange(600, 0)).toBe('CHANGED');
  expect((await handle.describe()).action).toMatchObject({ args: [{ ...input, leastOpenPercent: 0 }] });
  expect(await arrange(0)).toBe('OFF');
  expect(await arrange(0)).toBe('OFF');
  await expect(handle.describe()).rejects.toThrow('not found');
  const both = await Promise.all([arrange(600), arrange(600)]);
  expect(both.sort()).toEqual(['CREATED', 'UNCHANGED']);
});

describe('once its idempotency key is deleted', () => {
  const deleteAllKeys = async (): Promise<void> => {
    await stack.db.query(`UPDATE idempotency_keys SET created_at = now() - interval '26 hours'`);
    const handle = await stack.client.workflow.start('reconciliation', {
      taskQueue: stack.config.TASK_QUEUE,
      workflowId: `reconciliation-of-the-test:${randomUUID()}`,
      args: [{ ...RECONCILIATION_INPUT, lookAgainAfterMs: 100 }],
    });
    const { repaired } = (await handle.result()) as ReconciliationResult;
    expect(repaired['old-idempotency-key']).toBeGreaterThan(0);
    expect(await stack.db.query('SELECT FROM idempotency_keys')).toEqual([]);
  };

  test('a repeated payment charges nothing more', async () => {
    const { concertId, scheduleId } = await api.onSale({ seats: 3, price: 1_000 });
    const fan = await api.fan({ balance: 5_000 });
    await api.join(fan, concertId);
    const hold = { scheduleId, bestAvailable: { count: 1 } };
    await api.must(200, 'PUT', '/v1/session/hold', { fan, body: hold });
    const key = randomUUID();
    const paid = await api.pay(fan, key);
    expect(paid.status).toBe(201);
    await deleteAllKeys();
    const again = await api.pay(fan, key);
    expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: paid.body });
    expect(await api.balance(fan)).toBe(4_000);
    const keys = await stack.db.query<{ payment_key: string }[]>('SELECT payment_key FROM payments');
    expect(keys).toEqual([{ payment_key: createHash('sha256').update(key).digest('hex') }]);
  });

  test('a repeated top-up adds nothing more', async () => {
    const fan = await api.fan();
    const topUp = { fan, body: { amount: 700 }, idempotencyKey: randomUUID() };
    const first = await api.must(201, 'POST', '/v1/wallet/top-ups', topUp);
    await deleteAllKeys();
    expect(await api.must(201, 'POST', '/v1/wallet/top-ups', topUp)).toEqual(first);
    expect(await api.balance(fan)).toBe(700);
  });
});
