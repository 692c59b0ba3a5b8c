import { randomUUID } from 'node:crypto';
import { paymentUpdateId, sessionWorkflowId } from '../../src/contracts/identifiers';
import { payUpdate } from '../../src/contracts/messages';
import type { SessionIdentity } from '../../src/contracts/session';
import { runAudit } from '../../src/operations/audit';
import { claimIdempotencyKey } from '../../src/persistence/statements/idempotency';
import { extendHold } from '../../src/persistence/statements/extendHold';
import { holdSeats } from '../../src/persistence/statements/holdSeats';
import { PAYMENT_ROUTE, payReservation } from '../../src/persistence/statements/payReservation';
import { sha256 } from '../persistence/sale';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

/**
 * A step can be decided in PostgreSQL while worker and Temporal die before the workflow's task is recorded: then the
 * workflow never hears of it. Here the step is taken directly, without the workflow, which comes to the same.
 */
let stack: RunningStack;
let api: ApiClient;
let sale: Sale;

beforeAll(async () => {
  stack = await startStack({ HOLD_SECONDS: '2' });
  api = new ApiClient(stack);
  sale = await api.onSale({ seats: 12, holdExtensionSeconds: 60 });
});
afterEach(async () => expect(await runAudit(stack.db)).toEqual([]));
afterAll(() => stack.close());

async function visitor(
  balance: number,
): Promise<{ fan: Fan; identity: SessionIdentity; admittedAt: number }> {
  const fan = await api.fan({ balance });
  await api.join(fan, sale.concertId);
  const { view } = await stack.waitingRoom.read(sale.concertId, fan.sessionId ?? '');
  if (!view?.admittedAt) throw new Error('not admitted');
  return { fan, identity: view.identity, admittedAt: view.admittedAt };
}

const handleOf = (fan: Fan) => stack.client.workflow.getHandle(sessionWorkflowId(sale.concertId, fan.id));

async function holdNumberOf({ sessionId }: SessionIdentity): Promise<number> {
  const [row] = await stack.db.query<{ hold_number: number }[]>(
    'SELECT hold_number FROM sessions WHERE id = $1',
    [sessionId],
  );
  return row?.hold_number ?? 0;
}

test('a charge that the workflow never heard of ends the session as CONFIRMED when the hold runs out', async () => {
  const { fan, identity, admittedAt } = await visitor(1000);
  const [seat] = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [seat]);
  const holdNumber = await holdNumberOf(identity);
  const paid = await payReservation(stack.db, {
    identity,
    admittedAt,
    holdNumber,
    paymentKey: sha256(randomUUID()),
  });
  if (paid.outcome !== 'PAID') throw new Error(paid.outcome);
  const { reservationId, paymentId } = paid;
  expect(await handleOf(fan).result()).toEqual({
    outcome: 'CONFIRMED',
    reason: 'PAID',
    reservationId,
    paymentId,
    seats: ['A1'],
    amount: 1000,
  });
  expect(await api.session(fan)).toMatchObject({ state: 'CONFIRMED', reservationId });
});

test('leaving after such a charge does not undo it', async () => {
  const { fan, identity, admittedAt } = await visitor(1000);
  const [, seat] = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [seat]);
  const holdNumber = await holdNumberOf(identity);
  await payReservation(stack.db, { identity, admittedAt, holdNumber, paymentKey: sha256(randomUUID()) });
  await api.must(204, 'DELETE', '/v1/session', { fan });
  expect((await api.session(fan)).state).toBe('CONFIRMED');
});

