import { randomUUID } from 'node:crypto';
import { admitSignal, admitUpdate } from '../../src/contracts/messages';
import { runAudit } from '../../src/operations/audit';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import { roomKeys } from '../../src/queue/keys';
import { createRoomSessions } from '../../src/workers/roomSessions';
import { ApiClient } from '../support/apiClient';
import { until } from '../support/runningRoom';
import { startStack, type RunningStack } from '../support/runningStack';
import { askIn, costOf, visitTo, type Visit } from './visit';

/** A fan who waits: the first workflow task of the session is put off until the room, the fan or an operator ends the waiting. */
let stack: RunningStack;
let api: ApiClient;

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
});
afterAll(async () => {
  expect(await runAudit(stack.db)).toEqual([]);
  await stack.close();
});

const waitsIn = (on: RunningStack, concertId: string) => visitTo(on, concertId, 'WAITING');

async function visit(on = stack): Promise<Visit> {
  return await waitsIn(on, (await new ApiClient(on).onSale({ capacity: 0 })).concertId);
}

const UNTOUCHED = { events: 1, workflowTasks: 0 };

const changeRoom = (concertId: string, body: { capacity?: number; paused?: boolean }) =>
  api.must(200, 'PATCH', `/v1/admin/concerts/${concertId}/waiting-room`, { admin: true, body });

test('it costs one event, and is on record with its place when joining has answered', async () => {
  const waiting = await visit();
  const { view } = await stack.waitingRoom.read(waiting.concertId, waiting.fan.sessionId!);
  expect(await findSessionRecord(stack.db, waiting.fan.sessionId!)).toMatchObject({
    state: 'WAITING',
    readyAt: null,
    expiresAt: new Date(view!.expiresAt),
  });
  const [row] = await stack.db.query<{ place: string }[]>('SELECT place FROM sessions WHERE id = $1', [
    waiting.fan.sessionId,
  ]);
  expect(Number(row?.place)).toBe(view!.identity.place);
  await api.session(waiting.fan);
  expect(await costOf(waiting)).toEqual(UNTOUCHED);
});

test('while PostgreSQL does not put it on record joining fails, and again it gets the same place', async () => {
  const { concertId } = await api.onSale({ capacity: 0 });
  await waitsIn(stack, concertId);
  const fan = await api.fan();
  await stack.db.query(
    `CREATE FUNCTION no_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no row' USING ERRCODE = '57P03'; END $$`,
  );
  await stack.db.query('CREATE TRIGGER no_row BEFORE INSERT ON sessions EXECUTE FUNCTION no_row()');
  const path = `/v1/concerts/${concertId}/sessions`;
  const refused = await api.call('POST', path, { fan });
  await stack.db.query('DROP FUNCTION no_row CASCADE');
  expect(refused).toMatchObject({ status: 503, body: { code: 'DEPENDENCY_UNAVAILABLE' } });
  const answer = await api.call('POST', path, { fan });
  expect(answer).toMatchObject({ status: 200, body: { state: 'WAITING', position: 2 } });
  expect(await findSessionRecord(stack.db, answer.body.sessionId as string)).toMatchObject({
    state: 'WAITING',
  });
});

test('who was started and not put on record is, by the room', async () => {
  const { concertId } = await api.onSale({ capacity: 0 });
  const waiting = await waitsIn(stack, concertId);
  const { identity, expiresAt } = (await stack.waitingRoom.read(concertId, waiting.fan.sessionId!)).view!;
  // As if its API had stopped between the two: neither Redis nor PostgreSQL was told.
  await stack.db.query('DELETE FROM sessions WHERE id = $1', [identity.sessionId]);
  await stack.redis.zadd(roomKeys(concertId).starting, Date.now() - 60_000, identity.sessionId);
  await until(async () => (await findSessionRecord(stack.db, identity.sessionId)) !== null);
  expect(await findSessionRecord(stack.db, identity.sessionId)).toMatchObject({
    state: 'WAITING',
    expiresAt: new Date(expiresAt),
  });
  expect(await costOf(waiting)).toEqual(UNTOUCHED);
}, 60_000);

test('its view is told from its memo; the fan has the place again once Redis has lost it', async () => {
  const { concertId } = await api.onSale({ capacity: 0 });
  const [first, second] = [await waitsIn(stack, concertId), await waitsIn(stack, concertId)];
  const { view } = await stack.waitingRoom.read(concertId, second.fan.sessionId!);
  expect(await askIn(stack, { concertId, userId: second.fan.id })).toEqual(view);
  await stack.redis.flushdb();
  expect(await api.session(second.fan)).toMatchObject({ state: 'WAITING' });
  await until(async () => (await stack.waitingRoom.readRoom(concertId))?.ready === true);
  expect(await api.session(second.fan)).toMatchObject({ state: 'WAITING', position: 2, ahead: 1 });
  expect(await api.session(first.fan)).toMatchObject({ state: 'WAITING', position: 1 });
  for (const one of [first, second]) expect(await costOf(one)).toEqual(UNTOUCHED);
}, 60_000);

