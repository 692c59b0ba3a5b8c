import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type {
  AuditResult,
  ReconciliationActivities,
  ReconciliationInput,
  ReconciliationRecord,
  ReconciliationResult,
} from '../../src/contracts/reconciliation';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { timeSkippingEnvironment } from '../support/timeSkipping';

const INPUT: ReconciliationInput = {
  graceMs: 120_000,
  lookAgainAfterMs: 10_000,
  leastOpenPercent: 25,
  keepKeysMs: 90_000_000,
  keepRecordsMs: 2_592_000_000,
};
const CLEAN: AuditResult = {
  counts: { 'seat-has-two-owners': 0, 'slot-without-session': 0 },
  examples: [],
  repairable: [],
};
const GONE = { sessionId: randomUUID(), concertId: '7', userId: randomUUID() };
const BROKEN: AuditResult = {
  counts: { 'seat-has-two-owners': 1, 'slot-without-session': 2 },
  examples: [{ rule: 'seat-has-two-owners', subject: 'seat 17', detail: '2 live reservations' }],
  repairable: [GONE],
};

type Reconciliation = (input: ReconciliationInput) => Promise<ReconciliationResult>;

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());

interface Recorded {
  steps: string[];
  record?: ReconciliationRecord;
}

/** Activities without engines that say what they were asked. */
function fakes(audit: () => AuditResult, keys = 0): ReconciliationActivities & Recorded {
  const recorded: ReconciliationActivities & Recorded = {
    steps: [],
    async auditStores(limits) {
      recorded.steps.push(`audit ${JSON.stringify(limits)}`);
      return audit();
    },
    async repairSessions({ sessions }) {
      recorded.steps.push(`repair ${sessions.map(({ sessionId }) => sessionId).join()}`);
      return { 'slot-without-session': sessions.length };
    },
    async deleteOldKeys({ keepKeysMs }) {
      recorded.steps.push(`delete keys ${keepKeysMs}`);
      return keys;
    },
    async recordReconciliation(record) {
      recorded.steps.push('record');
      recorded.record = record;
    },
  };
  return recorded;
}

async function run<T>(
  activities: ReconciliationActivities,
  use: (handle: WorkflowHandle<Reconciliation> & { firstExecutionRunId: string }) => Promise<T>,
): Promise<T> {
  const taskQueue = randomUUID();
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') },
    activities: { ...activities },
  });
  return await worker.runUntil(async () => {
    const start = {
      workflowId: `reconciliation:${taskQueue}`,
      taskQueue,
      args: [INPUT] as [ReconciliationInput],
    };
    return await use(await environment.client.workflow.start<Reconciliation>('reconciliation', start));
  });
}

test('with nothing found, nothing is repaired, and the record says what was checked', async () => {
  const activities = fakes(() => CLEAN);
  await run(activities, async (handle) => {
    expect(await handle.result()).toEqual({ outcome: 'CLEAN', findings: {}, repaired: {} });
    expect(activities.steps).toEqual([
      'delete keys 90000000',
      'audit {"graceMs":120000,"lookAgainAfterMs":10000,"leastOpenPercent":25}',
      'record',
    ]);
    const { id, counts, repaired } = activities.record!;
    expect({ id, counts, repaired }).toEqual({
      id: handle.firstExecutionRunId,
      counts: CLEAN.counts,
      repaired: {},
    });
  });
});

test('what can be repaired is, and result, record and page tell the same', async () => {
  const activities = fakes(() => BROKEN, 3);
  await run(activities, async (handle) => {
    const findings = { 'seat-has-two-owners': 1, 'slot-without-session': 2 };
    const repaired = { 'slot-without-session': 1, 'old-idempotency-key': 3 };
    expect(await handle.result()).toEqual({ outcome: 'FINDINGS', findings, repaired });
    expect(activities.steps[2]).toBe(`repair ${GONE.sessionId}`);
    expect(activities.record).toMatchObject({ counts: BROKEN.counts, examples: BROKEN.examples, repaired });
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails.split('\n')).toEqual([
      '**Found**',
      '',
      '- 1 × seat-has-two-owners',
      '- 2 × slot-without-session',
      '',
      '**Repaired**',
      '',
      '- 1 × slot-without-session',
      '- 3 × old-idempotency-key',
      '',
      'For example:',
      '',
      '- seat-has-two-owners: seat 17, 2 live reservations',
    ]);
  });
});

test('an engine that is away for a moment is asked again', async () => {
  let tries = 0;
  const activities = fakes(() => {
    tries += 1;
    if (tries < 3) throw new Error('Redis is away');
    return CLEAN;
  });
  await run(activities, async (handle) => {
    expect((await handle.result()).outcome).toBe('CLEAN');
    expect(tries).toBe(3);
  });
});

test('a run that cannot look fails after three tries and records nothing: the next one is on its way', async () => {
  const activities = fakes(() => {
    throw ApplicationFailure.create({ message: 'PostgreSQL is away' });
  });
  await run(activities, async (handle) => {
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(activities.steps.filter((step) => step.startsWith('audit'))).toHaveLength(3);
    expect(activities.record).toBeUndefined();
  });
});
