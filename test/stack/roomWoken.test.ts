import { waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { roomStatusQuery } from '../../src/contracts/roomMessages';
import type { RoomStatus } from '../../src/contracts/waitingRoom';
import { ApiClient, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack({}, { workers: 2 });
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

async function visitor(concertId: string): Promise<Fan> {
  const fan = await api.fan();
  await api.join(fan, concertId);
  return fan;
}

const roomOf = (concertId: string) => stack.client.workflow.getHandle(waitingRoomWorkflowId(concertId));

async function statusWhen(concertId: string, reached: (status: RoomStatus) => boolean): Promise<RoomStatus> {
  for (;;) {
    const status = await roomOf(concertId).query(roomStatusQuery);
    if (reached(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a room runs nothing until the first fan has to wait, admits in order, and rests when nobody waits', async () => {
  const { concertId } = await api.onSale({ capacity: 1 });
  const first = await visitor(concertId);
  await expect(roomOf(concertId).describe()).rejects.toThrow('not found');

  const line = [await visitor(concertId), await visitor(concertId), await visitor(concertId)];
  await statusWhen(concertId, ({ awake }) => awake);
  let inside = first;
  for (const next of line) {
    expect((await api.session(next)).state).toBe('WAITING');
    await api.must(204, 'DELETE', '/v1/session', { fan: inside });
    await api.until(next, 'ADMITTED');
    inside = next;
  }
  const { figures } = await statusWhen(concertId, ({ awake }) => !awake);
  expect(figures).toMatchObject({ state: 'OPEN', waiting: 0, silent: 0, admitted: 1, capacity: 1 });
  expect(await stack.admission.needsRunner(concertId)).toBe(false);

  const late = await visitor(concertId);
  await api.must(204, 'DELETE', '/v1/session', { fan: inside });
  await api.until(late, 'ADMITTED');
});

test('a worker that shuts down hands its room over: the line goes on', async () => {
  const { concertId } = await api.onSale({ capacity: 1 });
  let inside = await visitor(concertId);
  const line = [await visitor(concertId), await visitor(concertId)];
  await statusWhen(concertId, ({ awake }) => awake);
  await stack.stopWorker(0);
  for (const next of line) {
    await api.must(204, 'DELETE', '/v1/session', { fan: inside });
    await api.until(next, 'ADMITTED');
    inside = next;
  }
});
