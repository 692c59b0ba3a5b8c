import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import { keepRoomInOrder } from '../../src/activities/keepRoomInOrder';
import type { SessionView } from '../../src/contracts/session';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';
import type { Admission, TickInput } from '../../src/queue/admission';
import { API_SERVING, roomKeys } from '../../src/queue/keys';
import { purchase } from '../persistence/sale';
import type { RoomSessions } from '../../src/activities/roomSessions';
import { admitsOf, idsOf, quietEnvironment, RoomRunner, type FakeSessions } from './roomRunner';

let runner: RoomRunner;
let sessions: FakeSessions;
beforeAll(async () => {
  runner = await RoomRunner.open();
});
beforeEach(() => {
  sessions = runner.sessions();
});
afterAll(() => runner.close());

/** The admission with another tick. */
const ticking = (tick: (input: TickInput) => ReturnType<Admission['tick']>): Admission => ({
  ...runner.admission,
  tick,
});
/** Unconfirmed ones are offered again at the next tick. */
const impatient = () => ticking((input) => runner.admission.tick({ ...input, offerAgainMs: 1 }));

test('who waits is admitted in order, and the room rests when nobody waits any more', async () => {
  const { concertId } = await runner.sale({ seats: 3 });
  const views = await runner.line(concertId, sessions, 20);
  const shift = await runner.shift(concertId, sessions);
  expect(sessions.asked).toEqual(admitsOf(views));
  expect(shift).toMatchObject({
    outcome: 'RESTED',
    figures: { waiting: 0, admitted: 20, state: 'OPEN', seats: { available: 3, held: 0, sold: 0 } },
  });
  expect(await runner.admission.needsRunner(concertId)).toBe(false);
});

test('those taken in are on record before their workflows are told', async () => {
  const { concertId } = await runner.sale();
  const views = await runner.line(concertId, sessions, 3);
  const recorded: unknown[] = [];
  sessions.beforeAdmit = async ({ identity }) =>
    void recorded.push((await findSessionRecord(runner.db, identity.sessionId))?.state);
  // Slow, so that whoever does not wait for it is seen.
  const db: SqlClient = {
    async query<T>(sql: string, parameters?: unknown[]): Promise<T[]> {
      if (sql.includes('jsonb_array_elements')) await pause(100);
      return await runner.db.query<T>(sql, parameters);
    },
  };
  await runner.shift(concertId, sessions, { db });
  expect(recorded).toEqual(views.map(() => 'PROGRESS'));
});

test('while PostgreSQL does not record them nobody is told; they keep their slots and are told later', async () => {
  const { concertId } = await runner.sale({ capacity: 2 });
  const views = await runner.line(concertId, sessions, 3);
  let failures = 1;
  const db: SqlClient = {
    async query<T>(sql: string, parameters?: unknown[]): Promise<T[]> {
      if (!sql.includes('jsonb_array_elements') || failures === 0)
        return await runner.db.query<T>(sql, parameters);
      failures -= 1;
      expect(sessions.asked).toEqual([]);
      expect(await runner.room(concertId)).toMatchObject({ admitted: 2, waiting: 1 });
      throw new Error('no connection');
    },
  };
  const admission = impatient();
  const stopping = () => sessions.asked.length > 0;
  await runner.shift(concertId, sessions, { db, admission, isStopping: stopping });
  expect(failures).toBe(0);
  expect(sessions.asked.toSorted()).toEqual(admitsOf(views.slice(0, 2)).toSorted());
});

test('a signal that fails keeps no other from being sent, and is sent again', async () => {
  const { concertId } = await runner.sale();
  const views = await runner.line(concertId, sessions, 5);
  let failures = 1;
  sessions.beforeAdmit = ({ identity }) => {
    if (identity.sessionId === idsOf(views)[1] && failures-- > 0) throw new Error('deadline exceeded');
  };
  const shift = await runner.shift(concertId, sessions, { admission: impatient() });
  expect(shift.outcome).toBe('RESTED');
  expect(sessions.asked.slice(0, 5)).toEqual(admitsOf(views));
  expect(new Set(sessions.asked.slice(5))).toEqual(new Set(admitsOf(views.slice(1, 2))));
});

