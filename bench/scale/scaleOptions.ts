import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

/** So many processes of each kind are measured together. */
export interface Fleet {
  workers: number;
  apis: number;
}

export interface ScaleOptions {
  fleets: Fleet[];
  fans: number;
  purchases: number;
  warmup: number;
  maxSeconds: number;
  /** Times that each fleet is measured, in turns. */
  turns: number;
  json: boolean;
}

const MOST = 16;

export const USAGE = `npm run bench:scale -- [options]: purchases with more and more workers and APIs beside those of the running stack.

  --workers <list>        numbers of workers (1..${MOST}), such as 1,2,4 (1,2)
  --apis <list>           numbers of APIs (1..${MOST}): as many as --workers, taken together with them; or one for all (1)
  --grid                  every number of workers with every number of APIs
  --fans <1..500>         fans who buy at the same time (30)
  --purchases <1..20000>  how many purchases are measured with each, each by a new fan (200)
  --warmup <0..2000>      purchases before the clock starts, each time (60)
  --max-seconds <1..3600> no purchase begins after this long (600)
  --turns <1..20>         times that all of them are measured (1)
  --json                  the report as one JSON document
  --help

The processes of the stack are always part of it; others are started with its configuration, and stopped at the end or by Ctrl-C. Each fan uses one API, in
turns. All of it, this program too, shares the cores of this machine: the figures to read are CPU for each purchase and how much of the machine each part takes.
Exit code: 0; 1 when a purchase failed for a reason that the API does not document, or the audit finds something;
2 when it could not run or was interrupted: Ctrl-C ends it with what was measured so far.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{
    workers: text,
    apis: text,
    fans: text,
    purchases: text,
    warmup: text,
    'max-seconds': text,
    turns: text,
  },
  ...{ grid: flag, json: flag, help: { ...flag, short: 'h' } },
} as const;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and what it must be
 */
export function readScaleOptions(args: string[]): ScaleOptions | null {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return null;
  const workers = numbers('workers', values.workers ?? '1,2');
  const apis = numbers('apis', values.apis ?? '1');
  return {
    fleets: values.grid ? grid(workers, apis) : together(workers, apis),
    fans: within('fans', values.fans ?? '30', 1, 500),
    purchases: within('purchases', values.purchases ?? '200', 1, 20_000),
    warmup: within('warmup', values.warmup ?? '60', 0, 2_000),
    maxSeconds: within('max-seconds', values['max-seconds'] ?? '600', 1, 3_600),
    turns: within('turns', values.turns ?? '1', 1, 20),
    json: values.json ?? false,
  };
}

function numbers(name: string, list: string): number[] {
  return list.split(',').map((part) => {
    const number = Number(part.trim() || NaN);
    if (Number.isInteger(number) && number >= 1 && number <= MOST) return number;
    throw new Error(`--${name} must be whole numbers from 1 to ${MOST}, separated by commas`);
  });
}

function grid(workers: readonly number[], apis: readonly number[]): Fleet[] {
  return workers.flatMap((count) => apis.map((each) => ({ workers: count, apis: each })));
}

function together(workers: readonly number[], apis: readonly number[]): Fleet[] {
  if (apis.length > 1 && workers.length > 1 && apis.length !== workers.length)
    throw new Error('--apis must be one number, or as many as --workers; --grid measures each with each');
  const count = Math.max(workers.length, apis.length);
  const at = (list: readonly number[], i: number): number => list[i] ?? list[0] ?? 1;
  return Array.from({ length: count }, (_, i) => ({ workers: at(workers, i), apis: at(apis, i) }));
}
