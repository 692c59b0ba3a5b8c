import type { Usage } from '../queue/footprint';
import type { LoadFigures } from '../queue/load';
import type { Spread } from '../spread';
import { table } from '../textTable';
import type { StreamKind } from './streamOptions';

/** How changes arrived. Milliseconds from the sending of the hold. */
export interface ArrivalFigures {
  arrival: Spread | null;
  answer: Spread | null;
  missed: number;
}

/** What the benchmark of streams found. */
export interface StreamReport {
  kind: StreamKind;
  streams: number;
  sessions: number;
  seats: number;
  /** Seconds until each stream had told its first event. */
  openedInSeconds: number;
  opened: Spread | null;
  /** Of the API, in bytes; null where its process is not known. */
  memory: { before: number; after: number; perStream: number; closed: number | null } | null;
  /** While nothing happened, seconds of CPU per second; null where its process is not known. */
  idleCpu: number | null;
  quiet: ArrivalFigures;
  /** While fans polled. */
  busy: ArrivalFigures;
  polls: { before: LoadFigures; meanwhile: LoadFigures };
  usage: { quiet: Usage[]; busy: Usage[] };
  faults: string[];
  notes: string[];
}

export function streamReportText(report: StreamReport): string {
  const { kind, streams, sessions, seats, openedInSeconds, opened, memory, idleCpu, polls, usage } = report;
  const mega = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return [
    `${streams} streams (${kind}) of ${sessions} sessions, ${seats} seats: all open after ${openedInSeconds.toFixed(1)} s`,
    memory
      ? `Memory of the API: ${mega(memory.before)} MB before, ${mega(memory.after)} MB with them, ` +
        `${(memory.perStream / 1024).toFixed(1)} kB per stream` +
        (memory.closed === null ? '' : `; ${mega(memory.closed)} MB after they were closed`)
      : '',
    idleCpu === null ? '' : `CPU of the API while nothing happens: ${(idleCpu * 100).toFixed(1)}% of a core`,
    table(
      ['ms', 'p50', 'p95', 'p99', 'max'],
      [
        spreadRow('a stream opens', opened),
        spreadRow('a hold is answered', report.quiet.answer),
        spreadRow('and told by the streams', report.quiet.arrival),
        spreadRow('a hold is answered, while fans poll', report.busy.answer),
        spreadRow('and told by the streams', report.busy.arrival),
      ],
    ),
    table(
      ['polls', 'requests/s', 'p50 ms', 'p99 ms', 'failed'],
      [loadRow('without streams', polls.before), loadRow('with them, and holds', polls.meanwhile)],
    ),
    usageTable('CPU s while holds were told', usage.quiet),
    usageTable('CPU s while fans polled', usage.busy),
    report.faults.map((fault) => `Fault: ${fault}`).join('\n'),
    report.notes.map((note) => `Note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function spreadRow(name: string, spread: Spread | null): string[] {
  if (!spread) return [name, ...Array<string>(4).fill('-')];
  return [name, ...[spread.p50, spread.p95, spread.p99, spread.max].map((value) => value.toFixed(1))];
}

function loadRow(name: string, { perSecond, latency, failed }: LoadFigures): string[] {
  const [p50, p99] = [latency?.p50, latency?.p99].map((value) => value?.toFixed(1) ?? '-') as [
    string,
    string,
  ];
  return [name, perSecond.toFixed(0), p50, p99, String(failed)];
}

function usageTable(title: string, usage: readonly Usage[]): string {
  if (usage.length === 0) return '';
  return table(
    [title, 'CPU s', 'memory MB'],
    usage.map((one) => [one.name, one.cpuSeconds.toFixed(2), (one.residentBytes / 2 ** 20).toFixed(0)]),
  );
}
