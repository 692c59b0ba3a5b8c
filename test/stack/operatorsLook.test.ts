import { setTimeout as pause } from 'node:timers/promises';
import { sessionWorkflowId, waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { stuckCommand } from '../../src/operations/commands/stuck';
import type { FoundSession } from '../../src/operations/findSession';
import type { SaleReport } from '../../src/operations/saleReport';
import type { Stuck } from '../../src/operations/stuckSessions';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { ops, runCommand, type Said } from '../support/opsTerminal';
import { startStack, type RunningStack } from '../support/runningStack';
import { until } from '../support/runningRoom';

const UI = 'http://web-ui.example:8233';

let stack: RunningStack;
let api: ApiClient;
let open: Sale;
let full: Sale;
let inside: Fan;
let holder: Fan;
let buyer: Fan;
let gone: Fan;
let waiter: Fan;
let reservationOf: Record<string, string>;

const command = (...args: string[]): Promise<Said> => ops({ ...stack.config, TEMPORAL_UI_URL: UI }, args);

async function found(...args: string[]): Promise<(FoundSession & { webUi: string | null })[]> {
  const { text } = await command('find', ...args, '--json');
  return JSON.parse(text);
}

/** Visibility is a second or two late. */
async function foundInTime(
  count: number,
  ...args: string[]
): Promise<(FoundSession & { webUi: string | null })[]> {
  await until(async () => (await found(...args)).length === count);
  return await found(...args);
}

const ids = (sessions: readonly FoundSession[]): string[] =>
  sessions.map(({ sessionId }) => sessionId).sort();

async function visitor({ concertId }: Sale, balance = 0): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, concertId);
  return fan;
}

async function hold(fan: Fan, seat: number): Promise<string> {
  const seats = await api.seatIds(fan, open.scheduleId);
  const answer = await api.hold(fan, open.scheduleId, [seats[seat]]);
  expect(answer.status).toBe(200);
  return answer.body.reservationId;
}

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
  open = await api.onSale({ seats: 10, price: 1_000 });
  full = await api.onSale({ capacity: 0 });
  inside = await visitor(open);
  holder = await visitor(open);
  const first = await hold(holder, 0);
  await api.must(204, 'DELETE', '/v1/session/hold', { fan: holder });
  reservationOf = { released: first, held: await hold(holder, 1) };
  buyer = await visitor(open, 5_000);
  reservationOf.bought = await hold(buyer, 2);
  expect((await api.pay(buyer)).status).toBe(201);
  const canceled = await visitor(open, 5_000);
  const refunded = await hold(canceled, 3);
  expect((await api.pay(canceled)).status).toBe(201);
  await api.must(200, 'POST', `/v1/reservations/${refunded}/cancellation`, { fan: canceled });
  gone = await visitor(open);
  await api.must(204, 'DELETE', '/v1/session', { fan: gone });
  waiter = await visitor(full);
  await until(
    async () => (await stack.db.query('SELECT FROM sessions WHERE id = $1', [waiter.sessionId])).length > 0,
  );
}, 60_000);
afterAll(() => stack.close());

