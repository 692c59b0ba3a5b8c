import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { RequestMetrics } from './requestMetrics';
import { withoutRedaction } from '../logger';
import { redactText } from '../redactText';

/** Characters that cannot forge a line of log, and no `@`: an e-mail address does not get in this way. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** What a line names: ids only. */
export interface RequestIds {
  requestId: string;
  /** Of the session whose queue token came with it. */
  sessionId?: string;
  /** Where the request is for the workflow, and not only for what is known of it. */
  workflowId?: string;
  /** With tracing on. */
  traceId?: string;
}

interface RequestLine extends RequestIds {
  method: string;
  route: string;
  status: number;
  ms: number;
  /** The client went away before it had the answer. */
  aborted?: boolean;
}

/** What is known of the request by now, for a line about it. */
export function requestIds({ locals }: Response): RequestIds {
  const { requestId, sessionId, workflowId, traceId } = locals as RequestIds;
  const ids: RequestIds = { requestId };
  if (sessionId !== undefined) ids.sessionId = sessionId;
  if (workflowId !== undefined) ids.workflowId = workflowId;
  if (traceId !== undefined) ids.traceId = traceId;
  return ids;
}

/**
 * Gives each request an id, the client's where it is sane and no secret by its shape, and counts it and logs one line when it is
 * over. The line names the route's pattern and not the address: no key, token, name, e-mail or body is in it.
 */
export function requestLog(logger: Logger, metrics: RequestMetrics): RequestHandler {
  const requests = withoutRedaction(logger);
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const isSane = typeof given === 'string' && REQUEST_ID.test(given) && redactText(given) === given;
    response.locals.requestId = isSane ? given : randomUUID();
    const started = performance.now();
    response.on('close', () => {
      const ms = performance.now() - started;
      const { operation, isStream } = response.locals as { operation?: string; isStream?: true };
      metrics.answered(operation, response.headersSent ? response.statusCode : null, isStream ? null : ms);
      const line = requestIds(response) as RequestLine;
      line.method = request.method;
      line.route = (response.locals.route as string | undefined) ?? 'none';
      line.status = response.statusCode;
      line.ms = Math.round(ms * 10) / 10;
      if (!response.writableFinished) line.aborted = true;
      requests.info(line, 'request');
    });
    next();
  };
}