test('joining again after Redis has lost it finds it', async () => {
  const waiting = await visit();
  await stack.redis.flushdb();
  const again = await api.call('POST', `/v1/concerts/${waiting.concertId}/sessions`, { fan: waiting.fan });
  expect(again).toMatchObject({ status: 200, body: { sessionId: waiting.fan.sessionId, state: 'WAITING' } });
  expect(await costOf(waiting)).toEqual(UNTOUCHED);
});

test('the room admits it in one workflow task of 9 events; admitted once more it is the same admission', async () => {
  const waiting = await visit();
  const { concertId, fan, handle } = waiting;
  await changeRoom(concertId, { capacity: 1 });
  // Redis says ADMITTED before the workflow has been told.
  await until(async () => (await costOf(waiting)).workflowTasks > 0);
  expect((await api.session(fan)).state).toBe('ADMITTED');
  // Started, the task 3, accepted, marker, search attributes, the timer of the window, completed.
  expect(await costOf(waiting)).toEqual({ events: 9, workflowTasks: 1 });
  await handle.executeUpdate(admitUpdate, {
    args: [{ sessionId: fan.sessionId! }],
    updateId: `admission:${fan.sessionId}`,
  });
  expect(await costOf(waiting)).toEqual({ events: 9, workflowTasks: 1 });
});

test('an admission that was meant for the last visit of the fan does not use up its own', async () => {
  const { concertId, fan } = await visit();
  const { view } = await stack.waitingRoom.read(concertId, fan.sessionId!);
  const last = { ...view!, identity: { ...view!.identity, sessionId: randomUUID() } };
  await createRoomSessions(stack.client, stack.db).admit(last);
  expect((await api.session(fan)).state).toBe('WAITING');
  await changeRoom(concertId, { capacity: 1 });
  await api.until(fan, 'ADMITTED');
});

test('its fan leaves, in one workflow task', async () => {
  const waiting = await visit();
  await api.must(204, 'DELETE', '/v1/session', { fan: waiting.fan });
  expect(await waiting.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'FAN_LEFT' });
  // Started, the task 3, accepted, marker, search attributes, two completed.
  expect(await costOf(waiting)).toEqual({ events: 9, workflowTasks: 1 });
});

test('sold out, the room ends it in one workflow task', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 1, capacity: 1 });
  const buyer = await api.fan({ balance: 1000 });
  await api.join(buyer, concertId);
  const waiting = await waitsIn(stack, concertId);
  await api.hold(buyer, scheduleId, await api.seatIds(buyer, scheduleId));
  // Else the slot that the payment frees is given once more.
  await changeRoom(concertId, { paused: true });
  expect((await api.pay(buyer)).status).toBe(201);
  expect(await waiting.handle.result()).toMatchObject({ outcome: 'SOLD_OUT' });
  expect((await costOf(waiting)).workflowTasks).toBe(1);
  await api.until(waiting.fan, 'SOLD_OUT');
}, 60_000);

test('cancelling its workflow removes it', async () => {
  const { handle, fan } = await visit();
  await handle.cancel();
  expect(await handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'REMOVED' });
  await api.until(fan, 'LEFT');
});

test('a signal waits for its next step: an admission by signal is obeyed when an operator is refused', async () => {
  const { handle, fan } = await visit();
  await handle.signal(admitSignal, { sessionId: fan.sessionId! });
  expect((await handle.describe()).historyLength).toBe(2);
  const refused = handle.executeUpdate('operatorReleaseHold', { args: [{ by: 'operator', why: 'a test' }] });
  await expect(refused).rejects.toMatchObject({ cause: { type: 'INVALID_TRANSITION' } });
  await api.until(fan, 'ADMITTED');
});

describe('with a queue wait of 2 seconds', () => {
  let brief: RunningStack;
  beforeAll(async () => {
    brief = await startStack({ QUEUE_WAIT_SECONDS: '2' });
  });
  afterAll(() => brief.close());

  test('it expires when the wait is over, in one workflow task of 7 events', async () => {
    const waiting = await visit(brief);
    expect(await waiting.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'QUEUE_WAIT_LIMIT' });
    // Started, the task 3, marker, search attributes, completed.
    expect(await costOf(waiting)).toEqual({ events: 7, workflowTasks: 1 });
    await new ApiClient(brief).until(waiting.fan, 'EXPIRED');
  });

  test('one that had its first task before waits for the rest of the time', async () => {
    const waiting = await visit(brief);
    const refused = waiting.handle.executeUpdate('operatorReleaseHold', {
      args: [{ by: 'operator', why: 'a test' }],
    });
    await expect(refused).rejects.toMatchObject({ cause: { type: 'INVALID_TRANSITION' } });
    expect(await waiting.handle.query('sessionView')).toMatchObject({ state: 'WAITING' });
    expect(await waiting.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'QUEUE_WAIT_LIMIT' });
  });
});
