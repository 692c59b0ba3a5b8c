import { setTimeout as pause } from 'node:timers/promises';
import { runAudit } from '../../src/operations/audit';
import { roomKeys } from '../../src/queue/keys';
import { ApiClient, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

const FANS = 40;
const CAPACITY = 5;

let stack: RunningStack;
let api: ApiClient;
let concertId: string;
let fans: Fan[];
/** Fans ask nothing and do nothing until it resolves: what they ask puts them back by itself. */
let mayAct = Promise.resolve();
let left = 0;

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
  ({ concertId } = await api.onSale({ capacity: CAPACITY, admissionsPerSecond: 20 }));
  fans = [];
  for (let i = 0; i < FANS; i++) {
    const fan = await api.fan();
    await api.join(fan, concertId);
    fans.push(fan);
  }
});
afterAll(() => stack.close());

/** Asks until it is admitted, looks around for a moment, and leaves. */
async function visit(fan: Fan): Promise<void> {
  const stateOf = async (): Promise<unknown> => {
    await mayAct;
    return (await api.session(fan)).state;
  };
  while ((await stateOf()) === 'WAITING') await pause(100);
  expect(await stateOf()).toBe('ADMITTED');
  await pause(200);
  await mayAct;
  await api.must(204, 'DELETE', '/v1/session', { fan });
  left += 1;
}

const room = () => stack.waitingRoom.readRoom(concertId);
const line = () => stack.redis.zrange(roomKeys(concertId).line, 0, '-1');

/** Who was admitted out of the line is on record from before the workflow knows until it has ended. */
async function inside(): Promise<number> {
  const [row] = await stack.db.query<{ inside: number }[]>(
    `SELECT count(*)::int AS inside FROM sessions WHERE concert_id = $1 AND state = 'PROGRESS'`,
    [concertId],
  );
  return row!.inside;
}

/** Until every slot is taken up by a session that knows it. */
async function full(): Promise<void> {
  for (;;) {
    const [now, offers] = [await room(), await stack.redis.zcard(roomKeys(concertId).offers)];
    if (now?.admitted === CAPACITY && offers === 0) return;
    await pause(50);
  }
}

test('Redis loses its memory during a sale: the order is kept, nobody is lost, no slot is given twice', async () => {
  const done = Promise.all(fans.map(visit));
  while (left < 8) await pause(20);

  // Once while nobody asks anything: what is back was put back by the rebuild alone.
  let goOn = (): void => undefined;
  mayAct = new Promise((resolve) => (goOn = resolve));
  await full();
  const waiting = await line();
  await stack.redis.flushdb();
  while (!(await room())?.ready) await pause(50);
  expect(await line()).toEqual(waiting);
  expect(await room()).toMatchObject({ admitted: CAPACITY, waiting: waiting.length });
  goOn();

  // And once while everybody does.
  while (left < 20) await pause(20);
  await stack.redis.flushdb();
  let most = 0;
  while (left < FANS) {
    most = Math.max(most, await inside());
    await Promise.race([pause(20), done]);
  }
  await done;

  expect(most).toBeLessThanOrEqual(CAPACITY);
  const admissions = await stack.db.query<{ ready_at: Date; end_reason: string }[]>(
    `SELECT ready_at, end_reason FROM sessions WHERE concert_id = $1 AND position_at_entry > 0 ORDER BY place`,
    [concertId],
  );
  expect(admissions).toHaveLength(FANS - CAPACITY);
  const times = admissions.map(({ ready_at }) => ready_at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(admissions.map(({ end_reason }) => end_reason))).toEqual(new Set(['FAN_LEFT']));
  expect(await room()).toMatchObject({ waiting: 0, silent: 0, admitted: 0 });
  expect(await runAudit(stack.db)).toEqual([]);
}, 120_000);
