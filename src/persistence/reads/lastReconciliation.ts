import type { ReconciliationRecord, RuleCounts } from '../../contracts/reconciliation';
import type { SqlClient } from '../sqlClient';

export interface LastReconciliation extends Pick<ReconciliationRecord, 'repaired'> {
  /** Every rule that was checked, with how often it was broken. */
  counts: RuleCounts;
  /** Seconds since the epoch. */
  startedAt: number;
  endedAt: number;
}

/** @returns null: none has ended yet, or none within the time that they are kept */
export async function lastReconciliation(db: SqlClient): Promise<LastReconciliation | null> {
  const rows = await db.query<LastReconciliation>(
    `SELECT findings->'counts' AS counts, repaired,
            extract(epoch FROM started_at)::double precision AS "startedAt",
            extract(epoch FROM ended_at)::double precision AS "endedAt"
       FROM reconciliations ORDER BY ended_at DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}