test('telling some keeps nobody else waiting: the next slot is given meanwhile, and the shift ends when all were told', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [first, second] = await runner.line(concertId, sessions, 2);
  const events: string[] = [];
  sessions.beforeAdmit = async ({ identity }) => {
    if (identity.sessionId === second!.identity.sessionId) return void events.push('second asked');
    await updateWaitingRoom(runner.db, { concertId, capacity: 2 });
    await runner.waitingRoom.applySettings(await runner.settings(concertId));
    await pause(500);
    events.push('first asked');
  };
  const shift = await runner.shift(concertId, sessions);
  expect(events).toEqual(['second asked', 'first asked']);
  expect(sessions.open.get(first!.identity.userId)?.state).toBe('ADMITTED');
  expect(shift).toMatchObject({ outcome: 'RESTED', figures: { waiting: 0, admitted: 2 } });
});

test('a shift ends while some are still being told, and stops asking sessions to end', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  await runner.line(concertId, sessions, 2);
  const events: string[] = [];
  let told: (() => void) | undefined;
  const toldAll = new Promise<void>((resolve) => (told = resolve));
  sessions.beforeAdmit = async () => {
    await pause(1_000);
    events.push('told');
    told?.();
  };
  const shift = await runner.shift(concertId, sessions, {}, { shiftMs: 200 });
  events.push(shift.outcome);
  await toldAll;
  expect(events).toEqual(['SHIFT_OVER', 'told']);
});

test('at most 20 are asked to end at once, and none any more once the worker stops', async () => {
  const sale = await runner.sale({ seats: 1, capacity: 0 });
  const waiting = await runner.line(sale.concertId, sessions, 100);
  await purchase(runner.db, sale, [0]);
  let [underWay, most, stopping] = [0, 0, false];
  const slow: RoomSessions = Object.assign(Object.create(sessions) as FakeSessions, {
    async close(...closing: Parameters<RoomSessions['close']>) {
      most = Math.max(most, ++underWay);
      await pause(20);
      underWay -= 1;
      stopping = sessions.asked.length >= 50;
      return await sessions.close(...closing);
    },
  });
  await runner.shift(sale.concertId, slow, { isStopping: () => stopping });
  expect(most).toBe(20);
  expect(sessions.asked.length).toBeLessThan(75);
  await runner.shift(sale.concertId, sessions);
  // Some of them by both, for the first went on with those it had begun with.
  expect(new Set(sessions.asked)).toEqual(new Set(idsOf(waiting).map((id) => `close ${id} SOLD_OUT`)));
});

test.each([
  ['who are in', 100, 0],
  ['who wait, beside more who are in than a page has', 50, 100],
  ['who wait, while one who is in cannot be reached', 1, 100],
])('sold out, all are asked to end at one look at the room: many %s', async (_whom, inside, behind) => {
  const sale = await runner.sale({ seats: 1, capacity: inside });
  const views = [];
  for (let fan = 0; fan < inside; fan += 1) views.push(await runner.join(sale.concertId, sessions));
  views.push(...(await runner.line(sale.concertId, sessions, behind)));
  await purchase(runner.db, sale, [0]);
  const { db, waitingRoom, admission } = runner;
  // What asks it succeeds, and it goes on all the same.
  const deaf = inside === 1 ? views[0]!.identity.sessionId : null;
  const some: RoomSessions = Object.assign(Object.create(sessions) as FakeSessions, {
    close: async (view: SessionView, reason: 'SOLD_OUT') =>
      view.identity.sessionId === deaf || (await sessions.close(view, reason)),
  });
  await keepRoomInOrder({ db, waitingRoom, admission, sessions: some }, sale.concertId, () => true);
  const asked = idsOf(views).filter((id) => id !== deaf);
  expect(sessions.asked.toSorted()).toEqual(asked.map((id) => `close ${id} SOLD_OUT`).toSorted());
});

test('a session whose workflow is gone gives up its slot to the next', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [gone, next] = await runner.line(concertId, sessions, 2);
  sessions.open.delete(gone!.identity.userId);
  await runner.shift(concertId, sessions);
  expect(sessions.asked).toEqual(admitsOf([gone!, next!]));
  expect(await runner.room(concertId)).toMatchObject({ admitted: 1, waiting: 0 });
});

