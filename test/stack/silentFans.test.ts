import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { ApiClient, type Fan } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack({ SILENT_AFTER_SECONDS: '6', SILENT_GRACE_SECONDS: '8' });
  api = new ApiClient(stack);
});
afterAll(() => stack.close());

async function visitor(concertId: string): Promise<Fan> {
  const fan = await api.fan();
  await api.join(fan, concertId);
  return fan;
}

test('silent fans are passed over; one who comes back has the old place, one who does not ends as INACTIVE', async () => {
  const { concertId } = await api.onSale({ capacity: 1 });
  const inside = await visitor(concertId);
  const silent = await visitor(concertId);
  const returning = await visitor(concertId);
  const present = await visitor(concertId);
  const positionOf = async (fan: Fan): Promise<number> => (await api.session(fan)).position as number;
  const untilFirst = async (): Promise<void> => {
    while ((await positionOf(present)) !== 1) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  expect(await positionOf(present)).toBe(3);
  await untilFirst();
  expect(await stack.waitingRoom.readRoom(concertId)).toMatchObject({ waiting: 1, silent: 2, admitted: 1 });
  expect(await positionOf(returning)).toBe(1);
  expect(await positionOf(present)).toBe(2);

  await api.must(204, 'DELETE', '/v1/session', { fan: inside });
  await api.until(returning, 'ADMITTED');
  expect((await api.session(present)).state).toBe('WAITING');
  const result: unknown = await stack.client.workflow
    .getHandle(sessionWorkflowId(concertId, silent.id))
    .result();
  expect(result).toMatchObject({ outcome: 'EXPIRED', reason: 'INACTIVE' });
  // Passed over as well meanwhile, and back with this question.
  expect(await positionOf(present)).toBe(1);
}, 90_000);
