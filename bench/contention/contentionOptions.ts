import { parseArgs } from 'node:util';
import { within } from '../benchOptions';

export interface ContentionOptions {
  fans: number;
  seats: number;
  rounds: number;
  json: boolean;
  allowRemote: boolean;
}

export const USAGE = `npm run bench:contention -- [options]: a crowd that is admitted holds the last seats at the same moment, against the running stack.

  --fans <2..5000>      who hold, each one seat, all at once (1000)
  --seats <1..100>      that are left; each fan tries them in an order of its own until one is held or all were refused (10)
  --rounds <1..20>      with a concert and fans of their own each (3)
  --json                the report as one JSON document
  --allow-remote        also with an API on another machine
  --help

Reports who got a seat, what the others were answered and when, and how many of the refused holds cost a workflow task: those
leave an update in the history of their session. Afterwards the winners pay, and it waits until the others are told.
Exit code: 0; 1 when another number of fans than seats got one, an answer was none that the API documents, or the audit found
something; 2 when it could not run or was interrupted: Ctrl-C ends it after the round under way.`;

/**
 * @returns the options, or null when help was asked for
 * @throws Error that names the option and its range
 */
export function readContentionOptions(args: string[]): ContentionOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      fans: { type: 'string', default: '1000' },
      seats: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      'allow-remote': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  return {
    fans: within('fans', values.fans, 2, 5_000),
    seats: within('seats', values.seats, 1, 100),
    rounds: within('rounds', values.rounds, 1, 20),
    json: values.json,
    allowRemote: values['allow-remote'],
  };
}
