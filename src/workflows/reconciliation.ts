import { proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type {
  ReconciliationActivities,
  ReconciliationInput,
  ReconciliationResult,
} from '../contracts/reconciliation';
import { brokenOnly } from '../domain/auditSummary';
import { describeReconciliation } from '../domain/reconciliationDetails';

/**
 * Three tries: an engine that is away for longer than that is no reason to keep this run, for the next one is on its way,
 * and a run that failed shows as such.
 */
const retry = { initialInterval: 5_000, backoffCoefficient: 2, maximumAttempts: 3 };

const long = (summary: string) =>
  proxyActivities<Omit<ReconciliationActivities, 'recordReconciliation'>>({
    heartbeatTimeout: 15_000,
    startToCloseTimeout: 1_800_000,
    retry,
    summary,
  });
const { deleteOldKeys } = long('Deletes idempotency keys that count as absent');
const { auditStores } = long('Compares PostgreSQL, Redis and the open workflows');
const { repairSessions } = long('Puts right what is safe to put right');
const { recordReconciliation } = proxyActivities<Pick<ReconciliationActivities, 'recordReconciliation'>>({
  startToCloseTimeout: 10_000,
  retry,
  summary: 'Keeps what was found, for operators and metrics',
});

/**
 * Looks for what must never be, puts right what is safe to put right, and says both. Findings about money and whatever
 * an open workflow still has to do are only reported.
 */
export async function reconciliation(input: ReconciliationInput): Promise<ReconciliationResult> {
  const { graceMs, lookAgainAfterMs, leastOpenPercent, keepKeysMs, keepRecordsMs } = input;
  const startedAt = workflowInfo().startTime.getTime();
  setCurrentDetails('Comparing PostgreSQL, Redis and the open workflows.');

  const deletedKeys = await deleteOldKeys({ keepKeysMs });
  const { counts, examples, repairable } = await auditStores({ graceMs, lookAgainAfterMs, leastOpenPercent });
  const mended = repairable.length > 0 ? await repairSessions({ sessions: repairable, graceMs }) : {};
  const repaired = { ...mended, ...(deletedKeys > 0 ? { 'old-idempotency-key': deletedKeys } : {}) };

  const findings = brokenOnly(counts);
  setCurrentDetails(describeReconciliation({ findings, examples, repaired }));
  const id = workflowInfo().runId;
  await recordReconciliation({ id, startedAt, counts, examples, repaired, keepRecordsMs });
  return { outcome: Object.keys(findings).length > 0 ? 'FINDINGS' : 'CLEAN', findings, repaired };
}
