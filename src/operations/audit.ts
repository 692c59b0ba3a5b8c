import { loadDatabaseUrl } from '../config';
import { createDataSource } from '../persistence/dataSource';
import type { SqlClient } from '../persistence/sqlClient';
import { AUDIT_RULES } from './auditRules';

export interface Finding {
  rule: string;
  /** What violates the rule, such as `seat 17`. Ids only, no personal data. */
  subject: string;
  detail: string;
}

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

/** Exit codes: 0 nothing found, 1 findings, 2 the audit could not run. */
async function main(): Promise<void> {
  const dataSource = createDataSource({
    url: loadDatabaseUrl(),
    poolSize: 1,
    applicationName: 'concert-sessions audit',
    statementTimeoutMs: 0,
  });
  await dataSource.initialize();
  try {
    const findings = await runAudit(dataSource);
    if (process.argv.includes('--json')) {
      console.log(JSON.stringify({ rules: AUDIT_RULES.length, findings }, null, 2));
    } else {
      for (const { rule, subject, detail } of findings) console.log(`${rule}: ${subject}: ${detail}`);
      console.log(`Audit: ${AUDIT_RULES.length} rules checked, ${findings.length} findings`);
    }
    process.exitCode = findings.length > 0 ? 1 : 0;
  } finally {
    await dataSource.destroy();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(`The audit could not run: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  });
}
