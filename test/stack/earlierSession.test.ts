import '../support/quietRuntime';
import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import type { SessionView } from '../../src/contracts/session';
import { idleView } from '../../src/domain/sessionView';
import { createRoomSessions } from '../../src/workers/roomSessions';
import { realServerEnvironment } from '../support/realServer';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await realServerEnvironment();
});
afterAll(() => environment.teardown());

function waitingView(): SessionView {
  const [sessionId, userId] = [randomUUID(), randomUUID()];
  const identity = { sessionId, userId, concertId: '1', place: 1, positionAtEntry: 1, joinedAt: Date.now() };
  const expiresAt = Date.now() + 60_000;
  return idleView({ identity, revision: 1, admittedAt: null, admittedUntil: null, expiresAt });
}

test('a session whose worker is of an earlier version is admitted and closed by the signals that it knows', async () => {
  const taskQueue = `earlier-${randomUUID()}`;
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowsPath: require.resolve('./earlierSession'),
  });
  await worker.runUntil(async () => {
    const view = waitingView();
    const { concertId, userId, sessionId } = view.identity;
    const handle = await environment.client.workflow.start('session', {
      ...{ taskQueue, workflowId: sessionWorkflowId(concertId, userId) },
    });
    const noDatabase = { query: () => Promise.reject(new Error('not asked')) };
    const sessions = createRoomSessions(environment.client, noDatabase);
    expect(await sessions.admit(view)).toBe(true);
    expect(await sessions.close(view, 'SOLD_OUT')).toBe(true);
    expect(await handle.result()).toEqual([`admit ${sessionId}`, `close ${sessionId} SOLD_OUT`]);
    expect(await sessions.admit(view)).toBe(false);
  });
}, 60_000);
