import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compareStores } from '../activities/compareStores';
import { loadAuditConfig, loadDatabaseUrl } from '../config';
import { STORE_RULES, type Finding } from '../contracts/reconciliation';
import { withAuditDatabase } from '../persistence/auditDatabase';
import { AUDIT_RULES } from '../persistence/audit/auditRules';
import { runAudit } from '../persistence/audit/runAudit';
import { runProgram, type Output } from '../program';
import { withStores } from './auditedStack';

export type { Finding } from '../contracts/reconciliation';
export { runAudit } from '../persistence/audit/runAudit';

const USAGE = `Proves that no seat, payment or balance is wrong, and that PostgreSQL, Redis and the open workflows agree.

  npm run audit -- [--json] [--sql-only] [--grace SECONDS]
  without a running stack: DATABASE_URL=postgres://… node dist/src/operations/audit.js --sql-only

  --json            the findings as JSON on standard output; progress goes to standard error
  --sql-only        only what PostgreSQL can prove by itself; also when REDIS_URL or TEMPORAL_ADDRESS is not set
  --grace SECONDS   for how long a deadline or an end may be over before it counts (default 120)

It changes nothing and may run while the service works: what seems wrong is looked at a second time, 10 s later.
docs/operations.md says what each rule means and what to do.

Exit codes: 0 nothing found, 1 findings, 2 the audit could not be done.`;

const LOOK_AGAIN_AFTER_MS = 10_000;
const MOST_PRINTED = 200;

/**
 * The command line.
 * @returns the exit code
 * @throws Error when the audit cannot be done, or was interrupted
 */
export async function auditCommand(
  args: string[],
  { print, remark, atIntervals }: Output,
  stopped: () => boolean,
  lookAgainAfterMs = LOOK_AGAIN_AFTER_MS,
): Promise<0 | 1> {
  const flag = { type: 'boolean' } as const;
  const options = { json: flag, 'sql-only': flag, help: flag, grace: { type: 'string' } } as const;
  const { json, help, grace = '120', 'sql-only': sqlOnly } = parseArgs({ args, options }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  if (!/^\d{1,6}$/.test(grace)) throw new Error('--grace must be a whole number of seconds, such as 120');
  const config = sqlOnly ? null : loadAuditConfig();
  if (!config && !sqlOnly) {
    remark('REDIS_URL or TEMPORAL_ADDRESS is not set: only what PostgreSQL can prove by itself is checked');
  }

  remark('checking the invariants of PostgreSQL');
  const findings = await withAuditDatabase(config?.DATABASE_URL ?? loadDatabaseUrl(), runAudit);
  if (config) {
    const limits = { graceMs: Number(grace) * 1000, lookAgainAfterMs };
    const listener = {
      progress(text: string) {
        if (stopped()) throw new Error('it was interrupted');
        atIntervals(() => text);
      },
      pause: (ms: number) => pause(ms),
    };
    const compared = await withStores(config, (stores) => compareStores(stores, limits, listener));
    findings.push(...compared.findings);
  }
  const rules = AUDIT_RULES.length + (config ? STORE_RULES.length : 0);
  print(
    json ? JSON.stringify({ rules, stores: config !== null, findings }, null, 2) : report(rules, findings),
  );
  return findings.length > 0 ? 1 : 0;
}

function report(rules: number, findings: Finding[]): string {
  const lines = findings
    .slice(0, MOST_PRINTED)
    .map(({ rule, subject, detail }) => `${rule}: ${subject}: ${detail}`);
  const more = findings.length - lines.length;
  if (more > 0) lines.push(`… and ${more} more: --json has them all`);
  return [...lines, `Audit: ${rules} rules checked, ${findings.length} findings`].join('\n');
}

if (require.main === module) runProgram('The audit', auditCommand);
