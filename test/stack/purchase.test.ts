import { randomUUID } from 'node:crypto';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;

beforeAll(async () => {
  stack = await startStack({ HOLD_SECONDS: '2' });
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 20 });
});
afterEach(async () => expect(await runAudit(stack.db)).toEqual([]));
afterAll(() => stack.close());

async function visitor({ balance = 0 } = {}): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, sale.concertId);
  return fan;
}

async function freeSeats(fan: Fan): Promise<string[]> {
  const { items } = await api.must(200, 'GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan });
  return (items as { id: string; status: string }[])
    .filter(({ status }) => status === 'AVAILABLE')
    .map(({ id }) => id);
}

test('a fan joins, holds two seats, pays, owns them, and the token is dead', async () => {
  const fan = await visitor({ balance: 5000 });
  expect((await api.session(fan)).state).toBe('ADMITTED');
  const seats = (await freeSeats(fan)).slice(0, 2);
  const held = await api.hold(fan, sale.scheduleId, seats);
  expect(held).toMatchObject({ status: 200, body: { amount: 2000 } });
  const key = randomUUID();
  const paid = await api.pay(fan, key);
  expect(paid).toMatchObject({ status: 201, body: { amount: 2000, balance: 3000 } });
  expect(await api.pay(fan, key)).toMatchObject({ status: 201, body: paid.body });
  const reservation = await api.must(200, 'GET', `/v1/reservations/${paid.body.reservationId}`, { fan });
  expect(reservation).toMatchObject({
    status: 'CONFIRMED',
    amount: 2000,
    payment: { id: paid.body.paymentId },
  });
  expect(await api.call('GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan })).toMatchObject({
    status: 401,
    body: { code: 'QUEUE_TOKEN_EXPIRED' },
  });
  expect(await api.session(fan)).toMatchObject({
    state: 'CONFIRMED',
    reservationId: paid.body.reservationId,
  });
  const result: unknown = await stack.client.workflow
    .getHandle(sessionWorkflowId(sale.concertId, fan.id))
    .result();
  expect(result).toMatchObject({ outcome: 'CONFIRMED', paymentId: paid.body.paymentId });
});

test('joining again gives the same session and token; after the end it gives a new one', async () => {
  const fan = await visitor();
  const { sessionId, token } = fan;
  const again = await api.join(fan, sale.concertId);
  expect(again).toMatchObject({ status: 200, body: { sessionId, token } });
  await api.must(204, 'DELETE', '/v1/session', { fan });
  await api.must(204, 'DELETE', '/v1/session', { fan });
  const next = await api.join(fan, sale.concertId);
  expect(next.status).toBe(201);
  expect(next.body.sessionId).not.toBe(sessionId);
  expect((await api.session({ ...fan, token })).state).toBe('LEFT');
});

test('two joins at once are one session', async () => {
  const fan = await api.fan();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => api.call('POST', `/v1/concerts/${sale.concertId}/sessions`, { fan })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body.sessionId)).size).toBe(1);
});

test('an unpaid hold runs out by itself: the seat is free again and paying is HOLD_EXPIRED', async () => {
  const fan = await visitor({ balance: 5000 });
  const [seat] = await freeSeats(fan);
  await api.hold(fan, sale.scheduleId, [seat]);
  expect(await freeSeats(fan)).not.toContain(seat);
  await api.until(fan, 'ADMITTED');
  expect(await freeSeats(fan)).toContain(seat);
  expect(await api.pay(fan)).toMatchObject({ status: 410, body: { code: 'HOLD_EXPIRED' } });
  expect(await api.balance(fan)).toBe(5000);
});

