import { randomUUID } from 'node:crypto';
import { pollersOf, type Poller } from '../../src/operations/pollers';
import { findSuccessor, type Successor } from '../../src/operations/successor';
import { ApiClient } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';
import { until } from '../support/runningRoom';

const OTHER: Poller = { identity: '1@elsewhere', askedAt: 0, version: null };

let stack: RunningStack;
let worker: Poller;

const successorAmong = (pollers: Poller[]): Promise<Successor> =>
  findSuccessor(
    stack.client,
    stack.config.TASK_QUEUE,
    { worker, pollers },
    // It would be waited for.
    () => true,
    () => undefined,
  );

beforeAll(async () => {
  const deploymentName = `test-${randomUUID()}`;
  stack = await startStack({ WORKER_BUILD_ID: 'v1', WORKER_DEPLOYMENT: deploymentName });
  const version = { namespace: 'default', deploymentName, buildId: 'v1', version: `${deploymentName}.v1` };
  await until(() =>
    stack.client.connection.workflowService.setWorkerDeploymentCurrentVersion(version).then(
      () => true,
      () => false,
    ),
  );
  await until(async () => {
    const found = (await pollersOf(stack.client, stack.config.TASK_QUEUE))[0];
    if (found) worker = found;
    return found !== undefined;
  });
}, 60_000);
afterAll(() => stack.close());

test('a worker with a version is listed with it', () => {
  expect(worker.version).toEqual({ deployment: stack.config.WORKER_DEPLOYMENT, build: 'v1' });
});

test('while no workflow is open that began with its version, any other worker is its successor', async () => {
  expect(await successorAmong([worker])).toEqual({
    refusal: 'no other worker asks for tasks, and sessions would stand still',
  });
  expect(await successorAmong([worker, OTHER])).toEqual({ refusal: 'it was interrupted' });
});

test('the last of a version stays while workflows are open that began with it, whoever else asks for tasks', async () => {
  const api = new ApiClient(stack);
  const { concertId, scheduleId } = await api.onSale();
  const fan = await api.fan();
  await api.join(fan, concertId);
  // Before its first workflow task a session is of no version.
  await api.hold(fan, scheduleId, await api.seatIds(fan, scheduleId).then((ids) => ids.slice(0, 1)));
  const refusal = 'it is the last of version v1, and 1 open workflows are its to end';
  await until(async () => {
    const found = await successorAmong([worker, OTHER]);
    return 'refusal' in found && found.refusal === refusal;
  });
});
