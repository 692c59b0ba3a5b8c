import { randomUUID } from 'node:crypto';
import { checkRecordedDraw } from '../../src/operations/draw';
import { ApiClient, type Answer, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

const room = (concertId: string): string => `/v1/admin/concerts/${concertId}/waiting-room`;
const change = (concertId: string, body: object): Promise<Answer['body']> =>
  api.must(200, 'PATCH', room(concertId), { admin: true, body });
const act = (concertId: string, what: 'admissions' | 'removals', userId: string): Promise<Answer> =>
  api.call('POST', `${room(concertId)}/${what}`, { admin: true, body: { userId, by: 'ops', why: 'a test' } });

async function comes(concertId: string): Promise<Fan> {
  const fan = await api.fan();
  await api.join(fan, concertId);
  return fan;
}

test('operators admit one fan of a paused room and remove another, and the rest wait on', async () => {
  const { concertId } = await api.onSale({ capacity: 1 });
  expect(await change(concertId, { paused: true })).toMatchObject({ paused: true, capacity: 1 });
  const [first, second, third] = [await comes(concertId), await comes(concertId), await comes(concertId)];
  expect(await api.session(third)).toMatchObject({ position: 3, waitingRoomState: 'PAUSED' });

  const admitted = await act(concertId, 'admissions', third.id);
  expect(admitted).toMatchObject({ status: 200, body: { state: 'PAUSED', admitted: 1, waiting: 2 } });
  await api.until(third, 'ADMITTED');
  const full = await act(concertId, 'admissions', second.id);
  expect(full).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });

  expect((await act(concertId, 'removals', first.id)).status).toBe(200);
  expect(await api.until(first, 'LEFT')).toMatchObject({ waitingRoomState: null });
  expect(await api.session(second)).toMatchObject({ state: 'WAITING', position: 1 });
  const unknown = await act(concertId, 'removals', randomUUID());
  expect(unknown).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
  expect(await api.must(200, 'GET', room(concertId), { admin: true })).toMatchObject({
    ...{ state: 'PAUSED', admitted: 1, waiting: 1, capacity: 1, paused: true },
  });
}, 60_000);

test('closing the sale lets those go who wait, and reopening lets fans join again', async () => {
  const { concertId } = await api.onSale({ capacity: 1 });
  const [inside, waiting] = [await comes(concertId), await comes(concertId)];
  expect(await change(concertId, { closed: true })).toMatchObject({ status: 'CLOSED' });
  await api.until(waiting, 'LEFT');
  expect((await api.session(inside)).state).toBe('ADMITTED');
  expect((await api.call('POST', `/v1/concerts/${concertId}/sessions`, { fan: waiting })).status).toBe(409);
  await change(concertId, { closed: false });
  expect((await api.join(waiting, concertId)).body.state).toBe('WAITING');
}, 60_000);

test('who comes before the sale has no place until it opens, and then the one that was drawn', async () => {
  const { concertId } = await api.onSale({ capacity: 0 });
  const draw = (): Promise<Answer['body']> => api.must(200, 'GET', `/v1/concerts/${concertId}/draw`);
  await stack.db.query(`UPDATE concerts SET sale_opens_at = now() + interval '1 hour' WHERE id = $1`, [
    concertId,
  ]);
  const fans: Fan[] = [];
  for (let number = 0; number < 8; number += 1) fans.push(await comes(concertId));
  for (const fan of fans) {
    expect(await api.session(fan)).toMatchObject({
      ...{ position: null, ahead: 0, estimatedWaitSeconds: null, waitingRoomState: 'PRE_SALE' },
    });
  }
  const { seedHash, seed } = await draw();
  expect(seed).toBeNull();
  await expect(checkRecordedDraw(stack.db, concertId)).rejects.toThrow(/secret/);

  // The opening is moved to now; a change of any setting takes it to Redis.
  await stack.db.query(
    `UPDATE concerts SET sale_opens_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1`,
    [concertId],
  );
  await change(concertId, { admissionsPerSecond: 5 });
  while ((await draw()).seed === null) await new Promise((resolve) => setTimeout(resolve, 200));

  const checked = await checkRecordedDraw(stack.db, concertId);
  expect(checked).toMatchObject({ seedHash, seed: (await draw()).seed, wrong: [] });
  const positions = new Map<unknown, unknown>();
  for (const fan of fans) positions.set(fan.sessionId, (await api.session(fan)).position);
  expect(checked.arrivals.map(({ sessionId }) => positions.get(sessionId))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
}, 60_000);
