import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { ReconciliationActivities } from '../contracts/reconciliation';
import { brokenOnly } from '../domain/auditSummary';
import { runAudit } from '../persistence/audit/runAudit';
import type { SqlClient } from '../persistence/sqlClient';
import { deleteOldKeys } from '../persistence/statements/deleteOldKeys';
import { recordReconciliation } from '../persistence/statements/recordReconciliation';
import type { AuditListener } from './auditedStores';
import { compareStores } from './compareStores';
import { repairSessions, type RepairTools } from './repairSessions';
import { summaryOf } from './auditSummary';

const BEAT_MS = 1_000;
/** One transaction each: short enough that nobody waits for one, and that a restart loses little. */
const KEYS_AT_ONCE = 1_000;
/** More than a day's keys of a busy sale; the next run takes what is left. */
const MOST_BATCHES = 500;

export interface ReconciliationDependencies extends RepairTools {
  logger: Logger;
  /**
   * Lends a connection on which a statement may take minutes: the invariants are proved over whole tables, in one
   * snapshot, and no request should wait for it or be given as long. `ended`: the connection is destroyed.
   */
  withAuditDatabase: <T>(work: (db: SqlClient) => Promise<T>, ended: AbortSignal) => Promise<T>;
}

/** What the reconciliation's workflow has done for it. */
export function createReconciliationActivities(
  dependencies: ReconciliationDependencies,
): ReconciliationActivities {
  const { db, logger, withAuditDatabase } = dependencies;
  return {
    auditStores: (limits) =>
      whileBeating(async (listener, ended) => {
        const broken = await withAuditDatabase(runAudit, ended);
        listener.progress('invariants checked');
        const { findings, repairable } = await compareStores(dependencies, limits, listener);
        return summaryOf([...broken, ...findings], repairable);
      }),

    repairSessions: (input) =>
      whileBeating((listener) => repairSessions(dependencies, input, () => listener.progress('repairing'))),

    deleteOldKeys: ({ keepKeysMs }) =>
      whileBeating(async (listener) => {
        let deleted = 0;
        for (let batch = 0; batch < MOST_BATCHES; batch++) {
          const some = await deleteOldKeys(db, { olderThanMs: keepKeysMs, most: KEYS_AT_ONCE });
          deleted += some;
          if (some < KEYS_AT_ONCE) break;
          listener.progress(`${deleted} keys deleted`);
        }
        return deleted;
      }),

    async recordReconciliation(record) {
      await recordReconciliation(db, record);
      const findings = brokenOnly(record.counts);
      if (Object.keys(findings).length === 0) return;
      const { repaired, examples } = record;
      logger.warn({ findings, repaired, examples }, 'the reconciliation found what must not be');
    },
  };
}

/**
 * Shows that the work goes on, also while one statement takes its time. Cancelled, as when the worker shuts down, it ends
 * at once, whatever the work waits for; the work itself ends with its next step.
 */
async function whileBeating<T>(
  work: (listener: AuditListener, ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const { heartbeat, cancelled, cancellationSignal } = Context.current();
  const timer = setInterval(() => heartbeat(), BEAT_MS);
  const listener: AuditListener = {
    progress(text) {
      cancellationSignal.throwIfAborted();
      heartbeat(text);
    },
    pause: (ms) => pause(ms, undefined, { signal: cancellationSignal }),
  };
  try {
    // The race also takes the rejection of the one that comes second.
    return await Promise.race([work(listener, cancellationSignal), cancelled]);
  } finally {
    clearInterval(timer);
  }
}