describe('find', () => {
  test('lists the sessions of a concert, open and ended, each with state, end and page', async () => {
    const sessions = await foundInTime(5, '--concert', open.concertId);
    const held = sessions.find(({ sessionId }) => sessionId === holder.sessionId);
    expect(held).toMatchObject({
      workflowId: sessionWorkflowId(open.concertId, holder.id),
      state: 'HOLDING',
      endReason: null,
      scheduleId: open.scheduleId,
      reservationId: reservationOf.held,
      workflow: 'RUNNING',
    });
    expect(held?.webUi).toBe(
      `${UI}/namespaces/default/workflows/session%3A${open.concertId}%3A${holder.id}/${held?.runId}`,
    );
    expect(sessions.find(({ sessionId }) => sessionId === gone.sessionId)).toMatchObject({
      ...{ state: 'LEFT', endReason: 'FAN_LEFT', workflow: 'COMPLETED' },
    });
  });

  test('prints them as a table, and names the page that lists them', async () => {
    await foundInTime(5, '--concert', open.concertId);
    const { code, text, remarks } = await command('find', '--concert', open.concertId, '--limit', '2');
    expect(text.split('\n')).toHaveLength(3);
    expect(remarks).toContain('2 of 5: --limit shows more');
    expect(remarks).toContain(`${UI}/namespaces/default/workflows?query=`);
    expect(remarks).toContain(encodeURIComponent(`ConcertId = '${open.concertId}'`));
    expect(code).toBe(0);
  });

  test('narrows by fan, date, state and end reason: all must be met', async () => {
    expect(ids(await foundInTime(1, '--user', holder.id))).toEqual([holder.sessionId]);
    expect(ids(await foundInTime(1, '--state', 'holding'))).toEqual([holder.sessionId]);
    expect(ids(await foundInTime(1, '--state', 'WAITING'))).toEqual([waiter.sessionId]);
    expect(ids(await foundInTime(3, '--schedule', open.scheduleId))).toContain(buyer.sessionId);
    expect(ids(await foundInTime(1, '--end-reason', 'FAN_LEFT'))).toEqual([gone.sessionId]);
    expect(await found('--end-reason', 'FAN_LEFT', '--user', holder.id)).toEqual([]);
  });

  test('finds by session id whoever is on record, and whoever was admitted on arrival and is only in the room', async () => {
    const [row] = await stack.db.query('SELECT FROM sessions WHERE id = $1', [inside.sessionId]);
    expect(row).toBeUndefined();
    for (const fan of [holder, inside]) {
      const [session] = await foundInTime(1, '--session', fan.sessionId!);
      expect(session).toMatchObject({ sessionId: fan.sessionId, userId: fan.id, concertId: open.concertId });
    }
    expect((await foundInTime(1, '--session', inside.sessionId!))[0]?.state).toBe('ADMITTED');
  });

  test('finds by any reservation of the session, also one that was let go', async () => {
    for (const reservation of [reservationOf.released, reservationOf.held])
      expect(ids(await found('--reservation', reservation!))).toEqual([holder.sessionId]);
    expect((await found('--reservation', reservationOf.bought!))[0]).toMatchObject({
      ...{ sessionId: buyer.sessionId, state: 'CONFIRMED', reservationId: reservationOf.bought },
    });
  });

  test('finds who has a seat now, by its id and by its number; nobody has one that was let go', async () => {
    const [seats] = await stack.db.query<{ ids: string[]; numbers: string[] }[]>(
      `SELECT array_agg(id::text ORDER BY id) AS ids, array_agg(seat_number ORDER BY id) AS numbers
         FROM seats WHERE schedule_id = $1`,
      [open.scheduleId],
    );
    const of = (seat: number) => ({
      byId: ['--seat', seats!.ids[seat]!],
      byNumber: ['--schedule', open.scheduleId, '--seat', seats!.numbers[seat]!],
    });
    for (const args of Object.values(of(1))) expect(ids(await found(...args))).toEqual([holder.sessionId]);
    for (const args of Object.values(of(2))) expect(ids(await found(...args))).toEqual([buyer.sessionId]);
    for (const args of Object.values(of(0))) expect(await found(...args)).toEqual([]);
  });

  test('with --past it finds a fan’s earlier visits, and those whose workflow Temporal no longer has', async () => {
    const { concertId } = open;
    const earlier = gone.sessionId;
    const later = { ...gone };
    await api.join(later, concertId);
    await hold(later, 4);
    await stack.db.query(
      `INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, ended_at, end_reason)
       SELECT '0190a1b2-0000-7000-8000-00000000dead', user_id, concert_id, 'session:forgotten', 'EXPIRED', place, 0,
              issued_at - interval '1 year', now(), 'ADMISSION_WINDOW'
         FROM sessions WHERE id = $1`,
      [earlier],
    );
    const past = await found('--user', gone.id, '--past');
    expect(past.map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [later.sessionId, 'HOLDING'],
      [earlier, 'LEFT'],
      ['0190a1b2-0000-7000-8000-00000000dead', 'EXPIRED'],
    ]);
    expect(past[2]).toMatchObject({ workflow: null, runId: null, webUi: null });
    await api.must(204, 'DELETE', '/v1/session', { fan: later });
  });

  test('finding none is said, and exits 1', async () => {
    const { code, text } = await command('find', '--session', '0190a1b2-0000-7000-8000-00000000beef');
    expect({ code, text }).toEqual({ code: 1, text: 'No session found' });
  });
});

