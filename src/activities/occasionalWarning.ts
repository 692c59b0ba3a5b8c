import type { Logger } from 'pino';

const AT_MOST_EVERY_MS = 10_000;

/**
 * Warns of the same trouble at most every ten seconds, with how often it was met since: a tick that fails five times a
 * second while an engine is down must not bury everything else.
 */
export function createOccasionalWarning(logger: Logger): (error: unknown, message: string) => void {
  let lastAt = 0;
  let times = 0;
  return (error, message) => {
    times += 1;
    if (Date.now() - lastAt < AT_MOST_EVERY_MS) return;
    logger.warn({ err: error, times }, message);
    lastAt = Date.now();
    times = 0;
  };
}
