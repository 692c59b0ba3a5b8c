import { asyncLocalStorage } from '@temporalio/activity';
import { DefaultLogger, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';

/** The least that the SDK says at each level of ours. */
const LEVELS: Readonly<Record<Config['LOG_LEVEL'], LogLevel>> = {
  ...{ trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', silent: 'ERROR' },
};

/** What the SDK's native part says: what is wrong, and INFO for whoever looks closely. Below that it writes whole answers of the server. */
export function nativeLogging(level: Config['LOG_LEVEL']) {
  const core: LogLevel = level === 'trace' || level === 'debug' ? 'INFO' : 'WARN';
  return { filter: { core, other: 'ERROR' as const }, forward: {} };
}

/** Lets everything that the Temporal SDK says, and workflows through its `log`, go through our logger: with the ids that it names, and redacted. */
export function temporalLogger(logger: Logger, level: Config['LOG_LEVEL']): DefaultLogger {
  return new DefaultLogger(LEVELS[level], ({ level: spoken, message, meta }) => {
    const name = spoken.toLowerCase() as Lowercase<typeof spoken>;
    logger[name](meta ?? {}, message);
  });
}

/** The workflow on whose behalf an activity runs, for each line that is written meanwhile. */
export function activityFields(): Record<string, string> {
  const workflowId = asyncLocalStorage.getStore()?.info.workflowExecution?.workflowId;
  return workflowId === undefined ? {} : { workflowId };
}
