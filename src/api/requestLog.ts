import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { RequestMetrics } from './requestMetrics';

/** Characters that cannot forge a line of log, and no `@`: an e-mail address does not get in this way. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Gives each request an id, the client's where it is sane, and counts it and logs one line when it is over. The line names the route's
 * pattern and not the address: no key, token, name, e-mail or body is in it.
 */
export function requestLog(logger: Logger, metrics: RequestMetrics): RequestHandler {
  // The line below has no field that could need redacting, and looking for one was about half of its cost.
  const requests = logger.child({}, { redact: [] });
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    const started = performance.now();
    response.on('close', () => {
      const ms = performance.now() - started;
      const { operation, isStream } = response.locals as { operation?: string; isStream?: true };
      metrics.answered(operation, response.headersSent ? response.statusCode : null, isStream ? null : ms);
      const line = {
        requestId,
        method: request.method,
        route: (response.locals.route as string | undefined) ?? 'none',
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      requests.info(line, 'request');
    });
    next();
  };
}
