import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

export interface OnSaleOptions {
  fans: number;
  seats: number;
  /** Slots of the waiting room. */
  capacity: number;
  /** Admissions per second. */
  rate: number;
  /** Fans who join at the same time. */
  joiners: number;
  /** Most polls at once. */
  pollers: number;
  /** From the first fan who joins to the opening. */
  opensInSeconds: number;
  /** Percent of the first holds: those who let them run out, and those who leave. */
  dropouts: number;
  leavers: number;
  maxMinutes: number;
  json: boolean;
  allowRemote: boolean;
}

/** Fans who join in a second: a guess, and when it is wrong the last ones join a sale that is open. */
const JOINS_PER_SECOND = 50;
const OPENS_AFTER_SECONDS = 15;

export const USAGE = `npm run bench:onsale -- [options]: an on-sale from the first fan in line to the last one told, against the running stack.

  --fans <10..100000>       who join before the sale opens (2000)
  --seats <1..5000>         of the one date that is sold (100)
  --capacity <1..10000>     slots: fans who may be in the sale at once (100)
  --rate <1..1000>          admissions per second (20)
  --joiners <1..500>        fans who join at the same time (40)
  --pollers <1..500>        most polls at once (64)
  --opens-in <5..7200>      seconds from the first fan who joins to the opening (fans / ${JOINS_PER_SECOND} + ${OPENS_AFTER_SECONDS})
  --dropouts <0..50>        percent of the first holds that nobody pays for: they run out, and the seats come back (10)
  --leavers <0..50>         percent of the first holds whose fans leave (2)
  --max-minutes <1..240>    it ends then, with whatever there is (90)
  --json                    the report as one JSON document, with memory and CPU of each part every 5 s
  --allow-remote            also with an API on another machine; there are no figures of its memory and CPU then
  --help

Fans sign up first, which is not measured. Then all of them join, and each polls when the API says (pollAfterSeconds). At the opening
the line is drawn and let in; who is admitted tops up, looks at the seats, holds one and pays. It ends when every fan knows how it
ended. Holds that nobody pays for last for HOLD_SECONDS of the stack: HOLD_SECONDS=60 npm start makes the run shorter.
Exit code: 0; 1 when an answer was none that the API documents, the audit found something, a seat was sold twice, money differs, or a
fan was not told; 2 when it could not run or was interrupted: Ctrl-C ends it with what was measured so far.`;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readOnSaleOptions(args: string[]): OnSaleOptions | null {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args,
    options: {
      fans: text('2000'),
      seats: text('100'),
      capacity: text('100'),
      rate: text('20'),
      joiners: text('40'),
      pollers: text('64'),
      'opens-in': { type: 'string' },
      dropouts: text('10'),
      leavers: text('2'),
      'max-minutes': text('90'),
      json: { type: 'boolean', default: false },
      'allow-remote': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const fans = within('fans', values.fans, 10, 100_000);
  const opensIn = values['opens-in'] ?? String(Math.ceil(fans / JOINS_PER_SECOND) + OPENS_AFTER_SECONDS);
  return {
    fans,
    seats: within('seats', values.seats, 1, 5_000),
    capacity: within('capacity', values.capacity, 1, 10_000),
    rate: within('rate', values.rate, 1, 1_000),
    joiners: within('joiners', values.joiners, 1, 500),
    pollers: within('pollers', values.pollers, 1, 500),
    opensInSeconds: within('opens-in', opensIn, 5, 7_200),
    dropouts: within('dropouts', values.dropouts, 0, 50),
    leavers: within('leavers', values.leavers, 0, 50),
    maxMinutes: within('max-minutes', values['max-minutes'], 1, 240),
    json: values.json,
    allowRemote: values['allow-remote'],
  };
}
