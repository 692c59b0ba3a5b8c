import type { EndedSessionState } from '../../src/contracts/states';
import type { CallFigures } from '../callTally';
import type { Spread } from '../spread';
import { table } from '../textTable';
import { partsText } from './partsText';
import type { PartsSample } from './partsOverTime';
import type { SaleBooks } from './saleBooks';

/** What an on-sale came to. Latencies in milliseconds. */
export interface OnSaleReport {
  fans: number;
  seats: number;
  capacity: number;
  rate: number;
  /** How long a hold lasted, as the first one said; null: there was none. */
  holdSeconds: number | null;
  dropouts: { runOutPercent: number; leavePercent: number };
  seconds: {
    signUp: number;
    join: number;
    /** From the first fan who joined. */
    toOpening: number;
    /** From the opening; null: it was not sold out. */
    toSoldOut: number | null;
    /** From there until the last fan learned it, and until the last session was seen to have ended. */
    toLastTold: number | null;
    toLastEnd: number | null;
  };
  signUpsPerSecond: number;
  joinsPerSecond: number;
  /** Over the whole time to sold out, holds that ran out included. */
  confirmedPerSecond: number | null;
  /** Over the ten seconds in which most were bought. */
  confirmedPerSecondBusiest: number;
  polls: Record<'gathering' | 'selling' | 'telling', CallFigures & { seconds: number }>;
  /** The longest that a poll of this program was behind its time. */
  mostLatePollSeconds: number;
  calls: Record<'join' | 'top up' | 'seat map' | 'hold' | 'pay' | 'leave', CallFigures>;
  refusals: Record<string, number>;
  undocumented: Record<string, number>;
  ends: Record<EndedSessionState | 'NONE', number>;
  /** Of those who ended as SOLD_OUT, how many were told when they came to join. */
  atTheDoor: number;
  /** Of them, how many had learned it from the room's state before their session ended. */
  toldByRoom: number;
  books: SaleBooks;
  samples: PartsSample[];
  /** What makes the exit code 1. */
  faults: string[];
  notes: string[];
}

const POLL_TITLES = {
  gathering: 'before the opening',
  selling: 'until the last seat was paid for',
  telling: 'until the last session had ended',
} as const;

/** The report as text with tables. */
export function onSaleText(report: OnSaleReport): string {
  const { fans, seats, capacity, rate, faults, notes } = report;
  return [
    `${fans} fans, ${seats} seats, ${capacity} slots, ${rate} admissions/s`,
    phaseTable(report),
    pollTable(report),
    callTable(report),
    `Fans ended: ${countsText(report.ends)}${report.atTheDoor > 0 ? ` (${report.atTheDoor} of them at the door)` : ''}; ${report.toldByRoom} read in the room's state that it is sold out before their session ended`,
    `Sessions on record: ${countsText(report.books.ended)}`,
    booksText(report),
    refusalText(report.refusals),
    partsText(report.samples),
    faults.map((fault) => `Fault: ${fault}`).join('\n'),
    notes.map((note) => `Note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function phaseTable(report: OnSaleReport): string {
  const { seconds, signUpsPerSecond, joinsPerSecond, confirmedPerSecond, confirmedPerSecondBusiest } = report;
  const row = (name: string, value: number | null, rate = ''): string[] => [
    name,
    value === null ? 'never' : value.toFixed(1),
    rate,
  ];
  const confirmed = confirmedPerSecond === null ? '' : `${confirmedPerSecond.toFixed(2)} confirmed/s`;
  return table(
    ['phase', 'seconds', ''],
    [
      row('all sign up', seconds.signUp, `${signUpsPerSecond.toFixed(0)}/s`),
      row('all join', seconds.join, `${joinsPerSecond.toFixed(1)} joins/s`),
      row('first joined to opening', seconds.toOpening),
      row(
        'opening to sold out',
        seconds.toSoldOut,
        `${confirmed}, ${confirmedPerSecondBusiest.toFixed(1)} at most`,
      ),
      row('sold out to last fan told', seconds.toLastTold),
      row('sold out to last session ended', seconds.toLastEnd),
    ],
  );
}

function pollTable({ polls, mostLatePollSeconds }: OnSaleReport): string {
  const rows = (Object.keys(POLL_TITLES) as (keyof typeof POLL_TITLES)[]).map((part) => {
    const { count, seconds, latency } = polls[part];
    const perSecond = seconds > 0 ? (count / seconds).toFixed(0) : '-';
    return [POLL_TITLES[part], String(count), perSecond, ...percentiles(latency)];
  });
  const late = `Polls were sent at most ${mostLatePollSeconds.toFixed(1)} s after their time`;
  return `${table(['polls', 'count', 'polls/s', 'p50 ms', 'p99 ms', 'max ms'], rows)}\n${late}`;
}

function callTable({ calls }: OnSaleReport): string {
  const rows = Object.entries(calls)
    .filter(([, { count }]) => count > 0)
    .map(([name, { count, latency }]) => [name, String(count), ...percentiles(latency)]);
  return table(['calls, refused ones too', 'count', 'p50 ms', 'p99 ms', 'max ms'], rows);
}

function percentiles(latency: Spread | null): string[] {
  if (!latency) return ['-', '-', '-'];
  return [latency.p50, latency.p99, latency.max].map((value) => value.toFixed(1));
}

function booksText({ books, holdSeconds, dropouts }: OnSaleReport): string {
  const { seats, oversold, ledgerDifference, chargeDifference, findings, timerLag, reservations } = books;
  const lag = timerLag
    ? `their seats came back p50 ${timerLag.p50.toFixed(0)} ms, p99 ${timerLag.p99.toFixed(0)} ms, at most ${timerLag.max.toFixed(0)} ms after the deadline`
    : 'none ran out';
  const shown = findings.slice(0, 20).map(({ rule, subject, detail }) => `  ${rule}: ${subject}: ${detail}`);
  return [
    `Seats: ${seats.sold} of ${seats.total} sold, oversold ${oversold}; difference of balances and ledger ${ledgerDifference}, of charges and tickets ${chargeDifference}`,
    `Holds: ${countsText(reservations)}; ${dropouts.runOutPercent}% of the first were to run out after ${holdSeconds ?? '?'} s, ${dropouts.leavePercent}% to be left: ${lag}`,
    findings.length === 0
      ? 'Audit: nothing found'
      : `Audit: ${findings.length} findings\n${shown.join('\n')}`,
  ].join('\n');
}

function countsText(counts: Record<string, number>): string {
  const met = Object.entries(counts).filter(([, count]) => count > 0);
  return met.length === 0 ? 'none' : met.map(([name, count]) => `${count} ${name}`).join(', ');
}

function refusalText(refusals: Record<string, number>): string {
  const rows = Object.entries(refusals).map(([what, count]) => [what, String(count)]);
  return rows.length === 0 ? 'Refusals: none' : table(['refusals met', 'count'], rows);
}
