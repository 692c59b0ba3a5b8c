import type { Finding, RuleCounts } from '../contracts/reconciliation';

/** @param rules every rule that was checked: one that nothing broke counts 0, so that its metric is there */
export function countsOf(findings: readonly Finding[], rules: readonly string[]): RuleCounts {
  const counts: RuleCounts = Object.fromEntries(rules.map((rule) => [rule, 0]));
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

export function firstOfEach(findings: readonly Finding[], most: number): Finding[] {
  const taken: RuleCounts = {};
  return findings.filter(({ rule }) => {
    taken[rule] = (taken[rule] ?? 0) + 1;
    return taken[rule] <= most;
  });
}

export function brokenOnly(counts: RuleCounts): RuleCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
