import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

export interface ProfileOptions {
  fans: number;
  purchases: number;
  warmup: number;
  maxSeconds: number;
  /** Microseconds between two samples of a thread. */
  intervalUs: number;
  /** Where profiles go; null: a folder of their own among temporary files. */
  out: string | null;
  /** Rows of the longest tables. */
  top: number;
  cpu: boolean;
  json: boolean;
  allowRemote: boolean;
}

export const USAGE = `npm run bench:profile -- [options]: where a purchase's cost goes, measured in the running stack.

  --fans <1..500>         fans who buy at the same time (30)
  --purchases <1..20000>  how many purchases are measured, each by a new fan (300)
  --warmup <0..2000>      purchases before the clock starts (60)
  --max-seconds <1..3600> no purchase begins after this long (600)
  --interval-us <100..100000>  microseconds between two samples of a thread (1000)
  --out <folder>          where the .cpuprofile files go (a new temporary folder); Chrome's developer tools and editors open them
  --top <1..200>          functions and statements shown (25)
  --no-cpu                no CPU profiles: processes are left alone
  --json                  the report as one JSON document
  --allow-remote          also with an API on another machine
  --help

It shows CPU by process, thread, package and function of each API and worker; PostgreSQL's statements, commits and connections; Redis' commands and
scripts; and the events of a session's history, all of them for one purchase.
The inspector of each API and worker is opened on 127.0.0.1 meanwhile (SIGUSR1, by way of port 9229): who may use this machine can reach it. Redis' slow log is
used, emptied and put back. PostgreSQL needs pg_stat_statements: STATEMENT_STATISTICS=true npm start. Measuring costs some of the throughput.
Processes on another machine cannot be profiled; of an engine that lets nobody look only the note says so.
Ctrl-C ends the load, and what was measured is reported; a second one leaves inspectors and slow log as they are then.
Exit code: 0; 1 when a purchase failed for a reason that the API does not document, or the audit finds something;
2 when it could not run or was interrupted.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{
    fans: text,
    purchases: text,
    warmup: text,
    'max-seconds': text,
    'interval-us': text,
    out: text,
    top: text,
  },
  ...{ 'no-cpu': flag, json: flag, 'allow-remote': flag, help: { ...flag, short: 'h' } },
} as const;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readProfileOptions(args: string[]): ProfileOptions | null {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return null;
  if (values.out === '') throw new Error('--out must be a folder');
  return {
    fans: within('fans', values.fans ?? '30', 1, 500),
    purchases: within('purchases', values.purchases ?? '300', 1, 20_000),
    warmup: within('warmup', values.warmup ?? '60', 0, 2_000),
    maxSeconds: within('max-seconds', values['max-seconds'] ?? '600', 1, 3_600),
    intervalUs: within('interval-us', values['interval-us'] ?? '1000', 100, 100_000),
    out: values.out ?? null,
    top: within('top', values.top ?? '25', 1, 200),
    cpu: !values['no-cpu'],
    json: values.json ?? false,
    allowRemote: values['allow-remote'] ?? false,
  };
}
