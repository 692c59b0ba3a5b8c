import { isDocumented } from './documentedRefusal';
import type { CallName } from './fanCalls';
import { spreadOf, type Spread } from './spread';

export interface CallFigures {
  count: number;
  /** Milliseconds, of answers and refusals; null for none. */
  latency: Spread | null;
}

/** Counts what a crowd was answered, by part of the run. */
export interface CallTally {
  /** From now on answers count for this part. */
  enter(part: string): void;
  answered(name: CallName, milliseconds: number): void;
  refused(name: CallName, refusal: { status: number; code: string | null }): void;
  unanswered(name: CallName, error: unknown): void;
  /** What is wrong in another way. */
  complain(text: string): void;
  /** @param part all of them together when left out */
  figures(name: CallName, part?: string): CallFigures;
  /** As `hold: 409 SEAT_HELD`, with how often it was met. */
  refusals(): Record<string, number>;
  /** What the contract does not foresee, each with how often it was met. */
  undocumented(): Record<string, number>;
}

export function createCallTally(firstPart: string): CallTally {
  let part = firstPart;
  const latencies = new Map<string, { name: CallName; part: string; milliseconds: number[] }>();
  const refusals = new Map<string, number>();
  const undocumented = new Map<string, number>();
  const count = (counts: Map<string, number>, what: string): void =>
    void counts.set(what, (counts.get(what) ?? 0) + 1);

  return {
    enter: (next) => void (part = next),
    answered(name, milliseconds) {
      const at = `${part}/${name}`;
      const known = latencies.get(at);
      if (known) known.milliseconds.push(milliseconds);
      else latencies.set(at, { name, part, milliseconds: [milliseconds] });
    },
    refused(name, { status, code }) {
      const what = `${name}: ${status} ${code ?? 'without a code'}`;
      count(refusals, what);
      if (!isDocumented({ status, code })) count(undocumented, what);
    },
    unanswered: (name, error) =>
      count(undocumented, `${name}: ${error instanceof Error ? error.message : String(error)}`),
    complain: (text) => count(undocumented, text),
    figures(name, only) {
      const all = [...latencies.values()]
        .filter((one) => one.name === name && (only === undefined || one.part === only))
        .flatMap(({ milliseconds }) => milliseconds);
      return { count: all.length, latency: spreadOf(all) };
    },
    refusals: () => Object.fromEntries(refusals),
    undocumented: () => Object.fromEntries(undocumented),
  };
}