test('a session that joined long ago and never had a workflow gives up its slot, and its row ends', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [never, next] = await runner.line(concertId, sessions, 2);
  const { identity } = never!;
  sessions.open.delete(identity.userId);
  const view = { ...never!, revision: 0, identity: { ...identity, joinedAt: Date.now() - 60_000 } };
  const key = roomKeys(concertId).sessionPrefix + identity.sessionId;
  await runner.redis.set(key, JSON.stringify(view));
  await runner.shift(concertId, sessions);
  expect(sessions.asked).toEqual(admitsOf([never!, next!]));
  expect(await findSessionRecord(runner.db, identity.sessionId)).toMatchObject({ endReason: 'REMOVED' });
});

test('a session that is just being started is tried until its workflow is there', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  const [view] = await runner.line(concertId, sessions, 1);
  // Redis has only what joining wrote.
  const key = `room:{${concertId}}:session:${view!.identity.sessionId}`;
  await runner.redis.set(key, JSON.stringify({ ...view, revision: 0 }));
  sessions.open.delete(view!.identity.userId);
  sessions.beforeAdmit = () => {
    if (sessions.asked.length === 3) sessions.open.set(view!.identity.userId, view!);
  };
  await updateWaitingRoom(runner.db, { concertId, capacity: 1 });
  await runner.shift(concertId, sessions);
  expect(sessions.asked).toHaveLength(3);
  expect(await runner.room(concertId)).toMatchObject({ admitted: 1 });
});

test('the first tick after a slot came back admits the next fan', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [first, second] = await runner.line(concertId, sessions, 2);
  let ticks = 0;
  let freedAt = 0;
  let admittedAt = 0;
  const admission = ticking(async (input) => {
    ticks += 1;
    if (ticks === 20) {
      freedAt = ticks;
      await sessions.end(first!, 'FAN_LEFT');
    }
    return await runner.admission.tick(input);
  });
  sessions.beforeAdmit = ({ identity }) => {
    if (identity.sessionId === second!.identity.sessionId) admittedAt = ticks;
  };
  await runner.shift(concertId, sessions, { admission });
  expect(freedAt).toBe(20);
  expect(admittedAt).toBe(freedAt);
});

test('a runner whose worker stops ends its shift, and the next one may begin at once', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  await runner.line(concertId, sessions, 1);
  let ticks = 0;
  const admission = ticking((input) => {
    ticks += 1;
    return runner.admission.tick(input);
  });
  const shift = await runner.shift(concertId, sessions, { admission, isStopping: () => ticks === 3 });
  expect(shift).toMatchObject({ outcome: 'SHIFT_OVER', figures: { waiting: 1 } });
  expect(await runner.admission.renew(concertId, 'another', 1_000)).toBe(true);
});

test('a shift ends after its time, with figures of who still waits', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  await runner.line(concertId, sessions, 2);
  const shift = await runner.shift(concertId, sessions, {}, { shiftMs: 100 });
  expect(shift).toMatchObject({ outcome: 'SHIFT_OVER', figures: { waiting: 2, capacity: 0 } });
});

test('while another runner has the lease nobody is admitted; once it is given up, they are', async () => {
  const { concertId } = await runner.sale();
  await runner.line(concertId, sessions, 2);
  await runner.admission.renew(concertId, 'another', 600_000);
  let busy = 0;
  const admission = ticking(async (input) => {
    const tick = await runner.admission.tick(input);
    if (tick.outcome === 'BUSY' && ++busy === 5) {
      expect(sessions.asked).toEqual([]);
      await runner.admission.release(concertId, 'another');
    }
    return tick;
  });
  expect(await runner.shift(concertId, sessions, { admission })).toMatchObject({ outcome: 'RESTED' });
  expect(busy).toBe(5);
  expect(sessions.asked).toHaveLength(2);
});

test('ticks that fail neither fail the shift nor stop its heartbeats', async () => {
  const { concertId } = await runner.sale();
  await runner.line(concertId, sessions, 1);
  let failures = 0;
  const admission = ticking((input) =>
    failures++ < 2 ? Promise.reject(new Error('no Redis')) : runner.admission.tick(input),
  );
  const environment = quietEnvironment();
  let heartbeats = 0;
  environment.on('heartbeat', () => (heartbeats += 1));
  const shift = await runner.shift(concertId, sessions, { admission }, { environment });
  expect(shift.outcome).toBe('RESTED');
  expect(heartbeats).toBeGreaterThanOrEqual(2);
});

