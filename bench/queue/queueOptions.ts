import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

export interface QueueOptions {
  /** Fans who wait in the line while it is polled. */
  fans: number;
  /** Fans who join at the same time. */
  joiners: number;
  /** Of the load, each with one request under way. */
  connections: number;
  /** How long each kind of request is measured, all its rounds together. */
  seconds: number;
  /** Whether the stack's Redis is emptied while fans wait. */
  loseMemory: boolean;
  json: boolean;
  allowRemote: boolean;
}

export const USAGE = `npm run bench:queue -- [options]: joining, polling and admission against the running stack.

  --fans <200..100000>      fans who wait in the line while it is polled (2000)
  --joiners <1..500>        fans who join at the same time (20)
  --connections <1..1000>   connections of the load, each with one request under way (200)
  --seconds <4..300>        how long each kind of request is measured (10)
  --lose-memory             empties the stack's Redis database while they wait, and checks their order afterwards
  --json                    the report as one JSON document
  --allow-remote            also with an API on another machine; there are no figures of its memory and CPU then
  --help

Polls (GET /v1/session) are measured in turns with two programs of a few lines on this machine: an Express route that
answers {"ok":true}, and one that reads one value from Redis; the first answer of each connection is counted apart. Then
every fan is asked for the position, and no two may have the same. It makes concerts and fans of its own. In the end it closes
the sale, which ends the sessions of those who wait; more than 5000 stay in line until they have been silent for six minutes.
Exit code: 0; 1 when an answer was none that the API documents, a fan was not admitted, two stood at one place or
changed places, or admissions were faster than their rate; 2 when the benchmark could not run.`;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readQueueOptions(args: string[]): QueueOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      fans: { type: 'string', default: '2000' },
      joiners: { type: 'string', default: '20' },
      connections: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '10' },
      'lose-memory': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'allow-remote': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  return {
    fans: within('fans', values.fans, 200, 100_000),
    joiners: within('joiners', values.joiners, 1, 500),
    connections: within('connections', values.connections, 1, 1_000),
    seconds: within('seconds', values.seconds, 4, 300),
    loseMemory: values['lose-memory'],
    json: values.json,
    allowRemote: values['allow-remote'],
  };
}