describe('report', () => {
  const reported = async (...args: string[]): Promise<SaleReport[]> =>
    JSON.parse((await command('report', ...args, '--json')).text);

  test('tells room, sessions, seats, money and conversion of a concert, and they agree', async () => {
    const [sale] = await reported('--concert', open.concertId);
    expect(sale).toMatchObject({
      room: { state: 'OPEN', waiting: 0, admitted: 2, capacity: 1_000, complete: true },
      sessions: { WAITING: 0, ADMITTED: 1, HOLDING: 1, CONFIRMED: 2, LEFT: 2 },
      seats: { available: 8, held: 1, reserved: 1 },
      reservations: { held: 1, confirmed: 1, refunded: 1, released: 2, expired: 0 },
      money: { gross: 2_000, refunds: 1_000, net: 1_000 },
    });
    expect(sale?.schedules).toMatchObject([{ scheduleId: open.scheduleId, seats: 10, status: 'AVAILABLE' }]);
    // Four were admitted and are gone, and two of them bought. The fifth never was.
    expect(sale?.conversion).toBeCloseTo(2 / 4);
    expect(sale?.ended).toEqual({ PAID: 2, FAN_LEFT: 2, ADMISSION_WINDOW: 1 });
  });

  test('tells of every concert that somebody came to, as a table too, and names no fan', async () => {
    expect((await reported()).map(({ concertId }) => concertId).sort()).toEqual(
      [open.concertId, full.concertId].sort(),
    );
    const { code, text } = await command('report');
    expect(text).toMatch(new RegExp(`^${full.concertId} +OPEN +1 +0 +0 +0 `, 'm'));
    expect(text).toMatch(new RegExp(`^${open.concertId} .* 2000 +1000 +1000$`, 'm'));
    expect(text).not.toContain(holder.id);
    expect(code).toBe(0);
  });

  test('without Redis it tells what PostgreSQL knows, says so and exits 1', async () => {
    const { code, text, remarks } = await ops({ ...stack.config, REDIS_URL: 'redis://127.0.0.1:1' }, [
      'report',
    ]);
    expect(remarks).toContain('without the rooms: Redis does not answer');
    expect(text).toContain('not in Redis');
    expect(code).toBe(1);
  });

  test('a concert that does not exist is named', async () => {
    await expect(command('report', '--concert', '999999')).rejects.toThrow('there is no concert 999999');
  });
});

describe('stuck', () => {
  const look = async (): Promise<{ code: number; stuck: Stuck[] }> => {
    const { code, text } = await runCommand(stuckCommand(300), stack.config, ['--json', '--grace', '60']);
    return { code, stuck: (JSON.parse(text) as { stuck: Stuck[] }).stuck };
  };
  const named = (stuck: readonly Stuck[]): string[] =>
    stuck.map(({ rule, subject }) => `${rule} ${subject}`).sort();

  beforeAll(async () => {
    // The row of the last test belongs to no workflow, and is over.
    await until(async () => (await look()).code === 0);
  }, 60_000);

  test('nothing is stuck in a system that is well: a full room that somebody waits for is none', async () => {
    expect(await look()).toEqual({ code: 0, stuck: [] });
    expect((await runCommand(stuckCommand(300), stack.config, [])).text).toBe('Stuck: 0');
  });

  test('sessions past their end and holds past their deadline are named once they are late enough, each with what to do', async () => {
    const { sessionId } = waiter;
    const past = (minutes: number): Promise<unknown> =>
      stack.db.query(`UPDATE sessions SET expires_at = now() - $2 * interval '1 minute' WHERE id = $1`, [
        ...[sessionId, minutes],
      ]);
    await past(0.5);
    expect((await look()).stuck).toEqual([]);
    await past(10);
    await stack.db.query(
      `WITH moved AS (
         UPDATE reservations SET reserved_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
          WHERE id = $1 RETURNING session_id, expires_at)
       UPDATE seats SET hold_expires_at = moved.expires_at FROM moved WHERE hold_session_id = moved.session_id`,
      [reservationOf.held],
    );
    const { code, stuck } = await look();
    expect(named(stuck)).toEqual(
      [`past-its-end session ${sessionId}`, `hold-past-its-deadline session ${holder.sessionId}`].sort(),
    );
    for (const { next } of stuck) expect(next).toContain('npm run ops -- find --session ID');
    expect(code).toBe(1);
    const { text } = await runCommand(stuckCommand(300), stack.config, ['--grace', '60']);
    expect(text).toContain(
      `past-its-end: session ${sessionId}: concert ${full.concertId}; should have ended 6`,
    );
    expect(text).toContain('Stuck: 2');
    await past(-60);
    await stack.db.query(
      `WITH moved AS (
         UPDATE reservations SET expires_at = now() + interval '1 hour' WHERE id = $1 RETURNING session_id, expires_at)
       UPDATE seats SET hold_expires_at = moved.expires_at FROM moved WHERE hold_session_id = moved.session_id`,
      [reservationOf.held],
    );
  });

  test('it ends early when it is interrupted, and says so', async () => {
    const interrupted = { interruptWhen: () => true };
    await expect(runCommand(stuckCommand(300), stack.config, [], interrupted)).rejects.toThrow(
      'it was interrupted',
    );
  });

  test('that nobody asks for tasks is the first finding', async () => {
    const nobody = { ...stack.config, TASK_QUEUE: 'nobody-works-here' };
    const { text } = await runCommand(stuckCommand(300), nobody, []);
    expect(text).toMatch(/^no-worker: task queue nobody-works-here: .*\n {2}next: start a worker/);
  });

  test('a room where somebody waits and nobody admits is named', async () => {
    await stack.stopWorker(0);
    // The runner's lease outlives it by some seconds.
    await until(async () => {
      await pause(500);
      return named((await look()).stuck).includes(
        `room-without-runner workflow ${waitingRoomWorkflowId(full.concertId)}`,
      );
    });
  }, 60_000);
});
