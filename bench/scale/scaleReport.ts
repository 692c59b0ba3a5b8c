import { availableParallelism } from 'node:os';
import type { BenchReport } from '../benchReport';
import { spreadOf } from '../spread';
import { table } from '../textTable';
import type { Fleet } from './scaleOptions';

export interface ScaleRun {
  fleet: Fleet;
  report: BenchReport;
}

/** What a machine spends, in parts that can be moved to machines of their own. */
const PARTS: [title: string, names: RegExp][] = [
  ['workers', /^worker(-\d+)?$/],
  ['APIs', /^api(-\d+)?$/],
  ['Temporal', /^temporal/],
  ['PostgreSQL', /^postgres$/],
  ['Redis', /^redis$/],
  ['this program', /^this program$/],
];

const median = (values: readonly number[]): number => spreadOf(values)?.p50 ?? NaN;
const doneIn = ({ purchases, failed }: BenchReport): number => Math.max(purchases - failed, 1);

/** CPU seconds of the processes whose name fits. */
export function secondsOf({ cpu }: BenchReport, names: RegExp): number {
  return cpu.filter(({ name }) => names.test(name)).reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
}

/** Throughput by number of processes, and where the machine's time went: medians of the turns. */
export function scaleText(runs: readonly ScaleRun[]): string {
  const groups = new Map<string, ScaleRun[]>();
  for (const run of runs) {
    const key = `${run.fleet.workers} / ${run.fleet.apis}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const each = (group: readonly ScaleRun[], of: (report: BenchReport) => number): number =>
    median(group.map(({ report }) => of(report)));
  const head = ['workers / APIs', 'purchases/s', 'whole p50, ms', 'p99', 'repeated tasks', 'machine'];
  const speed = [...groups].map(([key, group]) => [
    key,
    each(group, ({ purchasesPerSecond }) => purchasesPerSecond).toFixed(1),
    each(group, ({ steps }) => steps.whole?.p50 ?? NaN).toFixed(0),
    each(group, ({ steps }) => steps.whole?.p99 ?? NaN).toFixed(0),
    each(group, ({ histories }) => histories?.repeatedTasks ?? NaN).toFixed(0),
    `${(each(group, busyPart) * 100).toFixed(0)}%`,
  ]);
  const perPurchase = [...groups].map(([key, group]) => [
    key,
    ...PARTS.map(([, names]) =>
      each(group, (report) => (secondsOf(report, names) * 1000) / doneIn(report)).toFixed(1),
    ),
  ]);
  const share = [...groups].map(([key, group]) => [
    key,
    ...PARTS.map(([, names]) => {
      const part = each(group, (report) => secondsOf(report, names) / report.machineSeconds);
      return `${(part * 100).toFixed(0)}%`;
    }),
  ]);
  const titles = PARTS.map(([title]) => title);
  return [
    table(head, speed),
    table(['CPU ms per purchase', ...titles], perPurchase),
    table(["share of the machine's CPU", ...titles], share),
    `${availableParallelism()} cores, Node ${process.versions.node}; machine: how much of its cores was used, by other programs as well`,
  ].join('\n\n');
}

/** Of all cores, 0 to 1. */
function busyPart({ machineSeconds, seconds }: BenchReport): number {
  return machineSeconds / (seconds * availableParallelism());
}