test('too little balance is refused and the hold stays; after a top-up the payment succeeds', async () => {
  const fan = await visitor({ balance: 100 });
  const [seat] = await freeSeats(fan);
  const { expiresAt } = (await api.hold(fan, sale.scheduleId, [seat])).body;
  const key = randomUUID();
  const refusal = { ...(await api.pay(fan, key)).body, requestId: expect.any(String) };
  expect(refusal).toMatchObject({
    ...{ status: 402, code: 'INSUFFICIENT_BALANCE', balance: 100, requiredAmount: 1000, expiresAt },
  });
  expect(await api.pay(fan, key)).toMatchObject({ status: 402, body: refusal });
  expect((await api.session(fan)).state).toBe('HOLDING');
  await api.must(201, 'POST', '/v1/wallet/top-ups', {
    fan,
    body: { amount: 900 },
    idempotencyKey: randomUUID(),
  });
  expect(await api.pay(fan)).toMatchObject({ status: 201, body: { balance: 0 } });
});

test('a held seat is SEAT_HELD to others, a sold one SEAT_RESERVED, and a swap lets the first seat go', async () => {
  const buyer = await visitor({ balance: 1000 });
  const other = await visitor();
  const [first, second] = await freeSeats(buyer);
  await api.hold(buyer, sale.scheduleId, [first]);
  const refused = await api.hold(other, sale.scheduleId, [first]);
  expect(refused).toMatchObject({ status: 409, body: { code: 'SEAT_HELD', seatIds: [first] } });
  await api.hold(buyer, sale.scheduleId, [second]);
  expect((await api.hold(other, sale.scheduleId, [first])).status).toBe(200);
  await api.pay(buyer);
  expect(await api.hold(other, sale.scheduleId, [second])).toMatchObject({
    status: 409,
    body: { code: 'SEAT_RESERVED' },
  });
});

test('twenty different payments at once: one is taken, the others are refused as documented', async () => {
  const fan = await visitor({ balance: 50_000 });
  const [seat] = await freeSeats(fan);
  await api.hold(fan, sale.scheduleId, [seat]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.pay(fan)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status, body } of answers.filter(({ status }) => status !== 201)) {
    expect([`409 INVALID_TRANSITION`, `401 QUEUE_TOKEN_EXPIRED`]).toContain(`${status} ${body.code}`);
  }
  expect(await api.balance(fan)).toBe(49_000);
});

test('a cancelled reservation is refunded once and its seat is on sale again', async () => {
  const fan = await visitor({ balance: 1000 });
  const [seat] = await freeSeats(fan);
  await api.hold(fan, sale.scheduleId, [seat]);
  const { reservationId } = (await api.pay(fan)).body;
  for (let time = 0; time < 2; time++) {
    const cancelled = await api.must(200, 'POST', `/v1/reservations/${reservationId}/cancellation`, { fan });
    expect(cancelled.status).toBe('CANCELED');
  }
  expect(await api.balance(fan)).toBe(1000);
  await api.join(fan, sale.concertId);
  expect(await freeSeats(fan)).toContain(seat);
});

test("another fan's token, reservation and session stay hidden", async () => {
  const fan = await visitor();
  const other = await api.fan();
  expect(await api.call('GET', '/v1/session', { fan: { ...other, token: fan.token } })).toMatchObject({
    status: 401,
    body: { code: 'QUEUE_TOKEN_INVALID' },
  });
});

test('a session whose workflow was terminated frees its slot when its fan comes back, who can join again', async () => {
  const small = await api.onSale({ capacity: 1 });
  const fan = await api.fan();
  await api.join(fan, small.concertId);
  await stack.client.workflow.getHandle(sessionWorkflowId(small.concertId, fan.id)).terminate();
  const refused = await api.call('PUT', '/v1/session/hold', {
    fan,
    body: { scheduleId: small.scheduleId, bestAvailable: { count: 1 } },
  });
  expect(refused).toMatchObject({ status: 401, body: { code: 'QUEUE_TOKEN_EXPIRED' } });
  const again = await api.join(fan, small.concertId);
  expect(again).toMatchObject({ status: 201, body: { state: 'ADMITTED' } });
});

test('after FLUSHDB a waiting fan who asks is in the line again and is admitted when there is room', async () => {
  const full = await api.onSale({ capacity: 0 });
  const fan = await api.fan();
  await api.join(fan, full.concertId);
  await stack.db.query('UPDATE concerts SET waiting_room_capacity = 5 WHERE id = $1', [full.concertId]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await stack.redis.flushdb();
  await api.until(fan, 'ADMITTED');
});
