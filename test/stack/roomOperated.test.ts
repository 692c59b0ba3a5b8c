import { setTimeout as pause } from 'node:timers/promises';
import { waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import {
  admitOneUpdate,
  closeRoomUpdate,
  pauseUpdate,
  removeOneUpdate,
  resumeUpdate,
  roomStatusQuery,
  setCapacityUpdate,
  setRateUpdate,
} from '../../src/contracts/roomMessages';
import { runAudit } from '../../src/operations/audit';
import { ApiClient, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

const operator = { by: 'ops-1', why: 'a test' };
const leave = (fan: Fan) => api.must(204, 'DELETE', '/v1/session', { fan });
const stateOf = async (fan: Fan): Promise<unknown> => (await api.session(fan)).state;

async function roomWith(capacity: number, fans: number) {
  const { concertId } = await api.onSale({ capacity });
  const visitors: Fan[] = [];
  for (let i = 0; i < fans; i++) {
    const fan = await api.fan();
    await api.join(fan, concertId);
    visitors.push(fan);
  }
  const room = stack.client.workflow.getHandle(waitingRoomWorkflowId(concertId));
  return { concertId, room, visitors };
}

test('paused, a room admits nobody but the one an operator names; resumed, it goes on in order', async () => {
  const { room, visitors } = await roomWith(2, 5);
  const [a, b, c, d, e] = visitors as [Fan, Fan, Fan, Fan, Fan];
  expect(await room.executeUpdate(pauseUpdate, { args: [operator] })).toMatchObject({
    state: 'PAUSED',
    waiting: 3,
    admitted: 2,
  });
  await leave(a);
  await pause(1_000);
  expect(await stateOf(c)).toBe('WAITING');

  const named = { ...operator, userId: e.id };
  expect(await room.executeUpdate(admitOneUpdate, { args: [named] })).toMatchObject({ admitted: 2 });
  await api.until(e, 'ADMITTED');
  const full = room.executeUpdate(admitOneUpdate, { args: [{ ...operator, userId: d.id }] });
  await expect(full).rejects.toMatchObject({ cause: { type: 'INVALID_TRANSITION' } });
  await leave(b);
  expect(await stateOf(c)).toBe('WAITING');

  await room.executeUpdate(resumeUpdate, { args: [operator] });
  await api.until(c, 'ADMITTED');
  expect(await stateOf(d)).toBe('WAITING');
  await room.executeUpdate(removeOneUpdate, { args: [named] });
  expect(await stateOf(e)).toBe('LEFT');
  await api.until(d, 'ADMITTED');
  const { actions } = await room.query(roomStatusQuery);
  expect(actions.map(({ what }) => what)).toEqual([
    `removed ${e.id}`,
    'resumed',
    `admitted ${e.id}`,
    'paused',
  ]);
  expect(actions[0]).toMatchObject(operator);
});

test('more capacity lets the next fans in, less lets nobody out, and the rate is obeyed', async () => {
  const { concertId, room, visitors } = await roomWith(1, 4);
  const [a, b, c, d] = visitors as [Fan, Fan, Fan, Fan];
  await room.executeUpdate(setCapacityUpdate, { args: [{ ...operator, capacity: 2 }] });
  await api.until(b, 'ADMITTED');
  expect(await room.executeUpdate(setCapacityUpdate, { args: [{ ...operator, capacity: 0 }] })).toMatchObject(
    {
      capacity: 0,
      admitted: 2,
    },
  );
  for (const fan of [a, b]) expect(await stateOf(fan)).toBe('ADMITTED');
  // One more from the bucket, the next after hours.
  await stack.rooms.change(concertId, { ...operator, admissionsPerSecond: 0.001 });
  expect(
    await room.executeUpdate(setRateUpdate, { args: [{ ...operator, admissionsPerSecond: 0.001 }] }),
  ).toMatchObject({ admissionsPerSecond: 0.001 });
  await room.executeUpdate(setCapacityUpdate, { args: [{ ...operator, capacity: 10 }] });
  await api.until(c, 'ADMITTED');
  await pause(1_000);
  expect(await stateOf(d)).toBe('WAITING');
});

test('closed, a room lets those who wait go; those who are admitted finish, and then its workflow ends', async () => {
  const { concertId, room, visitors } = await roomWith(1, 3);
  const [inside, ...waiting] = visitors as [Fan, Fan, Fan];
  expect(await room.executeUpdate(closeRoomUpdate, { args: [operator] })).toMatchObject({ state: 'CLOSED' });
  for (const fan of waiting) await api.until(fan, 'LEFT');
  expect(await stateOf(inside)).toBe('ADMITTED');
  const late = await api.fan();
  expect(await api.call('POST', `/v1/concerts/${concertId}/sessions`, { fan: late })).toMatchObject({
    status: 409,
    body: { code: 'INVALID_TRANSITION' },
  });
  await leave(inside);
  await stack.rooms.wake(concertId);
  expect(await room.result()).toMatchObject({ outcome: 'CLOSED', figures: { waiting: 0, admitted: 0 } });
  await stack.rooms.change(concertId, { ...operator, closed: false });
  expect((await api.join(late, concertId)).body.state).toBe('ADMITTED');
  expect(await runAudit(stack.db)).toEqual([]);
});
