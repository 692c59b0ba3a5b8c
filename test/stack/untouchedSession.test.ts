import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { runAudit } from '../../src/operations/audit';
import { ApiClient } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { askIn, costOf, visitTo, type Visit } from './visit';

/**
 * A fan who was admitted on arrival and has done nothing since: the first workflow task of the session is put off until
 * something is asked of it, or the admission window is over.
 */
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

async function visitOf(on: RunningStack, seats = 5): Promise<Visit> {
  const { concertId } = await new ApiClient(on).onSale({ seats });
  return await visitTo(on, concertId, 'ADMITTED');
}

const eventsOf = async (visit: Visit): Promise<number> => (await costOf(visit)).events;

test('it costs one event', async () => {
  expect(await eventsOf(await visitOf(stack))).toBe(1);
});

test('its view is told from its memo, also to the fan once Redis has lost it', async () => {
  const visit = await visitOf(stack);
  const { concertId, fan } = visit;
  const { view } = await stack.waitingRoom.read(concertId, fan.sessionId!);
  expect(await askIn(stack, { concertId, userId: fan.id })).toEqual(view);
  const before = await api.session(fan);
  await stack.redis.flushdb();
  expect(await api.session(fan)).toEqual(before);
  expect(await eventsOf(visit)).toBe(1);
});

test('joining again after Redis has lost it finds it', async () => {
  const { concertId, fan, handle } = await visitOf(stack);
  await stack.redis.flushdb();
  const again = await api.call('POST', `/v1/concerts/${concertId}/sessions`, { fan });
  expect(again).toMatchObject({ status: 200, body: { sessionId: fan.sessionId, state: 'ADMITTED' } });
  expect(await handle.describe()).toMatchObject({ status: { name: 'RUNNING' }, historyLength: 1 });
});

test('its fan leaves', async () => {
  const visit = await visitOf(stack);
  await api.must(204, 'DELETE', '/v1/session', { fan: visit.fan });
  expect(await visit.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'FAN_LEFT' });
});

test('the room ends it with SOLD_OUT', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 1 });
  const [buyer, other] = [await api.fan({ balance: 1000 }), await api.fan()];
  for (const fan of [buyer, other]) await api.join(fan, concertId);
  await api.hold(buyer, scheduleId, await api.seatIds(buyer, scheduleId));
  expect((await api.pay(buyer)).status).toBe(201);
  const handle = stack.client.workflow.getHandle(sessionWorkflowId(concertId, other.id));
  expect(await handle.result()).toMatchObject({ outcome: 'SOLD_OUT' });
  await api.until(other, 'SOLD_OUT');
}, 60_000);

test('an operator ends it, by update, and by cancelling the workflow', async () => {
  const expired = await visitOf(stack);
  const message = { by: 'operator', why: 'a test', actionId: 'end-of-an-untouched-session' };
  await expired.handle.executeUpdate('operatorExpire', { args: [message] });
  expect(await expired.handle.result()).toMatchObject({ outcome: 'EXPIRED' });
  const cancelled = await visitOf(stack);
  await cancelled.handle.cancel();
  expect(await cancelled.handle.result()).toMatchObject({ outcome: 'LEFT', reason: 'REMOVED' });
  await api.until(cancelled.fan, 'LEFT');
});

test("a signal waits for its next step: an operator's expires it when the fan pays", async () => {
  const { handle, fan, concertId } = await visitOf(stack);
  await handle.signal('operatorExpire', { by: 'operator', why: 'a test', sessionId: fan.sessionId });
  expect((await handle.describe()).historyLength).toBe(2);
  const [{ id: scheduleId }] = (await api.must(200, 'GET', `/v1/concerts/${concertId}/schedules`)).items;
  const [seat] = await api.seatIds(fan, scheduleId);
  expect((await api.hold(fan, scheduleId, [seat])).status).toBe(200);
  expect(await api.pay(fan)).toMatchObject({ status: 401, body: { code: 'QUEUE_TOKEN_EXPIRED' } });
  expect(await handle.result()).toMatchObject({ outcome: 'EXPIRED' });
});

describe('with a window of 2 seconds', () => {
  let brief: RunningStack;
  beforeAll(async () => {
    brief = await startStack({ ADMISSION_WINDOW_SECONDS: '2' });
  });
  afterAll(() => brief.close());

  test('it expires when the window is over, in one workflow task of 8 events', async () => {
    const visit = await visitOf(brief);
    expect(await visit.handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'ADMISSION_WINDOW' });
    // Started, the task 3, two markers (it looks for a hold, and ends), search attributes, completed.
    expect(await eventsOf(visit)).toBe(8);
    await new ApiClient(brief).until(visit.fan, 'EXPIRED');
  });

  test('a hold that is let go after the window ends the session in its own task', async () => {
    const through = new ApiClient(brief);
    const { concertId, scheduleId } = await through.onSale();
    const fan = await through.fan();
    await through.join(fan, concertId);
    const [seat] = await through.seatIds(fan, scheduleId);
    expect((await through.hold(fan, scheduleId, [seat])).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await through.must(204, 'DELETE', '/v1/session/hold', { fan });
    const handle = brief.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id));
    expect(await handle.result()).toMatchObject({ outcome: 'EXPIRED', reason: 'ADMISSION_WINDOW' });
  });

  test('a hold that is let go within the window leaves the rest of it', async () => {
    const through = new ApiClient(brief);
    const { concertId, scheduleId } = await through.onSale();
    const fan = await through.fan();
    await through.join(fan, concertId);
    const [seat] = await through.seatIds(fan, scheduleId);
    await through.hold(fan, scheduleId, [seat]);
    await through.must(204, 'DELETE', '/v1/session/hold', { fan });
    expect((await through.session(fan)).state).toBe('ADMITTED');
    await through.until(fan, 'EXPIRED');
  });
});
