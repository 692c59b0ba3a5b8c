import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Fans who buy at the same time. */
  fans: number;
  purchases: number;
  /** Purchases before the clock starts. */
  warmup: number;
  /** No purchase begins after this long. */
  maxSeconds: number;
  /** The load is measured in turns with one of so many times as many fans; 1: it is not. */
  overload: number;
  json: boolean;
  allowRemote: boolean;
}

export const USAGE = `npm run bench -- [options]: full purchases (join, seat map, hold, pay) against the running stack.

  --fans <1..500>         fans who buy at the same time (10)
  --purchases <1..20000>  how many purchases are measured, each by a new fan (200)
  --warmup <0..2000>      purchases before the clock starts (20)
  --max-seconds <1..3600> no purchase begins after this long (600)
  --overload <1..20>      in turns with so many times as many fans at once, twice each (1: only the load itself)
  --json                  the report as one JSON document
  --allow-remote          also with an API on another machine
  --help

Fans, their wallets and a concert with seats enough are made before the clock starts. It ends with an audit of the database.
Exit code: 0; 1 when a purchase failed for a reason that the API does not document, or the audit finds something;
2 when the benchmark could not run or was interrupted: Ctrl-C ends it with what was measured so far.`;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readBenchOptions(args: string[]): BenchOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      fans: { type: 'string', default: '10' },
      purchases: { type: 'string', default: '200' },
      warmup: { type: 'string', default: '20' },
      'max-seconds': { type: 'string', default: '600' },
      overload: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      'allow-remote': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  return {
    fans: within('fans', values.fans, 1, 500),
    purchases: within('purchases', values.purchases, 1, 20_000),
    warmup: within('warmup', values.warmup, 0, 2_000),
    maxSeconds: within('max-seconds', values['max-seconds'], 1, 3_600),
    overload: within('overload', values.overload, 1, 20),
    json: values.json,
    allowRemote: values['allow-remote'],
  };
}

/** @throws Error that names the option and its range */
export function within(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
}