test('a hold that the workflow never heard of is swapped by the next one, which gets the seats it asked for', async () => {
  const { fan, identity, admittedAt } = await visitor(1000);
  const [, , lost, wanted] = await api.seatIds(fan, sale.scheduleId);
  const request = { scheduleId: sale.scheduleId, seatIds: [lost ?? ''] };
  const early = await holdSeats(stack.db, {
    identity,
    admittedAt,
    holdNumber: 1,
    holdMs: 60_000,
    maxSeats: 4,
    request,
  });
  expect(early.outcome).toBe('HELD');
  const held = await api.hold(fan, sale.scheduleId, [wanted]);
  expect(held.body.seats).toMatchObject([{ id: wanted }]);
  expect((await api.pay(fan)).status).toBe(201);
  const other = await visitor(0);
  expect((await api.hold(other.fan, sale.scheduleId, [lost])).status).toBe(200);
});

test('a swap that the workflow never heard of ends at the deadline of the hold it knows', async () => {
  const { fan, identity, admittedAt } = await visitor(0);
  const [, , , , , , known, lost] = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [known]);
  const holdNumber = (await holdNumberOf(identity)) + 1;
  const request = { scheduleId: sale.scheduleId, seatIds: [lost ?? ''] };
  const swap = { identity, admittedAt, holdNumber, holdMs: 600_000, maxSeats: 4, request };
  expect((await holdSeats(stack.db, swap)).outcome).toBe('HELD');
  await api.until(fan, 'ADMITTED');
  const other = await visitor(0);
  expect((await api.hold(other.fan, sale.scheduleId, [known, lost])).status).toBe(200);
});

test('an extension that the workflow never heard of counts from when the fan asks for it again', async () => {
  const { fan, identity, admittedAt } = await visitor(1000);
  const [, , , , , , , , seat] = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [seat]);
  const lost = { identity, admittedAt, holdNumber: await holdNumberOf(identity), holdCapMs: 900_000 };
  const answer = await extendHold(stack.db, lost);
  if (answer.outcome !== 'EXTENDED') throw new Error(answer.outcome);
  const again = await api.extendHold(fan);
  expect(Date.parse(again.body.expiresAt)).toBe(answer.hold.expiresAt);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await api.session(fan)).state).toBe('HOLDING');
  expect((await api.pay(fan)).status).toBe(201);
});

test('the deadline of such an extension is also kept where the fan is told it by letting a seat go', async () => {
  const { fan, identity, admittedAt } = await visitor(1000);
  const seats = (await api.seatIds(fan, sale.scheduleId)).slice(10, 12);
  await api.hold(fan, sale.scheduleId, seats);
  const lost = { identity, admittedAt, holdNumber: await holdNumberOf(identity), holdCapMs: 900_000 };
  const answer = await extendHold(stack.db, lost);
  if (answer.outcome !== 'EXTENDED') throw new Error(answer.outcome);
  const rest = await api.releaseSeats(fan, [seats[0]]);
  expect(Date.parse(rest.body.expiresAt)).toBe(answer.hold.expiresAt);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await api.session(fan)).toMatchObject({ state: 'HOLDING', hold: { seats: [{ id: seats[1] }] } });
  expect((await api.pay(fan)).status).toBe(201);
});

test('a key whose claim was taken over while its payment was under way is answered 201', async () => {
  const { fan, identity } = await visitor(1000);
  const seats = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [seats[5]]);
  const claim = { userId: fan.id, route: PAYMENT_ROUTE, bodyHash: '', scope: identity.sessionId, leaseMs: 1 };
  const [first, second] = [randomUUID(), randomUUID()];
  for (const key of [first, second]) {
    expect(await claimIdempotencyKey(stack.db, { ...claim, key: sha256(key) })).toEqual({
      outcome: 'CLAIMED',
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const paymentKey = sha256(first);
  const { sessionId } = identity;
  const updateId = paymentUpdateId(paymentKey);
  const paid = await handleOf(fan).executeUpdate(payUpdate, { args: [{ paymentKey, sessionId }], updateId });
  expect(await api.pay(fan, first)).toMatchObject({ status: 201, body: { paymentId: paid.paymentId } });
  expect(await api.balance(fan)).toBe(0);
});
