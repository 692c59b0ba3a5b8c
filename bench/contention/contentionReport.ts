import type { Finding } from '../../src/operations/audit';
import type { CallFigures } from '../callTally';
import type { Spread } from '../spread';
import { table } from '../textTable';

/** One crowd on the last seats. Latencies in milliseconds. */
export interface ContentionRound {
  fans: number;
  seats: number;
  /** From the first hold that was sent to the last answer. */
  seconds: number;
  /** Fans who were told that they hold a seat, and seats that are held. */
  winners: number;
  held: number;
  holds: CallFigures;
  /** From the beginning of the rush to a winner's hold, to a loser's first refusal, and to the last one. */
  toHeld: Spread | null;
  toFirstRefusal: Spread | null;
  toLastRefusal: Spread | null;
  refusals: Record<string, number>;
  /** Updates in the histories of all sessions: each one is a workflow task. */
  updates: { accepted: number; held: number; refused: number };
  /** Refusals SEAT_HELD and SEAT_RESERVED, and those of them that no workflow was asked for. */
  refused: { all: number; withoutTask: number };
  undocumented: Record<string, number>;
  oversold: number;
  findings: Finding[];
  /** Fans whose session was still open two minutes after the last seat was paid for. */
  notTold: number;
}

export function faultsOf(round: ContentionRound): string[] {
  const { fans, seats, winners, held, undocumented, oversold, findings, notTold } = round;
  const faults = Object.entries(undocumented).map(([what, count]) => `${count} times ${what}`);
  const possible = Math.min(fans, seats);
  if (winners !== possible) faults.push(`${winners} fans got one of ${possible} seats`);
  if (held !== winners) faults.push(`${held} seats were held, ${winners} fans were told that they hold one`);
  if (oversold > 0) faults.push(`${oversold} seats were sold twice`);
  if (findings.length > 0) faults.push(`the audit has ${findings.length} findings`);
  if (notTold > 0) faults.push(`${notTold} fans were not told within two minutes that it is sold out`);
  return faults;
}

/** The rounds as text with tables. */
export function contentionText(rounds: readonly ContentionRound[]): string {
  const [first] = rounds;
  if (!first) return '';
  const p = (spread: Spread | null, of: 'p50' | 'p99' | 'max'): string => spread?.[of].toFixed(0) ?? '-';
  const column = (value: (round: ContentionRound) => string): string[] => rounds.map(value);
  const codes = [...new Set(rounds.flatMap(({ refusals }) => Object.keys(refusals)))];
  return [
    `${first.fans} fans at once on the last ${first.seats} seats`,
    table(
      ['round', ...rounds.map((_, i) => String(i + 1))],
      [
        ['fans who got a seat', ...column(({ winners }) => String(winners))],
        ['seats held', ...column(({ held }) => String(held))],
        ['seconds in all', ...column(({ seconds }) => seconds.toFixed(1))],
        ['holds asked for', ...column(({ holds }) => String(holds.count))],
        ['  answers/s', ...column(({ holds, seconds }) => (holds.count / seconds).toFixed(0))],
        ['  p50 ms', ...column(({ holds }) => p(holds.latency, 'p50'))],
        ['  p99 ms', ...column(({ holds }) => p(holds.latency, 'p99'))],
        ['held after, p50 ms', ...column(({ toHeld }) => p(toHeld, 'p50'))],
        ['held after, max ms', ...column(({ toHeld }) => p(toHeld, 'max'))],
        ['losers: first refusal after, p50 ms', ...column(({ toFirstRefusal }) => p(toFirstRefusal, 'p50'))],
        ['losers: first refusal after, p99 ms', ...column(({ toFirstRefusal }) => p(toFirstRefusal, 'p99'))],
        ['losers: knew that all are gone after, p99 ms', ...column((round) => p(round.toLastRefusal, 'p99'))],
        ['workflow tasks for holds', ...column(({ updates }) => String(updates.accepted))],
        ['  of them for a refused one', ...column(({ updates }) => String(updates.refused))],
        [
          'refused without a workflow task',
          ...column(({ refused: { all, withoutTask } }) =>
            all === 0 ? '-' : `${withoutTask} of ${all} (${((withoutTask / all) * 100).toFixed(1)}%)`,
          ),
        ],
        ...codes.map((code) => [code, ...column(({ refusals }) => String(refusals[code] ?? 0))]),
      ],
    ),
    rounds
      .flatMap((round, i) => faultsOf(round).map((fault) => `Fault in round ${i + 1}: ${fault}`))
      .join('\n') || 'Oversold 0; audit: nothing found',
  ].join('\n\n');
}
