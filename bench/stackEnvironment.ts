import { readFileSync } from 'node:fs';

/** What `npm start` writes into stack.json, as far as these programs need it. */
interface StackFile {
  apiUrls?: string[];
  temporalUiUrl: string | null;
  processes: { name: string; pid: number }[];
}

/** Where the running stack is. `npm run bench` and `npm run demo` pass it in the environment (scripts/run.mjs). */
export interface StackEnvironment {
  apiUrl: string;
  /** Of each API, where several are behind `apiUrl`; else only that one. */
  apiUrls: string[];
  adminKey: string | null;
  databaseUrl: string | null;
  redisUrl: string | null;
  temporalAddress: string | null;
  temporalNamespace: string;
  temporalUiUrl: string | null;
  /** The processes that `npm start` runs; empty when the stack was started another way. */
  processes: { name: string; pid: number }[];
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads the environment of the running stack.
 * @param allowRemote without it the API must be on this machine: these programs create users and reservations
 * @throws Error that says what is missing, or which host was refused
 */
export function readStackEnvironment(
  allowRemote: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): StackEnvironment {
  const { API_URL, ADMIN_KEY, DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, STACK } =
    environment;
  if (!API_URL) throw new Error('API_URL is not set: run this with npm run bench or npm run demo');
  const { hostname, origin } = new URL(API_URL);
  if (!allowRemote && !LOOPBACK.test(hostname)) {
    throw new Error(`${hostname} is not this machine: pass --allow-remote if you mean it`);
  }
  const stack = STACK ? (JSON.parse(readFileSync(STACK, 'utf8')) as StackFile) : null;
  return {
    apiUrl: origin,
    apiUrls: stack?.apiUrls ?? [origin],
    adminKey: ADMIN_KEY ?? null,
    databaseUrl: DATABASE_URL ?? null,
    redisUrl: REDIS_URL ?? null,
    temporalAddress: TEMPORAL_ADDRESS ?? null,
    temporalNamespace: TEMPORAL_NAMESPACE ?? 'default',
    temporalUiUrl: stack?.temporalUiUrl ?? null,
    processes: stack?.processes ?? [],
  };
}
