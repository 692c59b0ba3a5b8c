import './quietRuntime';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { HoldInForce, SessionActivities } from '../../src/contracts/activities';
import { seatsHeldSignal } from '../../src/contracts/messages';
import { SEARCH_ATTRIBUTES } from '../../src/contracts/searchAttributes';
import type { SessionInput, SessionResult } from '../../src/contracts/session';
import { WORKFLOW_BUNDLE } from './globalSetup';

/** The time-skipping test server that `npm test` found or fetched. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEMPORAL_TEST_SERVER;
  if (!path) throw new Error('TEMPORAL_TEST_SERVER is not set: run the tests with `npm test`');
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } =
    temporal.api.enums.v1.IndexedValueType;
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      SEARCH_ATTRIBUTES.map(({ name, type }) => [
        name,
        type === 'KEYWORD_LIST' ? INDEXED_VALUE_TYPE_KEYWORD_LIST : INDEXED_VALUE_TYPE_KEYWORD,
      ]),
    ),
  });
  return environment;
}

export const LIMITS = {
  queueWaitMs: 3_600_000,
  admissionWindowMs: 600_000,
  holdMs: 300_000,
  holdCapMs: 900_000,
  maxSeats: 4,
};

export type SessionHandle = WorkflowHandle<(input: SessionInput) => Promise<SessionResult>>;

/** One session on a worker of its own; `sessionId` is what its messages have to name. */
export interface RunningSession {
  handle: SessionHandle;
  sessionId: string;
}

/** Starts a session, lets `scenario` talk to it, and stops the worker. */
export async function withSession<T>(
  environment: TestWorkflowEnvironment,
  activities: SessionActivities,
  start: {
    waiting?: boolean;
    limits?: Partial<typeof LIMITS>;
    waitsMs?: number;
    /** The API may make its first hold. */
    firstHold?: SessionInput['firstHold'];
    /** The workflow has this hold's signal with its first workflow task. */
    signaled?: HoldInForce;
  },
  scenario: (session: RunningSession) => Promise<T>,
): Promise<T> {
  const taskQueue = randomUUID();
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') },
    activities,
  });
  return await worker.runUntil(async () => {
    const now = await environment.currentTimeMs();
    const sessionId = randomUUID();
    const identity = {
      sessionId,
      concertId: '1',
      userId: randomUUID(),
      place: 1,
      positionAtEntry: 1,
      joinedAt: now,
    };
    const input: SessionInput = {
      identity,
      limits: { ...LIMITS, ...start.limits },
      admittedAt: start.waiting ? null : now,
      ...(start.waitsMs === undefined ? {} : { waitsUntil: now + start.waitsMs }),
      ...(start.firstHold === undefined ? {} : { firstHold: start.firstHold }),
    };
    const { workflow } = environment.client;
    const options = { workflowId: `session:1:${identity.userId}`, taskQueue, args: [input] };
    const handle = (await (start.signaled
      ? workflow.signalWithStart('session', {
          ...{ ...options, signal: seatsHeldSignal },
          signalArgs: [{ sessionId, ...start.signaled }],
        })
      : workflow.start('session', options))) as SessionHandle;
    try {
      return await scenario({ handle, sessionId });
    } finally {
      // An open workflow without a worker would keep the clock from skipping.
      await handle.terminate().catch(() => undefined);
    }
  });
}
