import { setTimeout as pause } from 'node:timers/promises';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { STORE_RULES } from '../../src/contracts/reconciliation';
import { roomKeys } from '../../src/queue/keys';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { compare, findings, repair, STARTING_MS, storesOf } from '../support/storeAudit';

let stack: RunningStack;
let api: ApiClient;
let stores: ReturnType<typeof storesOf>;
/** Who broke what. Each is one session of a sale in which others are in order. */
const damaged: Record<string, string> = {};

const workflowOf = ({ concertId }: Sale, fan: Fan) =>
  stack.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id));

async function visitor({ concertId }: Sale): Promise<Fan & { sessionId: string }> {
  const fan = await api.fan({ balance: 1_000 });
  await api.join(fan, concertId);
  return { ...fan, sessionId: fan.sessionId! };
}

async function holder(sale: Sale): Promise<Fan & { sessionId: string }> {
  const fan = await visitor(sale);
  const hold = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body: hold });
  return fan;
}

/** A waiting fan's row is written by the first task of the workflow. */
async function waiter(sale: Sale): Promise<Fan & { sessionId: string }> {
  const fan = await visitor(sale);
  for (;;) {
    const rows = await stack.db.query('SELECT FROM sessions WHERE id = $1', [fan.sessionId]);
    if (rows.length > 0) return fan;
    await pause(50);
  }
}

let open: Sale;
let slotless: Fan & { sessionId: string };
let placeless: Fan & { sessionId: string };
let full: Sale;

beforeAll(async () => {
  // Who holds is not woken meanwhile: that would find the one whose workflow was terminated.
  stack = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '300' });
  api = new ApiClient(stack);
  stores = storesOf(stack);
  open = await api.onSale({ seats: 20 });
  full = await api.onSale({ capacity: 0 });
  for (const inOrder of [visitor, holder]) await inOrder(open);
  await waiter(full);

  const terminatedHolder = await holder(open);
  const terminatedWaiter = await waiter(full);
  await workflowOf(open, terminatedHolder).terminate('by a test');
  await workflowOf(full, terminatedWaiter).terminate('by a test');

  slotless = await visitor(open);
  await stack.redis.zrem(roomKeys(open.concertId).slots, slotless.sessionId);
  placeless = await waiter(full);
  // Behind, whatever becomes of the one before.
  await waiter(full);
  const { line, seen } = roomKeys(full.concertId);
  await stack.redis.zrem(line, placeless.sessionId);
  await stack.redis.zrem(seen, placeless.sessionId);

  const nameless = '00000000-0000-4000-8000-00000000dead';
  await stack.redis.zadd(roomKeys(open.concertId).slots, Date.now(), nameless);

  const lagging = await holder(open);
  await api.must(204, 'DELETE', '/v1/session/hold', { fan: lagging });
  await stack.db.query(
    `UPDATE sessions SET state = 'DONE', ended_at = now() - interval '1 hour', end_reason = 'FAN_LEFT'
      WHERE id = $1`,
    [lagging.sessionId],
  );
  const late = await holder(open);
  await stack.db.query(
    `WITH moved AS (
       UPDATE reservations SET reserved_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
        WHERE session_id = $1 RETURNING expires_at)
     UPDATE seats SET hold_expires_at = moved.expires_at FROM moved WHERE hold_session_id = $1`,
    [late.sessionId],
  );
  Object.assign(damaged, {
    'hold-without-workflow': terminatedHolder.sessionId,
    'slot-without-session': terminatedHolder.sessionId,
    'session-without-workflow': terminatedWaiter.sessionId,
    'place-without-session': terminatedWaiter.sessionId,
    'admitted-without-slot': slotless.sessionId,
    'waiting-without-place': placeless.sessionId,
    'workflow-of-ended-session': lagging.sessionId,
    'hold-past-its-deadline': late.sessionId,
  });
  damaged['slot-without-session (no view)'] = nameless;
}, 60_000);
afterAll(() => stack.close());

const expected = (rules = Object.keys(damaged)): string[] =>
  rules.map((rule) => `${rule.split(' ')[0]} ${damaged[rule]}`).sort();

test('every rule over the stores is broken here', () => {
  const broken = Object.keys(damaged).map((rule) => rule.split(' ')[0]);
  // Too large for a stack: test/activities/auditsOfMany.test.ts.
  const ofMany = ['hardly-any-workflow', 'not-all-looked-at'];
  expect(new Set([...broken, 'room-not-ready', ...ofMany])).toEqual(new Set(STORE_RULES));
});

