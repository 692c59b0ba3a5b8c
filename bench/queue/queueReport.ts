import type { Spread } from '../spread';
import { table } from '../textTable';
import type { AdmissionLag } from './admissionLag';
import type { AdmissionRate } from './admissionRate';
import type { Usage } from './footprint';
import type { LineOrder } from './lineOrder';
import type { LoadFigures } from './load';
import type { Presence } from './presence';

/** What the benchmark of the queue found. Latencies in milliseconds. */
export interface QueueReport {
  fans: number;
  joins: { perSecond: number; latency: Spread | null; usage: Usage[]; presence: Presence };
  /** Per waiting fan, in bytes; null where Redis could not be asked. */
  redisBytesPerFan: number | null;
  connections: number;
  polls: LoadFigures;
  bareExpress: LoadFigures;
  bareRedis: LoadFigures;
  /** Requests/s of polls over those of the two; null where nothing was answered. */
  ratios: { toBareExpress: number | null; toBareRedis: number | null };
  pollUsage: Usage[];
  order: LineOrder;
  lag: AdmissionLag;
  rate: AdmissionRate;
  /** What makes the exit code 1. */
  faults: string[];
  notes: string[];
}

/** The report as text with tables. */
export function queueReportText(report: QueueReport): string {
  const { fans, joins, redisBytesPerFan, lag, rate, faults, notes } = report;
  const memory =
    redisBytesPerFan === null ? '' : `Redis: ${redisBytesPerFan.toFixed(0)} bytes per waiting fan`;
  return [
    `${fans} fans joined: ${joins.perSecond.toFixed(1)} joins/s${presenceText(joins.presence)}`,
    table(
      ['ms', 'p50', 'p95', 'p99', 'max'],
      [
        spreadRow('join', joins.latency),
        spreadRow('leave', lag.left),
        spreadRow('next fan told, by a poll', lag.toldByPoll),
        spreadRow('next fan told, by the stream', lag.toldByStream),
      ],
    ),
    usageTable('while they joined', joins.usage, fans),
    memory,
    loadTable(report),
    usageTable('while they polled', report.pollUsage, null),
    orderText(report.order),
    `Admissions at ${rate.perSecond}/s while ${rate.joinedPerSecond.toFixed(0)}/s joined: ` +
      `${rate.measuredPerSecond.toFixed(1)}/s over ${rate.seconds.toFixed(1)} s`,
    faults.map((fault) => `Fault: ${fault}`).join('\n'),
    notes.map((note) => `Note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function spreadRow(name: string, spread: Spread | null): string[] {
  if (!spread) return [name, ...Array<string>(4).fill('-')];
  return [name, ...[spread.p50, spread.p95, spread.p99, spread.max].map((value) => value.toFixed(1))];
}

/** Empty where all had joined before the first was to ask. */
function presenceText({ polls, failed, longestSilence }: Presence): string {
  if (polls === 0) return '';
  const notAnswered = failed > 0 ? `, ${failed} not answered` : '';
  return `; ${polls} polls kept them in line${notAnswered}, none was silent for over ${longestSilence.toFixed(0)} s`;
}

function orderText({ waiting, positions, loss }: LineOrder): string {
  const told = `${waiting} fans wait at ${positions} different positions`;
  if (!loss) return told;
  return (
    `${told}; complete again ${(loss.rebuiltAfterMs / 1000).toFixed(1)} s after Redis was emptied, ${loss.moved} moved; ` +
    `then ${loss.measuredPerSecond.toFixed(1)} admissions/s at a rate of ${loss.perSecond}/s`
  );
}

function loadTable({ polls, bareExpress, bareRedis, ratios, connections }: QueueReport): string {
  const row = (figures: LoadFigures, ratio: number | null): string[] => {
    const { name, perSecond, latency, firstLatency, failed } = figures;
    return [
      ...[name, perSecond.toFixed(0), ratio === null ? '' : `${(ratio * 100).toFixed(0)}%`],
      ...[latency?.p50, latency?.p99, firstLatency?.p99].map((value) =>
        value === undefined ? '-' : value.toFixed(1),
      ),
      String(failed),
    ];
  };
  return table(
    [`${connections} connections`, 'requests/s', 'polls are', 'p50 ms', 'p99 ms', 'first p99', 'failed'],
    [row(polls, null), row(bareExpress, ratios.toBareExpress), row(bareRedis, ratios.toBareRedis)],
  );
}

/** @param fans over whom memory is spread, or null where it is not of interest */
function usageTable(title: string, usage: readonly Usage[], fans: number | null): string {
  if (usage.length === 0) return '';
  const mega = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return table(
    [title, 'CPU s', 'memory MB', ...(fans === null ? [] : ['kB more per fan'])],
    usage.map((one) => [
      ...[one.name, one.cpuSeconds.toFixed(2), mega(one.residentBytes)],
      ...(fans === null ? [] : [(one.residentBytesMore / 1024 / fans).toFixed(1)]),
    ]),
  );
}
