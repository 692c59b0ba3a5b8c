import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Redis from 'ioredis';

export interface CommandFigures {
  /** A command, or a script as `script join`. */
  name: string;
  calls: number;
  ms: number;
}

export interface RedisFigures {
  /** What clients sent; a script's time has that of its own calls in it. null: Redis did not let itself be watched. */
  sent: CommandFigures[] | null;
  /** What Redis ran by its own statistics: those inside scripts as well, and a script as EVALSHA. */
  ran: CommandFigures[];
  notes: string[];
}

/** As SLOWLOG has it: id, time, microseconds, words, the client's address, its name. */
type SlowEntry = [number, number, number, string[], string, string];

const SCRIPTS_FOLDER = path.resolve(__dirname, '../../src/queue/scripts');
const LOOK_EVERY_MS = 250;
const MOST_ENTRIES = 100_000;
/** The address that SLOWLOG gives for a call from inside a script. */
const IN_SCRIPT = '?:0';
const SETTINGS = ['slowlog-log-slower-than', 'slowlog-max-len'] as const;
/** Of this watch itself. */
const OWN = /^(slowlog|multi|exec|config|info|command|hello|client|select|auth)\b/i;

/**
 * Watches what Redis is asked between now and `stop`: every command is noted in its slow log meanwhile, which is read and emptied all the
 * time; its settings are then as they were.
 */
export async function watchRedis(url: string) {
  const redis = new Redis(url, { lazyConnect: true, connectionName: 'bench' });
  redis.on('error', () => undefined);
  await redis.connect();
  const scripts = scriptNames();
  const notes: string[] = [];
  const sums = new Map<string, CommandFigures>();
  const settings = await watchEach(redis, notes);

  async function look(): Promise<void> {
    const [entries] = ((await redis.multi().slowlog('GET', -1).slowlog('RESET').exec()) ?? []).map(
      ([, answer]) => answer,
    );
    for (const [, , microseconds, words, address] of entries as SlowEntry[]) {
      const name = nameOf(words, scripts);
      if (address === IN_SCRIPT || OWN.test(name)) continue;
      const sum = sums.get(name) ?? { name, calls: 0, ms: 0 };
      sums.set(name, { name, calls: sum.calls + 1, ms: sum.ms + microseconds / 1000 });
    }
    if ((entries as SlowEntry[]).length >= MOST_ENTRIES) notes.push('Redis ran more than could be noted');
  }
  let looking = Promise.resolve();
  const lookAgain = (): void => {
    looking = looking.then(look).catch((error: unknown) => void notes.push(`Redis: ${String(error)}`));
  };
  const timer = settings === null ? null : setInterval(lookAgain, LOOK_EVERY_MS);
  const before = await commandStats(redis);

  async function restore(): Promise<void> {
    if (timer) clearInterval(timer);
    await looking;
    for (const [key, value] of settings ?? []) await redis.config('SET', key, value);
  }
  return {
    async stop(): Promise<RedisFigures> {
      const after = await commandStats(redis);
      if (settings !== null) lookAgain();
      await restore();
      const ran = [...after.values()].map(({ name, calls, ms }) => {
        const then = before.get(name);
        return { name, calls: calls - (then?.calls ?? 0), ms: ms - (then?.ms ?? 0) };
      });
      const used = ran.filter(({ name, calls }) => calls > 0 && !OWN.test(name));
      return { sent: settings === null ? null : greatest(sums.values()), ran: greatest(used), notes };
    },
    async close() {
      await restore().catch(() => undefined);
      redis.disconnect();
    },
  };
}

/** @returns the settings as they were; null where they cannot be changed */
async function watchEach(redis: Redis, notes: string[]): Promise<[string, string][] | null> {
  try {
    const before: [string, string][] = [];
    for (const key of SETTINGS) {
      const [, value = ''] = await redis.config('GET', key);
      before.push([key, value]);
    }
    await redis.config('SET', 'slowlog-max-len', MOST_ENTRIES);
    await redis.config('SET', 'slowlog-log-slower-than', 0);
    await redis.slowlog('RESET');
    return before;
  } catch (error) {
    notes.push(`Redis' commands only as its own statistics have them: ${String(error)}`);
    return null;
  }
}

async function commandStats(redis: Redis): Promise<Map<string, CommandFigures>> {
  const text = await redis.info('commandstats');
  const found = [...text.matchAll(/^cmdstat_([^:]+):calls=(\d+),usec=(\d+)/gm)];
  return new Map(
    found.map(([, name = '', calls, microseconds]) => [
      name,
      { name, calls: Number(calls), ms: Number(microseconds) / 1000 },
    ]),
  );
}

function nameOf([command = '', sha = '']: readonly string[], scripts: ReadonlyMap<string, string>): string {
  const name = command.toLowerCase();
  return name === 'evalsha' ? `script ${scripts.get(sha) ?? sha}` : name;
}

/** The names of this project's scripts by their hashes: with what stands before each of a waiting room, and without. */
function scriptNames(): Map<string, string> {
  const textOf = (file: string): string => readFileSync(path.join(SCRIPTS_FOLDER, file), 'utf8');
  const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex');
  const prelude = textOf('prelude.lua');
  return new Map(
    readdirSync(SCRIPTS_FOLDER)
      .filter((file) => file.endsWith('.lua') && file !== 'prelude.lua')
      .flatMap((file) => {
        const name = file.replace(/\.lua$/, '');
        return [prelude + textOf(file), textOf(file)].map((text): [string, string] => [hashOf(text), name]);
      }),
  );
}

function greatest(all: Iterable<CommandFigures>): CommandFigures[] {
  return [...all].sort((one, other) => other.ms - one.ms);
}