test('a session is not suspected while it may still be starting', async () => {
  const young = ['hold-without-workflow', 'session-without-workflow', 'admitted-without-slot'];
  const found = await findings(stores);
  for (const rule of young) expect(found).not.toContain(`${rule} ${damaged[rule]}`);
});

describe('after a while', () => {
  beforeAll(() => pause(STARTING_MS), 60_000);

  test('every difference between the stores is found, by the rule that names it, and nothing else', async () => {
    expect(await findings(stores)).toEqual(expected());
  });

  test('within the grace a late timer or workflow is no finding', async () => {
    const patient = await findings(stores, { graceMs: 2 * 3_600_000 });
    const late = ['workflow-of-ended-session', 'hold-past-its-deadline'];
    expect(patient).toEqual(expected(Object.keys(damaged).filter((rule) => !late.includes(rule))));
  });

  test('what is in order at the second look is no finding', async () => {
    const { slots } = roomKeys(open.concertId);
    const { sessionId } = slotless;
    const found = compare(stores, { lookAgainAfterMs: 1_500 });
    await pause(1_000);
    await stack.redis.zadd(slots, Date.now(), sessionId);
    expect((await found).findings.map(({ subject }) => subject)).not.toContain(`session ${sessionId}`);
    await stack.redis.zrem(slots, sessionId);
  });

  test('findings name ids and no fan', async () => {
    const { findings: found } = await compare(stores);
    const fans = await stack.db.query<{ id: string; email: string }[]>('SELECT id, email FROM users');
    const text = JSON.stringify(found);
    expect(fans.filter(({ id, email }) => text.includes(id) || text.includes(email))).toEqual([]);
  });

  test('what is safe is repaired: seats are free, slots and places as they should be; the rest stays a finding', async () => {
    const { repairable } = await compare(stores);
    const seats = () =>
      stack.db.query<{ status: string; n: number }[]>(
        'SELECT status, count(*)::int AS n FROM seats GROUP BY status ORDER BY status',
      );
    const before = await seats();
    const repaired = await repair(stores, repairable);
    expect(repaired).toEqual({
      'hold-without-workflow': 1,
      'session-without-workflow': 1,
      'slot-without-session': 2,
      'place-without-session': 1,
      'admitted-without-slot': 1,
      'waiting-without-place': 1,
    });
    const numberOf = (rows: typeof before, status: string) => rows.find((row) => row.status === status)?.n;
    const after = await seats();
    expect(numberOf(after, 'HELD')).toBe(numberOf(before, 'HELD')! - 1);
    expect(numberOf(after, 'AVAILABLE')).toBe(numberOf(before, 'AVAILABLE')! + 1);
    const ends = await stack.db.query<{ reason: string }[]>(
      'SELECT end_reason AS reason FROM sessions WHERE id = ANY ($1)',
      [[damaged['hold-without-workflow'], damaged['session-without-workflow']]],
    );
    expect(ends).toEqual([{ reason: 'REMOVED' }, { reason: 'REMOVED' }]);
    expect(await findings(stores)).toEqual(expected(['workflow-of-ended-session', 'hold-past-its-deadline']));
    expect(await runAudit(stack.db)).toEqual([]);
    // Those whom Redis had lost go on: one may buy, the other waits at the old place.
    const ended = await stack.db.query('SELECT FROM sessions WHERE ended_at IS NOT NULL AND id = ANY ($1)', [
      [slotless.sessionId, placeless.sessionId],
    ]);
    expect(ended).toEqual([]);
    expect((await api.session(slotless)).state).toBe('ADMITTED');
    expect(await stack.redis.zscore(roomKeys(open.concertId).slots, slotless.sessionId)).not.toBeNull();
    expect(await api.session(placeless)).toMatchObject({ state: 'WAITING', position: 2, ahead: 1 });

    expect(await repair(stores, repairable)).toEqual({});
    expect(await seats()).toEqual(after);
    expect(await findings(stores)).toEqual(expected(['workflow-of-ended-session', 'hold-past-its-deadline']));
  });

  test('a room that Redis does not have complete is found, and nothing is said of who should be in it', async () => {
    await stack.stopWorker(0);
    await stack.redis.zrem(roomKeys(open.concertId).slots, slotless.sessionId);
    await stack.redis.hdel(roomKeys(open.concertId).room, 'readyOn');
    const found = await findings(stores);
    expect(found).toContain(`room-not-ready concert ${open.concertId}`);
    expect(found.filter((finding) => finding.includes(slotless.sessionId))).toEqual([]);
    await stack.redis.del(roomKeys(open.concertId).room);
    expect(await findings(stores)).toContain(`room-not-ready concert ${open.concertId}`);
  });
});
