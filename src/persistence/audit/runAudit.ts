import type { Finding } from '../../contracts/reconciliation';
import type { SqlClient } from '../sqlClient';
import { AUDIT_RULES } from './auditRules';

/** A rule that is broken a million times is broken; more examples than this help nobody. */
const FINDINGS_PER_RULE = 100;

/**
 * Checks every rule in one statement, hence in one snapshot: the service may go on working meanwhile.
 * @returns one finding per violation, at most 100 per rule; none when all is well
 */
export async function runAudit(db: SqlClient): Promise<Finding[]> {
  const rules = AUDIT_RULES.map(
    ({ name, sql }) =>
      `(SELECT '${name}'::text AS rule, subject, detail FROM (${sql}) violation (subject, detail)
         LIMIT ${FINDINGS_PER_RULE})`,
  );
  return db.query<Finding>(`${rules.join('\nUNION ALL\n')}\nORDER BY rule, subject`);
}
