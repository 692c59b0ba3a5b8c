import { loadTracing } from '../config';
import type * as created from './createTracing';
import type { Tracing } from './tracing';

/**
 * Begins to trace this process, where the environment asks for it. Has to run before `pg` and `ioredis` are loaded, which
 * it changes: a process imports the module that calls this before all others.
 * @param role the process' name among its kind, `service.name` where OTEL_SERVICE_NAME does not say another
 * @returns null where nothing is traced: then no package for it is loaded either
 * @throws Error as `loadConfig`
 */
export function startTracing(role: string): Tracing | null {
  if (!loadTracing()) return null;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where it is needed, and before anything else
  const { createTracing } = require('./createTracing') as typeof created;
  return createTracing(role);
}