test('a runner that is cancelled ends as cancelled and gives up its lease', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  await runner.line(concertId, sessions, 1);
  const environment = quietEnvironment();
  const shift = runner.shift(concertId, sessions, {}, { environment });
  setTimeout(() => environment.cancel('CANCELLED'), 200);
  await expect(shift).rejects.toThrow(CancelledFailure);
  expect(await runner.admission.renew(concertId, 'another', 1_000)).toBe(true);
});

test('a fan who has been silent for too long is asked to end as INACTIVE, and the next one gets the slot', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  const [silent] = await runner.line(concertId, sessions, 1);
  await runner.redis.set(API_SERVING, Date.now() - 3_600_000);
  const shift = await runner.shift(concertId, sessions, { silentAfterMs: 1, graceMs: 1 });
  expect(sessions.asked).toEqual([`close ${idsOf([silent!])[0]} INACTIVE`]);
  expect(shift).toMatchObject({ outcome: 'RESTED', figures: { waiting: 0, silent: 0 } });
  await runner.redis.del(API_SERVING);
});

test('sold out: waiting and admitted sessions are asked to end, and the room rests when all have', async () => {
  const sale = await runner.sale({ capacity: 2, seats: 1 });
  const admitted = [await runner.join(sale.concertId, sessions), await runner.join(sale.concertId, sessions)];
  const waiting = await runner.line(sale.concertId, sessions, 2);
  await purchase(runner.db, sale, [0]);
  const shift = await runner.shift(sale.concertId, sessions);
  expect(sessions.asked.toSorted()).toEqual(
    idsOf([...admitted, ...waiting])
      .map((id) => `close ${id} SOLD_OUT`)
      .toSorted(),
  );
  expect(shift).toMatchObject({ outcome: 'RESTED', figures: { state: 'SOLD_OUT', admitted: 0, waiting: 0 } });
});

test('a room that nobody waits in does not rest before it was put in order: sold out, it asks the admitted to end', async () => {
  const sale = await runner.sale({ seats: 1 });
  const admitted = await runner.join(sale.concertId, sessions);
  await purchase(runner.db, sale, [0]);
  const shift = await runner.shift(sale.concertId, sessions);
  expect(sessions.asked).toEqual([`close ${admitted.identity.sessionId} SOLD_OUT`]);
  expect(shift).toMatchObject({ outcome: 'RESTED', figures: { state: 'SOLD_OUT', admitted: 0 } });
});

test('closed: those who wait end as REMOVED, those who are admitted finish', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  await runner.join(concertId, sessions);
  const waiting = await runner.line(concertId, sessions, 2);
  await updateWaitingRoom(runner.db, { concertId, closed: true });
  const shift = await runner.shift(concertId, sessions, {
    isStopping: () => false,
    admission: ticking(async (input) => {
      // The settings reach Redis as with an operator's change, before the next tick.
      await runner.waitingRoom.applySettings(await runner.settings(concertId));
      return await runner.admission.tick(input);
    }),
  });
  expect(sessions.asked).toEqual(idsOf(waiting).map((id) => `close ${id} REMOVED`));
  expect(shift).toMatchObject({ outcome: 'RESTED', figures: { state: 'CLOSED', admitted: 1, waiting: 0 } });
});

test('a room of an unknown concert fails for good', async () => {
  await expect(runner.shift('1', sessions)).rejects.toMatchObject({
    type: 'CONCERT_NOT_FOUND',
    nonRetryable: true,
  });
});

test('the lag of an admission counts from the look at the line before until the workflows were told', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [first] = await runner.line(concertId, sessions, 2);
  const seen: number[] = [];
  sessions.beforeAdmit = () => pause(60);
  let ticks = 0;
  const admission = ticking(async (input) => {
    ticks += 1;
    if (ticks === 5) await sessions.end(first!, 'FAN_LEFT');
    return await runner.admission.tick({ ...input, offerAgainMs: 3_600_000 });
  });
  await runner.shift(concertId, sessions, {
    ...{ admission, tickMs: 40 },
    observeAdmission: (lagMs) => void seen.push(lagMs),
    isStopping: () => seen.length === 2,
  });
  expect(seen).toHaveLength(2);
  // The first look of a shift has none before it.
  expect(seen[0]).toBeGreaterThanOrEqual(59);
  expect(seen[1]).toBeGreaterThanOrEqual(99);
});
