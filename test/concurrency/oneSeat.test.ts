import { runAudit } from '../../src/operations/audit';
import { removeSeatGuards } from '../persistence/guards';
import { ApiClient, type Answer } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

const FANS = 100;

let stack: RunningStack;
beforeEach(async () => {
  stack = await startStack();
});
afterEach(() => stack.close());

async function everybodyHoldsOneSeat(): Promise<Answer[]> {
  const api = new ApiClient(stack);
  const sale = await api.onSale({ seats: 5 });
  const fans = await Promise.all(Array.from({ length: FANS }, () => api.fan()));
  await Promise.all(fans.map((fan) => api.join(fan, sale.concertId)));
  const [first] = fans;
  const [seat] = first ? await api.seatIds(first, sale.scheduleId) : [];
  return await Promise.all(fans.map((fan) => api.hold(fan, sale.scheduleId, [seat])));
}

const count = (answers: Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

test('100 fans at once on one seat: one gets it, 99 are refused with SEAT_HELD, none with a 5xx', async () => {
  const answers = await everybodyHoldsOneSeat();
  expect(count(answers, 200)).toBe(1);
  expect(count(answers, 409)).toBe(FANS - 1);
  expect(answers.filter(({ body }) => body.code === 'SEAT_HELD')).toHaveLength(FANS - 1);
  expect(await runAudit(stack.db)).toEqual([]);
});

test('twin: without the seat locks, the conditional claim and the unique index, several get it', async () => {
  await removeSeatGuards(stack.db, 1);
  const answers = await everybodyHoldsOneSeat();
  expect(count(answers, 200)).toBeGreaterThan(1);
  expect((await runAudit(stack.db)).map(({ rule }) => rule)).toContain('seat-has-two-owners');
});
