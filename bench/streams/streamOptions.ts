import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

export const STREAM_KINDS = ['session', 'seats'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

export interface StreamOptions {
  streams: number;
  kind: StreamKind;
  /** Of one session, as tabs of one fan. */
  perSession: number;
  /** Of the date that is looked at. */
  seats: number;
  /** Holds whose arrival is measured, one after another. */
  changes: number;
  /** How long polls are measured, before and while the streams are open. */
  seconds: number;
  json: boolean;
  allowRemote: boolean;
}

export const USAGE = `npm run bench:streams -- [options]: thousands of event streams against one API process of the running stack.

  --streams <1..20000>     streams that are open at the same time (2000)
  --kind <session|seats>   GET /v1/session/events, or the seats of a date (seats)
  --per-session <1..6>     streams of one session, as tabs of one fan (1)
  --seats <20..5000>       seats of the date (500)
  --changes <1..200>       holds whose arrival is measured, one after another (20)
  --seconds <2..60>        how long polls are measured, before and while the streams are open (6)
  --json                   the report as one JSON document
  --allow-remote           also with an API on another machine; there are no figures of its memory and CPU then
  --help

Each stream is a connection: this program and the API need so many open files each (ulimit -n), and the API's MAX_STREAMS
must allow for them. It makes a concert and fans of its own, who stay admitted until their window is over.
Exit code: 0; 1 when a stream could not be opened, was ended, or was not told of a hold within 10 s; 2 when it could not run.`;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readStreamOptions(args: string[]): StreamOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      streams: { type: 'string', default: '2000' },
      kind: { type: 'string', default: 'seats' },
      'per-session': { type: 'string', default: '1' },
      seats: { type: 'string', default: '500' },
      changes: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '6' },
      json: { type: 'boolean', default: false },
      'allow-remote': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const kind = STREAM_KINDS.find((name) => name === values.kind);
  if (!kind) throw new Error(`--kind must be one of ${STREAM_KINDS.join(', ')}`);
  return {
    kind,
    streams: within('streams', values.streams, 1, 20_000),
    perSession: within('per-session', values['per-session'], 1, 6),
    seats: within('seats', values.seats, 20, 5_000),
    changes: within('changes', values.changes, 1, 200),
    seconds: within('seconds', values.seconds, 2, 60),
    json: values.json,
    allowRemote: values['allow-remote'],
  };
}
