import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Redis from 'ioredis';
import type { ChainableCommander } from 'ioredis';
import { roomKeys } from './keys';

const SCRIPTS = [
  'join',
  'read',
  'publish',
  'forget',
  'settle',
  'tick',
  'renew',
  'rest',
  'release',
  'needsRunner',
  'admitOne',
  'unstarted',
  'overdue',
  'beginRebuild',
  'finishRebuild',
  'gauge',
] as const;
export type ScriptName = (typeof SCRIPTS)[number];

type Values = (string | number)[];
type Commands = Record<string, (...words: Values) => unknown>;

/** Calls one script for one concert. What it takes and answers is in the header of its file. */
export type RunScript = (name: ScriptName, concertId: string, values: Values) => Promise<unknown>;

/**
 * Every script gets all keys of its room, in the order of `prelude.lua`, which stands before each: a list of its own for
 * each script was one more thing to keep in step, and saved 150 bytes of a request.
 */
function keysOf(concertId: string): string[] {
  const keys = roomKeys(concertId);
  return [
    keys.room,
    keys.fans,
    keys.line,
    keys.seen,
    keys.away,
    keys.closing,
    keys.slots,
    keys.offers,
    keys.starting,
    keys.admissions,
    keys.sessionPrefix,
  ];
}

function commandOf(commands: unknown, name: ScriptName): (...words: Values) => unknown {
  const command = (commands as Commands)[`room:${name}`];
  if (!command) throw new Error(`No script ${name}`);
  return command.bind(commands);
}

/** Loads the scripts beside this file; Redis gets each once and is called by its hash from then on. */
export function createScripts(redis: Redis): RunScript {
  const textOf = (file: string): string =>
    readFileSync(path.join(__dirname, 'scripts', `${file}.lua`), 'utf8');
  const prelude = textOf('prelude');
  for (const name of SCRIPTS) {
    redis.defineCommand(`room:${name}`, { lua: prelude + textOf(name), numberOfKeys: keysOf('').length });
  }
  return async (name, concertId, values) => await commandOf(redis, name)(...keysOf(concertId), ...values);
}

/** Adds a call to a pipeline of a connection on which `createScripts` was called. */
export function addScript(
  pipeline: ChainableCommander,
  name: ScriptName,
  concertId: string,
  values: Values,
): void {
  commandOf(pipeline, name)(...keysOf(concertId), ...values);
}
