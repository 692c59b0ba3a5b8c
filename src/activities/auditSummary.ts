import { STORE_RULES, type AuditResult, type Finding, type SessionKey } from '../contracts/reconciliation';
import { countsOf, firstOfEach } from '../domain/auditSummary';
import { AUDIT_RULES } from '../persistence/audit/auditRules';
import { byChance } from './auditedStores';

/** In the workflow's history: ids of this many are 60 kB. */
const MOST_REPAIRED = 500;
const EXAMPLES_PER_RULE = 3;

/** Every rule there is. */
export const ALL_RULES: readonly string[] = [...AUDIT_RULES.map(({ name }) => name), ...STORE_RULES];

/** What may be kept of an audit: its findings can be many, and a workflow's history is not the place for them. */
export function summaryOf(findings: Finding[], repairable: SessionKey[]): AuditResult {
  return {
    counts: countsOf(findings, ALL_RULES),
    examples: firstOfEach(findings, EXAMPLES_PER_RULE),
    repairable: byChance(repairable, MOST_REPAIRED),
  };
}
