import { writeFile } from 'node:fs/promises';
import junit from 'junit-report-builder';
import type { ReplayedHistory } from './shardMessages';

/** Counts of one batch, and what went wrong in it. Those that went well are only counted. */
export interface ReplayReport {
  histories: number;
  replayed: number;
  failed: number;
  damaged: number;
  passedOver: number;
  events: number;
  seconds: number;
  /** `type OUTCOME`, such as `session CONFIRMED`: how many replayed. */
  outcomes: Record<string, number>;
  failures: ReplayedHistory[];
  /** Demands on the batch that it does not meet. */
  unmet: string[];
}

export function emptyReport(histories: number): ReplayReport {
  const counts = { replayed: 0, failed: 0, damaged: 0, passedOver: 0, events: 0, seconds: 0 };
  return { histories, ...counts, outcomes: {}, failures: [], unmet: [] };
}

export function addTo(report: ReplayReport, replayed: ReplayedHistory): void {
  report.events += replayed.events;
  switch (replayed.result.verdict) {
    case 'REPLAYED': {
      report.replayed += 1;
      const outcome = `${replayed.type} ${replayed.outcome}`;
      report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
      return;
    }
    case 'FAILED':
      report.failed += 1;
      report.failures.push(replayed);
      return;
    case 'DAMAGED':
      report.damaged += 1;
      report.failures.push(replayed);
      return;
    case 'PASSED_OVER':
      report.passedOver += 1;
  }
}

/** How many of an outcome replayed: `CONFIRMED` of any type, or `session CONFIRMED`. */
export function countOf({ outcomes }: ReplayReport, wanted: string): number {
  return Object.entries(outcomes)
    .filter(([outcome]) => outcome === wanted || outcome.split(' ')[1] === wanted)
    .reduce((sum, [, count]) => sum + count, 0);
}

export function placeOf({ job }: ReplayedHistory): string {
  return 'file' in job ? job.file : `${job.workflowId} ${job.runId}`;
}

/** A failure for the terminal. */
export function failureText(replayed: ReplayedHistory): string {
  const { result, workflowId } = replayed;
  if (result.verdict === 'DAMAGED') return `DAMAGED ${placeOf(replayed)}\n  ${result.words}`;
  if (result.verdict !== 'FAILED') return '';
  const lines = [`FAILED ${workflowId ?? ''} ${placeOf(replayed)}`, `  ${result.words}`];
  if (result.detail !== result.words) lines.push(`  Temporal: ${result.detail}`);
  return lines.join('\n');
}

export async function writeJson(path: string, report: ReplayReport): Promise<void> {
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
}

/** One case per history. */
export async function writeJunit(
  path: string,
  all: readonly ReplayedHistory[],
  report: ReplayReport,
): Promise<void> {
  const builder = junit.newBuilder();
  const suite = builder.testSuite().name('replay').time(report.seconds);
  for (const replayed of all) {
    const { workflowId, type, outcome, tookMs, result } = replayed;
    const one = suite
      .testCase()
      .className(`${type ?? 'unknown'}.${outcome ?? 'unknown'}`)
      .name(workflowId ?? placeOf(replayed))
      .time(tookMs / 1000);
    if ('file' in replayed.job) one.file(replayed.job.file);
    if (result.verdict === 'FAILED') one.failure(`${result.words}\n${result.detail}`);
    if (result.verdict === 'DAMAGED') one.error(result.words);
    if (result.verdict === 'PASSED_OVER') one.skipped();
  }
  for (const demand of report.unmet) suite.testCase().className('demands').name(demand).failure(demand);
  await writeFile(path, builder.build());
}
