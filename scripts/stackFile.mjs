import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './jsonFile.mjs';

/**
 * `stack.json` tells tools where the parts of a running stack are. It exists exactly while the stack serves.
 * @typedef {{ apiUrl: string, temporalAddress: string, temporalUiUrl: string | null, databaseUrl: string, redisUrl: string,
 *   adminKey: string, metricsUrls: string[], processes: { name: string, pid: number }[], apiUrls?: string[] }} Stack `apiUrls`: of each API, where several are behind `apiUrl`
 */
export function stackFile(folder) {
  const path = join(folder, 'stack.json');
  return {
    path,
    /** @returns {Stack | null} */
    read: () => readJson(path, null),
    /** @param {Stack} stack */
    write: (stack) => writeJson(path, stack, 0o600),
    remove: () => rmSync(path, { force: true }),
  };
}

/** The configuration (src/config.ts) of a program that works with the stack; what the environment sets by hand and is no address stays. */
export function programEnvironment(stack, { queueTokenSecrets }, environment = process.env) {
  return {
    ...environment,
    NODE_ENV: environment.NODE_ENV ?? 'production',
    DATABASE_URL: stack.databaseUrl,
    REDIS_URL: stack.redisUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    ADMIN_KEY: stack.adminKey,
    QUEUE_TOKEN_SECRETS: environment.QUEUE_TOKEN_SECRETS || queueTokenSecrets,
  };
}
