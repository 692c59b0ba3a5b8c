import type { AuditResult, ReconciliationResult, RuleCounts } from '../contracts/reconciliation';

/** A reconciliation in Markdown, for the details that the Temporal Web UI shows above the workflow's history. */
export function describeReconciliation({
  findings,
  repaired,
  examples,
}: Pick<ReconciliationResult, 'findings' | 'repaired'> & Pick<AuditResult, 'examples'>): string {
  const found = linesOf(findings);
  const lines = found.length > 0 ? ['**Found**', '', ...found] : ['**Nothing found**'];
  const mended = linesOf(repaired);
  if (mended.length > 0) lines.push('', '**Repaired**', '', ...mended);
  if (examples.length > 0) {
    lines.push('', 'For example:', '');
    lines.push(...examples.map(({ rule, subject, detail }) => `- ${rule}: ${subject}, ${detail}`));
  }
  return lines.join('\n');
}

const linesOf = (counts: RuleCounts): string[] =>
  Object.entries(counts).map(([rule, count]) => `- ${count} × ${rule}`);
