import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { holdSeatsUpdate } from '../../src/contracts/messages';
import { until } from '../support/runningRoom';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { costOf } from './visit';

/**
 * What a session costs on the real server. A change that adds events or workflow tasks has to change these numbers on
 * purpose, and say why.
 */
let stack: RunningStack;
let api: ApiClient;
let sale: Sale;

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 20 });
});
afterAll(() => stack.close());

async function cost(concertId: string, fan: Fan, on = stack): ReturnType<typeof costOf> {
  const handle = on.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id));
  await handle.result();
  return await costOf({ handle });
}

async function buy(fan: Fan, { scheduleId }: Sale, index: number): Promise<void> {
  const seats = await api.seatIds(fan, scheduleId);
  expect((await api.hold(fan, scheduleId, [seats[index]])).status).toBe(200);
  expect((await api.pay(fan)).status).toBe(201);
}

test('a purchase of a fan admitted on arrival: 10 events in 1 workflow task', async () => {
  const fan = await api.fan({ balance: 1000 });
  await api.join(fan, sale.concertId);
  await buy(fan, sale, 0);
  expect(await cost(sale.concertId, fan)).toEqual({ events: 10, workflowTasks: 1 });
});

test('a purchase of one who thinks before paying: 17 events in 2 workflow tasks', async () => {
  const soon = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '1' });
  try {
    const visits = new ApiClient(soon);
    const { concertId, scheduleId } = await visits.onSale();
    const fan = await visits.fan({ balance: 1000 });
    await visits.join(fan, concertId);
    const [seat] = await visits.seatIds(fan, scheduleId);
    expect((await visits.hold(fan, scheduleId, [seat])).status).toBe(200);
    const handle = soon.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id));
    await until(async () => (await costOf({ handle })).workflowTasks > 0);
    // Started, signalled, the task 3, accepted, search attributes, the timer of the hold, completed.
    expect(await costOf({ handle })).toEqual({ events: 9, workflowTasks: 1 });
    expect((await visits.pay(fan)).status).toBe(201);
    expect(await cost(concertId, fan, soon)).toEqual({ events: 17, workflowTasks: 2 });
  } finally {
    await soon.close();
  }
}, 60_000);

test('a purchase where every hold is the workflow’s: 17 events in 2 workflow tasks', async () => {
  const shown = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '0' });
  try {
    const visits = new ApiClient(shown);
    const { concertId, scheduleId } = await visits.onSale();
    const fan = await visits.fan({ balance: 1000 });
    await visits.join(fan, concertId);
    const [seat] = await visits.seatIds(fan, scheduleId);
    expect((await visits.hold(fan, scheduleId, [seat])).status).toBe(200);
    expect((await visits.pay(fan)).status).toBe(201);
    expect(await cost(concertId, fan, shown)).toEqual({ events: 17, workflowTasks: 2 });
  } finally {
    await shown.close();
  }
});

test('a purchase of a fan who waited: 25 events in 3 workflow tasks', async () => {
  const full = await api.onSale({ capacity: 0 });
  const fan = await api.fan({ balance: 1000 });
  await api.join(fan, full.concertId);
  const room = `/v1/admin/concerts/${full.concertId}/waiting-room`;
  await new Promise((resolve) => setTimeout(resolve, 500));
  await api.must(200, 'PATCH', room, { admin: true, body: { capacity: 10 } });
  await api.until(fan, 'ADMITTED');
  await buy(fan, full, 0);
  expect(await cost(full.concertId, fan)).toEqual({ events: 25, workflowTasks: 3 });
});

test('a hold of a seat that is held or sold: no event; the workflow would say the same with 6', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 3 });
  const [owner, other] = [await api.fan({ balance: 1000 }), await api.fan()];
  for (const fan of [owner, other]) await api.join(fan, concertId);
  const [seat, free] = await api.seatIds(owner, scheduleId);
  expect((await api.hold(owner, scheduleId, [seat])).status).toBe(200);
  const handle = stack.client.workflow.getHandle(sessionWorkflowId(concertId, other.id));
  const count = async () => (await handle.fetchHistory()).events?.length ?? 0;
  const before = await count();
  /** The task 3, accepted, marker, completed. */
  async function refused(code: string): Promise<number> {
    const answer = await api.hold(other, scheduleId, [free, seat]);
    expect(answer).toMatchObject({ status: 409, body: { code, seatIds: [seat] } });
    expect(await count()).toBe(before);
    const request = { sessionId: other.sessionId!, scheduleId, seatIds: [free!, seat!] };
    const told = handle.executeUpdate(holdSeatsUpdate, { args: [request] });
    await expect(told).rejects.toMatchObject({ cause: { type: code, message: answer.body.detail } });
    return await count();
  }
  const afterHeld = await refused('SEAT_HELD');
  // And a look for a hold and the timer of the window, for it was the first task of the session.
  expect(afterHeld).toBe(before + 6 + 2);
  // Its own hold again is no one else's.
  expect((await api.hold(owner, scheduleId, [seat])).status).toBe(200);
  expect((await api.pay(owner)).status).toBe(201);
  expect(await api.hold(other, scheduleId, [seat])).toMatchObject({
    status: 409,
    body: { code: 'SEAT_RESERVED' },
  });
  expect(await count()).toBe(afterHeld);
});

