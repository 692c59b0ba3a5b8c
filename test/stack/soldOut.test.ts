import { setTimeout as pause } from 'node:timers/promises';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

async function visitor({ concertId }: Sale, balance = 0): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, concertId);
  return fan;
}

const roomOf = ({ concertId }: Sale) => api.must(200, 'GET', `/v1/concerts/${concertId}/waiting-room`);

async function untilRoomIs(sale: Sale, state: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await roomOf(sale)).state === state) return;
    await pause(200);
  }
  throw new Error(`the room never became ${state}`);
}

test('when the last seat is sold, those without a hold end as SOLD_OUT; while it is held, they stay', async () => {
  const sale = await api.onSale({ seats: 1, capacity: 2 });
  const buyer = await visitor(sale, 1000);
  const admitted = await visitor(sale);
  const waiting = await visitor(sale);
  const [seat] = await api.seatIds(buyer, sale.scheduleId);
  await api.hold(buyer, sale.scheduleId, [seat]);
  await pause(6_000);
  expect((await roomOf(sale)).state).toBe('OPEN');
  expect((await api.session(admitted)).state).toBe('ADMITTED');
  expect((await api.session(waiting)).state).toBe('WAITING');

  const { reservationId } = (await api.pay(buyer)).body;
  await api.until(admitted, 'SOLD_OUT');
  await api.until(waiting, 'SOLD_OUT');
  await untilRoomIs(sale, 'SOLD_OUT');
  const late = await api.fan();
  expect(await api.call('POST', `/v1/concerts/${sale.concertId}/sessions`, { fan: late })).toMatchObject({
    status: 410,
    body: { code: 'SOLD_OUT' },
  });
  expect(await roomOf(sale)).toMatchObject({ waiting: 0, admitted: 0 });

  await api.must(200, 'POST', `/v1/reservations/${reservationId}/cancellation`, { fan: buyer });
  await untilRoomIs(sale, 'OPEN');
  expect((await api.join(late, sale.concertId)).body.state).toBe('ADMITTED');
  expect(await runAudit(stack.db)).toEqual([]);
}, 90_000);

test('with nobody in the line, those who are admitted without a hold end as SOLD_OUT too', async () => {
  const sale = await api.onSale({ seats: 1 });
  const buyer = await visitor(sale, 1000);
  const others = [await visitor(sale), await visitor(sale)];
  const [seat] = await api.seatIds(buyer, sale.scheduleId);
  await api.hold(buyer, sale.scheduleId, [seat]);
  expect((await api.pay(buyer)).status).toBe(201);
  for (const other of others) await api.until(other, 'SOLD_OUT');
  expect(await roomOf(sale)).toMatchObject({ state: 'SOLD_OUT', admitted: 0 });
}, 90_000);
