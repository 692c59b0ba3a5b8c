import type { ReconciliationRecord } from '../../contracts/reconciliation';
import type { SqlClient } from '../sqlClient';

/**
 * Writes the record of a reconciliation, once however often it is written, and deletes those that ended longer than
 * `keepRecordsMs` ago.
 */
export async function recordReconciliation(
  db: SqlClient,
  {
    id,
    startedAt,
    counts,
    examples,
    repaired,
    keepRecordsMs,
  }: ReconciliationRecord & { keepRecordsMs: number },
): Promise<void> {
  await db.query(
    `WITH outdated AS (
       DELETE FROM reconciliations WHERE ended_at < now() - $5::bigint * interval '1 millisecond'
     )
     INSERT INTO reconciliations (id, started_at, findings, repaired)
     VALUES ($1, to_timestamp($2::double precision / 1000), $3::jsonb, $4::jsonb)
     ON CONFLICT (id) DO NOTHING`,
    [id, startedAt, JSON.stringify({ counts, examples }), JSON.stringify(repaired), keepRecordsMs],
  );
}