test('a fan whose window is over is told so, and not to choose another seat', async () => {
  const brief = await startStack({ ADMISSION_WINDOW_SECONDS: '2' });
  try {
    const visits = new ApiClient(brief);
    const { concertId, scheduleId } = await visits.onSale({ seats: 3 });
    const [owner, other] = [await visits.fan(), await visits.fan()];
    for (const fan of [owner, other]) await visits.join(fan, concertId);
    const [seat, second] = await visits.seatIds(owner, scheduleId);
    await visits.hold(owner, scheduleId, [seat]);
    await visits.hold(other, scheduleId, [second]);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const refused = await visits.hold(other, scheduleId, [seat]);
    expect(refused).toMatchObject({ status: 403, body: { code: 'NOT_ADMITTED' } });
  } finally {
    await brief.close();
  }
});

test('a fan who holds, swaps, lets go and leaves: 27 events in 3 workflow tasks', async () => {
  const { concertId, scheduleId } = await api.onSale({ seats: 3 });
  const fan = await api.fan();
  await api.join(fan, concertId);
  const [seat, other] = await api.seatIds(fan, scheduleId);
  for (const one of [seat, other]) expect((await api.hold(fan, scheduleId, [one])).status).toBe(200);
  for (const path of ['/v1/session/hold', '/v1/session']) await api.must(204, 'DELETE', path, { fan });
  expect(await cost(concertId, fan)).toEqual({ events: 27, workflowTasks: 3 });
});

test('a hold that runs out, and then the admission window: 21 events in 3 workflow tasks; who only looks: 13 in 2', async () => {
  const brief = await startStack({ HOLD_SECONDS: '1', ADMISSION_WINDOW_SECONDS: '3' });
  try {
    const visits = new ApiClient(brief);
    const { concertId, scheduleId } = await visits.onSale();
    const fan = await visits.fan();
    await visits.join(fan, concertId);
    const [seat] = await visits.seatIds(fan, scheduleId);
    expect((await visits.hold(fan, scheduleId, [seat])).status).toBe(200);
    const looker = await visits.fan();
    await visits.join(looker, concertId);
    expect(await cost(concertId, fan)).toEqual({ events: 21, workflowTasks: 3 });
    // Started, the task 3, a look for a hold, the timer of the window; fired, the task 3, marker, search attributes, completed.
    expect(await cost(concertId, looker)).toEqual({ events: 13, workflowTasks: 2 });
  } finally {
    await brief.close();
  }
});

test('extending a hold: 8 events in 1 workflow task; again: 6', async () => {
  const extensible = await api.onSale({ holdExtensionSeconds: 60 });
  const fan = await api.fan();
  await api.join(fan, extensible.concertId);
  const [seat] = await api.seatIds(fan, extensible.scheduleId);
  for (let hold = 0; hold < 2; hold += 1) await api.hold(fan, extensible.scheduleId, [seat]);
  const handle = stack.client.workflow.getHandle(sessionWorkflowId(extensible.concertId, fan.id));
  const count = async () => (await handle.fetchHistory()).events?.length ?? 0;
  const before = await count();
  expect((await api.extendHold(fan)).status).toBe(200);
  // The task 3, accepted, marker, timer cancelled, timer started, completed.
  expect(await count()).toBe(before + 8);
  expect((await api.extendHold(fan)).status).toBe(200);
  expect(await count()).toBe(before + 8 + 6);
});

test('letting a seat go: 7 events in 1 workflow task', async () => {
  const fan = await api.fan();
  await api.join(fan, sale.concertId);
  const seats = await api.seatIds(fan, sale.scheduleId);
  // The second one brings the first workflow task about.
  for (let hold = 0; hold < 2; hold += 1) await api.hold(fan, sale.scheduleId, [seats[12], seats[13]]);
  const handle = stack.client.workflow.getHandle(sessionWorkflowId(sale.concertId, fan.id));
  const before = (await handle.fetchHistory()).events?.length ?? 0;
  expect((await api.releaseSeats(fan, [seats[12]])).status).toBe(200);
  // The task 3, accepted, marker, search attributes (another reservation), completed: the timer goes on.
  expect((await handle.fetchHistory()).events).toHaveLength(before + 7);
});
