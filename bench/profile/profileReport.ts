import { reportText, type BenchReport } from '../benchReport';
import { table } from '../textTable';
import type { ProcessProfile, ThreadProfile } from './processProfile';
import type { CommandFigures, RedisFigures } from './redisCommands';
import type { DatabaseFigures } from './statements';

/** What a profile of purchases found. Sums over all of them: `purchases.purchases` less `failed` says how many. */
export interface ProfileReport {
  purchases: BenchReport;
  processes: ProcessProfile[];
  database: DatabaseFigures | null;
  redis: RedisFigures | null;
  notes: string[];
}

const LONGEST_TEXT = 110;
const LEAST_MS = 0.005;
/** V8's own, as the kernel knows it: what profiling itself costs, besides the interruptions. */
const PROFILER = 'v8:ProfEvntProc';

/** @param top rows of the longest tables */
export function profileText(report: ProfileReport, top: number): string {
  const { purchases, processes, database, redis, notes } = report;
  const done = Math.max(purchases.purchases - purchases.failed, 1);
  const parts = [
    reportText(purchases),
    eventText(purchases),
    ...processes.flatMap((one) => [
      threadTable(one, done),
      ...one.threads.flatMap(codeTables(one, done, top)),
    ]),
    ...(database ? databaseText(database, done, top) : []),
    ...(redis ? redisText(redis, done, top) : []),
    [...notes, ...(database?.notes ?? []), ...(redis?.notes ?? [])].map((note) => `Note: ${note}`).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function eventText({ histories }: BenchReport): string {
  if (!histories) return '';
  const rows = Object.entries(histories.eventsByType).map(([name, count]) => [name, count.toFixed(2)]);
  return table(['history event', 'per session'], rows);
}

function threadTable({ process, cpuByThread }: ProcessProfile, done: number): string {
  if (cpuByThread.length === 0) return '';
  const rows = cpuByThread
    .filter(({ cpuMs }) => cpuMs > 0)
    .map(({ name, threads, cpuMs }) => [
      name === PROFILER ? `${name} (the profiler)` : name,
      ...[String(threads), perPurchase(cpuMs, done)],
    ]);
  return table([`threads of ${process}`, 'number', 'CPU ms per purchase'], rows);
}

function codeTables({ process }: ProcessProfile, done: number, top: number) {
  return ({ thread, modules, functions, busyMs, cpuMs, sampledMs, file }: ThreadProfile): string[] => {
    const part = (ms: number): string => `${((ms / Math.max(busyMs, LEAST_MS)) * 100).toFixed(1)}%`;
    const shown = modules.filter(
      ({ withCalledMs, selfMs }) => Math.max(withCalledMs, selfMs) / done >= LEAST_MS,
    );
    const byModule = shown.map(({ module, selfMs, withCalledMs }) => [
      ...[module, perPurchase(selfMs, done), part(selfMs), perPurchase(withCalledMs, done)],
    ]);
    const byFunction = functions
      .slice(0, top)
      .map(({ name, place, selfMs }) => [`${name}  ${place}`, perPurchase(selfMs, done), part(selfMs)]);
    const counted = cpuMs === null ? 'as sampled' : `of ${perPurchase(sampledMs, done)} sampled`;
    return [
      `${process}, ${thread}: ${perPurchase(busyMs, done)} ms per purchase, ${counted} (${file})`,
      table(['package or part', 'ms per purchase', 'share', 'with Node and native under it'], byModule),
      table(['function', 'ms per purchase', 'share'], byFunction),
    ];
  };
}

function databaseText(figures: DatabaseFigures, done: number, top: number): string[] {
  const { statements, others, commits, rollbacks, rowsWritten, walBytes, connections } = figures;
  const each = (count: number): string => (count / done).toFixed(2);
  const calls = (statements ?? []).reduce((sum, one) => sum + one.calls, 0);
  const ms = (statements ?? []).reduce((sum, one) => sum + one.ms, 0);
  const rows = [
    ...(statements === null
      ? []
      : [
          ['statements', each(calls)],
          ['ms in statements', each(ms)],
        ]),
    ...[
      ['commits', each(commits)],
      ['rollbacks', each(rollbacks)],
      ['rows written', each(rowsWritten)],
    ],
    ['bytes of log written by the whole server', (walBytes / done).toFixed(0)],
    ...others.map(({ database, ...sum }) => [`ms in statements of database ${database}`, each(sum.ms)]),
    ...Object.entries(connections).map(([name, count]) => [`connections of ${name}`, String(count)]),
  ];
  const general = table(['PostgreSQL', 'per purchase'], rows);
  if (statements === null) return [general];
  const mostCalled = statements
    .slice(0, top)
    .map(({ text, ...one }) => [
      text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text,
      ...[each(one.calls), (one.ms / done).toFixed(3), (one.ms / one.calls).toFixed(3)],
    ]);
  return [general, table(['statement', 'calls per purchase', 'ms per purchase', 'ms each'], mostCalled)];
}

function redisText({ sent, ran }: RedisFigures, done: number, top: number): string[] {
  const listed = (title: string, commands: readonly CommandFigures[]): string => {
    const sum = commands.reduce(
      (all, { calls, ms }) => ({ name: 'all', calls: all.calls + calls, ms: all.ms + ms }),
      { name: 'all', calls: 0, ms: 0 },
    );
    const rows = [...commands.slice(0, top), sum].map(({ name, calls, ms }) => [
      ...[name, (calls / done).toFixed(2), (ms / done).toFixed(3)],
    ]);
    return table([title, 'calls per purchase', 'ms per purchase'], rows);
  };
  return [
    ...(sent ? [listed('Redis: sent by clients', sent)] : []),
    // Time of what a script calls is in the script's, too.
    ...(sent ? [] : [listed('Redis: ran, inside scripts as well', ran)]),
  ];
}

function perPurchase(ms: number, done: number): string {
  return (ms / done).toFixed(2);
}
