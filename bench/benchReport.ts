import type { Finding } from '../src/operations/audit';
import type { StepTimes } from './purchase';
import type { HistoryFigures } from './sessionHistories';
import type { Spread } from './spread';
import { table } from './textTable';

/** What a benchmark found. Durations of steps in milliseconds. */
export interface BenchReport {
  fans: number;
  purchases: number;
  failed: number;
  /** From the first purchase's beginning to the last one's end. */
  seconds: number;
  purchasesPerSecond: number;
  steps: Record<keyof StepTimes, Spread | null>;
  /** CPU seconds during the run, by process; null for one that was restarted or is gone. */
  cpu: { name: string; seconds: number | null }[];
  /** CPU seconds of the whole machine during the run. */
  machineSeconds: number;
  histories: HistoryFigures | null;
  refusals: Record<string, number>;
  undocumented: string[];
  /** null: skipped. */
  audit: Finding[] | null;
  notes: string[];
}

const STEP_TITLES: Record<keyof StepTimes, string> = {
  join: 'join until admitted',
  seatMap: 'seat map',
  hold: 'hold',
  pay: 'pay',
  whole: 'whole purchase',
};

/** Whether something was found that must not be, or nothing was bought at all. */
export function isBad({ failed, purchases, undocumented, audit }: BenchReport): boolean {
  return failed === purchases || undocumented.length > 0 || (audit?.length ?? 0) > 0;
}

/** The report as text with tables. */
export function reportText(report: BenchReport): string {
  const { fans, purchases, failed, seconds, purchasesPerSecond, notes } = report;
  const done = purchases - failed;
  return [
    `${done} purchases, ${fans} at once, in ${seconds.toFixed(1)} s: ${purchasesPerSecond.toFixed(1)} purchases/s${failed > 0 ? `; ${failed} failed` : ''}`,
    stepTable(report.steps),
    cpuTable(report, done),
    historyTable(report.histories),
    refusalTable(report),
    auditText(report.audit),
    notes.map((note) => `Note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function stepTable(steps: BenchReport['steps']): string {
  const rows = (Object.keys(STEP_TITLES) as (keyof StepTimes)[]).flatMap((step) => {
    const spread = steps[step];
    if (!spread) return [];
    const { p50, p95, p99, max } = spread;
    return [[STEP_TITLES[step], ...[p50, p95, p99, max].map((value) => value.toFixed(1))]];
  });
  return table(['step (ms)', 'p50', 'p95', 'p99', 'max'], rows);
}

function cpuTable({ cpu, seconds, machineSeconds }: BenchReport, done: number): string {
  if (cpu.length === 0) return '';
  const row = (name: string, used: number): string[] => [
    name,
    used.toFixed(2),
    done > 0 ? ((used * 1000) / done).toFixed(1) : '',
    `${((used / seconds) * 100).toFixed(0)}%`,
  ];
  const rows = cpu.map(({ name, seconds: used }) =>
    used === null ? [name, 'restarted', '', ''] : row(name, used),
  );
  const total = cpu.reduce((sum, { seconds: used }) => sum + (used ?? 0), 0);
  return table(
    ['CPU', 'seconds', 'ms per purchase', 'of one core'],
    [...rows, row('all of these', total), row('whole machine', machineSeconds)],
  );
}

function historyTable(histories: HistoryFigures | null): string {
  if (!histories) return '';
  const { sessions, events, workflowTasks, repeatedTasks, bytes } = histories;
  const row = (name: string, { min, p50, max }: Spread): string[] => [name, ...[min, p50, max].map(String)];
  const title = `per session (of ${sessions})`;
  const figures = table(
    [title, 'min', 'median', 'max'],
    [row('history events', events), row('workflow tasks', workflowTasks), row('bytes of history', bytes)],
  );
  return repeatedTasks > 0
    ? `${figures}\n${repeatedTasks} workflow tasks timed out or failed and were done again`
    : figures;
}

function refusalTable({ refusals, undocumented }: BenchReport): string {
  const rows = Object.entries(refusals).map(([code, count]) => [code, String(count)]);
  const met = rows.length === 0 ? 'Refusals: none' : table(['refusals met', 'count'], rows);
  if (undocumented.length === 0) return met;
  const shown = undocumented.slice(0, 10).map((reason) => `  ${reason}`);
  return `${met}\nFailed for an undocumented reason (${undocumented.length}):\n${shown.join('\n')}`;
}

function auditText(audit: Finding[] | null): string {
  if (audit === null) return '';
  if (audit.length === 0) return 'Audit: nothing found';
  const shown = audit.slice(0, 20).map(({ rule, subject, detail }) => `  ${rule}: ${subject}: ${detail}`);
  return `Audit: ${audit.length} findings\n${shown.join('\n')}`;
}
