import { randomUUID } from 'node:crypto';
import {
  Client,
  Connection,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createTemporalRoomControl } from '../../src/api/temporalRoomControl';
import type { RoomControl } from '../../src/api/waitingRooms';
import { waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import { createRoomWorkflows, type RoomWorkflows } from '../../src/roomWorkflow';
import { FIGURES } from './fakeWaitingRooms';

const OPERATOR = { by: 'ops', why: 'a test' };
const FAN = { userId: randomUUID(), ...OPERATOR };

/** All three calls, for what holds for each of them. */
const callsOf = (control: RoomControl, concertId = '1') =>
  [
    ['change', () => control.change(concertId, { paused: true, ...OPERATOR })],
    ['admitOne', () => control.admitOne(concertId, FAN)],
    ['removeOne', () => control.removeOne(concertId, FAN)],
  ] as const;

describe('an action on a room', () => {
  let connection: Connection;
  let client: Client;
  beforeAll(async () => {
    connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
    client = new Client({ connection });
  });
  afterAll(() => connection.close());

  const answering = (answer: () => Promise<typeof FIGURES>): RoomControl => {
    const rooms: Omit<RoomWorkflows, 'wake'> = { change: answer, admitOne: answer, removeOne: answer };
    return createTemporalRoomControl(rooms, 5_000);
  };
  const failing = (error: Error): RoomControl => answering(() => Promise.reject(error));
  const failed = (type: string) =>
    new WorkflowUpdateFailedError('Update failed', ApplicationFailure.nonRetryable('Because.', type));

  test('answers with the room as it is afterwards', async () => {
    for (const [, call] of callsOf(answering(() => Promise.resolve(FIGURES))))
      expect(await call()).toBe(FIGURES);
  });

  test.each(['VALIDATION_FAILED', 'INVALID_TRANSITION', 'CONCERT_NOT_FOUND'])(
    'is refused with %s when the workflow refuses with that',
    async (code) => {
      for (const [, call] of callsOf(failing(failed(code))))
        await expect(call()).rejects.toMatchObject({ code, detail: 'Because.' });
    },
  );

  test.each([
    ['has just completed', new WorkflowNotFoundError('completed', 'waiting-room:1', undefined)],
    ['does not answer in time', new WorkflowUpdateRPCTimeoutOrCancelledError('timed out')],
  ])('is DEPENDENCY_UNAVAILABLE, not the end of a session, when the workflow %s', async (_title, error) => {
    for (const [, call] of callsOf(failing(error))) {
      await expect(call()).rejects.toMatchObject({
        code: 'DEPENDENCY_UNAVAILABLE',
        members: { retryAfter: expect.any(Number) },
      });
    }
  });

  test('is DEPENDENCY_UNAVAILABLE when every worker is away', async () => {
    const concertId = `no-worker-${randomUUID()}`;
    const taskQueue = `nobody-${randomUUID()}`;
    const rooms = createRoomWorkflows(client, { taskQueue, shiftMs: 1_000, continueAfterEvents: 1_000 });
    try {
      for (const [, call] of callsOf(createTemporalRoomControl(rooms, 500), concertId))
        await expect(call()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    } finally {
      await client.workflow
        .getHandle(waitingRoomWorkflowId(concertId))
        .terminate()
        .catch(() => undefined);
    }
  });
});
