import { WithStartWorkflowOperation } from '@temporalio/client';
import { uuidv7 } from 'uuidv7';
import { sessionLimits } from '../../src/api/wiring';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import { admitSignal, leaveUpdate, sessionViewQuery, type Addressed } from '../../src/contracts/messages';
import type { SessionInput } from '../../src/contracts/session';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { ApiClient } from '../support/apiClient';
import { startStack, type RunningStack } from '../support/runningStack';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

/** As the first fan who joins does. */
async function openRoom(concertId: string): Promise<void> {
  const opened = await openWaitingRoom(stack.db, concertId);
  if (opened) await stack.waitingRoom.openRoom(opened.settings, opened.firstTime);
}

test('a fan who leaves within the first workflow task does not stay in the line', async () => {
  const api = new ApiClient(stack);
  const { concertId } = await api.onSale({ capacity: 0 });
  const fan = await api.fan();
  await openRoom(concertId);
  const identity = {
    sessionId: uuidv7(),
    concertId,
    userId: fan.id,
    place: 1,
    positionAtEntry: 1,
    joinedAt: Date.now(),
  };
  const input: SessionInput = { identity, limits: sessionLimits(stack.config), admittedAt: null };
  const startWorkflowOperation = new WithStartWorkflowOperation<(input: SessionInput) => Promise<unknown>>(
    'session',
    {
      workflowId: sessionWorkflowId(concertId, fan.id),
      taskQueue: stack.config.TASK_QUEUE,
      workflowIdConflictPolicy: 'FAIL',
      args: [input],
    },
  );
  await stack.client.workflow.executeUpdateWithStart(leaveUpdate, {
    startWorkflowOperation,
    args: [{ reason: 'FAN_LEFT', sessionId: identity.sessionId }],
  });
  const handle = await startWorkflowOperation.workflowHandle();
  expect(await handle.result()).toMatchObject({ outcome: 'LEFT' });
  expect((await stack.waitingRoom.read(concertId, identity.sessionId)).view?.state).toBe('LEFT');
  expect(await stack.waitingRoom.readRoom(concertId)).toMatchObject({ waiting: 0, admitted: 0 });
});

test('a fan who is admitted within the first workflow task is admitted', async () => {
  const api = new ApiClient(stack);
  const { concertId } = await api.onSale({ capacity: 0 });
  const fan = await api.fan();
  await openRoom(concertId);
  const sessionId = uuidv7();
  const identity = {
    sessionId,
    concertId,
    userId: fan.id,
    place: 1,
    positionAtEntry: 1,
    joinedAt: Date.now(),
  };
  const input: SessionInput = { identity, limits: sessionLimits(stack.config), admittedAt: null };
  const handle = await stack.client.workflow.signalWithStart<
    (input: SessionInput) => Promise<unknown>,
    [Addressed?]
  >('session', {
    workflowId: sessionWorkflowId(concertId, fan.id),
    taskQueue: stack.config.TASK_QUEUE,
    args: [input],
    signal: admitSignal,
    signalArgs: [{ sessionId }],
  });
  for (let tries = 0; tries < 100; tries++) {
    const { view } = await stack.waitingRoom.read(concertId, sessionId);
    if (view?.state === 'ADMITTED') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await handle.query(sessionViewQuery)).toMatchObject({ state: 'ADMITTED' });
  expect((await stack.waitingRoom.read(concertId, sessionId)).view?.state).toBe('ADMITTED');
});
