import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Redis from 'ioredis';

/** How many keys each script takes; what they are is in the header of its file. */
const KEY_COUNTS = { join: 7, read: 5, offer: 6, publish: 7, settle: 1, forget: 7 } as const;
export type ScriptName = keyof typeof KEY_COUNTS;

export type RunScript = (name: ScriptName, keys: string[], values: (string | number)[]) => Promise<unknown>;

/** Loads the scripts beside this file; Redis gets each once and is called by its hash from then on. */
export function createScripts(redis: Redis): RunScript {
  type Command = (...words: (string | number)[]) => Promise<unknown>;
  const commands = redis as unknown as Record<string, Command>;
  for (const [name, numberOfKeys] of Object.entries(KEY_COUNTS)) {
    const lua = readFileSync(path.join(__dirname, 'scripts', `${name}.lua`), 'utf8');
    redis.defineCommand(`room:${name}`, { lua, numberOfKeys });
  }
  return async (name, keys, values) => {
    const command = commands[`room:${name}`];
    if (!command) throw new Error(`No script ${name}`);
    return await command.call(redis, ...keys, ...values);
  };
}
