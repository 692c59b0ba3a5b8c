import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

const HOLD_MS = 2_000;
const EXTENSION_MS = 20_000;

let stack: RunningStack;
let api: ApiClient;
let sale: Sale;
let seats: string[];

beforeAll(async () => {
  stack = await startStack({ HOLD_SECONDS: String(HOLD_MS / 1000), HOLD_CAP_SECONDS: '10' });
  api = new ApiClient(stack);
});
beforeEach(async () => {
  sale = await api.onSale({ seats: 4, holdExtensionSeconds: EXTENSION_MS / 1000 });
});
afterEach(async () => expect(await runAudit(stack.db)).toEqual([]));
afterAll(() => stack.close());

async function visitor(balance = 0): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, sale.concertId);
  seats = await api.seatIds(fan, sale.scheduleId);
  return fan;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const timeOf = ({ body }: { body: { expiresAt: string } }): number => Date.parse(body.expiresAt);

async function statuses(fan: Fan): Promise<string> {
  const { items } = await api.must(200, 'GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan });
  return (items as { status: string }[]).map(({ status }) => status[0]).join('');
}

test('an extended hold, which is capped, is seen by the fan and paid after its first deadline', async () => {
  const fan = await visitor(1000);
  const held = await api.hold(fan, sale.scheduleId, [seats[0]]);
  const extended = await api.extendHold(fan);
  expect(extended.status).toBe(200);
  // 2 s and 20 s are more than the cap of 10 s.
  expect(timeOf(extended) - timeOf(held)).toBe(10_000 - HOLD_MS);
  expect(await api.session(fan)).toMatchObject({ state: 'HOLDING', hold: extended.body });
  expect((await api.extendHold(fan)).body).toEqual(extended.body);
  await pause(HOLD_MS + 500);
  expect((await api.session(fan)).state).toBe('HOLDING');
  expect((await api.pay(fan)).status).toBe(201);
});

test('an extension that PostgreSQL grants while the timer fires is granted: the seats are not released', async () => {
  const fan = await visitor(1000);
  await api.hold(fan, sale.scheduleId, [seats[0]]);
  const blocker = stack.db.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [fan.sessionId]);
  const extension = api.extendHold(fan);
  await pause(HOLD_MS + 500);
  await blocker.commitTransaction();
  await blocker.release();
  expect((await extension).status).toBe(200);
  expect((await api.session(fan)).state).toBe('HOLDING');
  expect((await api.pay(fan)).status).toBe(201);
});

test('an extended hold that is not paid goes back on sale', async () => {
  const fan = await visitor();
  await api.hold(fan, sale.scheduleId, [seats[0]]);
  await api.extendHold(fan);
  await api.until(fan, 'ADMITTED');
  expect(await statuses(fan)).toBe('AAAA');
  expect((await api.extendHold(fan)).body).toMatchObject({ status: 410, code: 'HOLD_EXPIRED' });
});

test('a session extends one hold: not the next one, and not where the concert offers none', async () => {
  const fan = await visitor();
  await api.hold(fan, sale.scheduleId, [seats[0]]);
  await api.extendHold(fan);
  await api.hold(fan, sale.scheduleId, [seats[1]]);
  expect((await api.extendHold(fan)).body).toMatchObject({
    code: 'INVALID_TRANSITION',
    detail: expect.stringContaining('once'),
  });
  sale = await api.onSale();
  const other = await visitor();
  await api.hold(other, sale.scheduleId, [seats[0]]);
  expect((await api.extendHold(other)).body).toMatchObject({
    code: 'INVALID_TRANSITION',
    detail: expect.stringContaining('extends no holds'),
  });
});

test('seats that are let go are free at once; the rest keeps its deadline and is what is paid', async () => {
  const fan = await visitor(5000);
  const held = await api.hold(fan, sale.scheduleId, [seats[0], seats[1], seats[2]]);
  const rest = await api.releaseSeats(fan, [seats[1]]);
  expect(rest).toMatchObject({
    status: 200,
    body: {
      amount: 2000,
      expiresAt: held.body.expiresAt,
      seats: [{ id: seats[0] }, { id: seats[2] }],
    },
  });
  expect(rest.body.reservationId).not.toBe(held.body.reservationId);
  expect(await statuses(fan)).toBe('HAHA');
  expect((await api.releaseSeats(fan, [seats[1]])).body).toMatchObject({
    code: 'SEAT_NOT_FOUND',
    seatIds: [seats[1]],
  });
  expect((await api.releaseSeats(fan, [seats[0], seats[2]])).body).toMatchObject({
    code: 'INVALID_TRANSITION',
  });
  const paid = await api.pay(fan);
  expect(paid.body).toMatchObject({ amount: 2000, reservationId: rest.body.reservationId });
});

test('what is left of a hold goes back on sale at the deadline it always had', async () => {
  const fan = await visitor();
  await api.hold(fan, sale.scheduleId, [seats[0], seats[1]]);
  await api.releaseSeats(fan, [seats[0]]);
  await api.until(fan, 'ADMITTED');
  expect(await statuses(fan)).toBe('AAAA');
});
