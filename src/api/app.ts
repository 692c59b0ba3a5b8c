import express, { type ErrorRequestHandler, type Express } from 'express';
import { addRoutes } from './router';
import { createAuthentication } from './authentication';
import type { ApiDependencies } from './apiDependencies';
import { crossOrigin } from './crossOrigin';
import { operations } from './operations';
import { Problem } from './problem';
import { problemOf, sendProblem } from './problemDocument';
import { requestIds, requestLog } from './requestLog';

/** The REST API over what it depends on; it opens nothing itself and listens nowhere, see `startServer`. */
export function createApp(api: ApiDependencies): Express {
  const { db, keyRevocations, logger, metrics, requestSpans, settings } = api;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', settings.trustProxy ?? false);

  app.use(requestLog(logger, metrics.requests));
  if (requestSpans) app.use(requestSpans);
  if (settings.corsOrigins?.length) app.use(crossOrigin(settings.corsOrigins));
  addRoutes(app, operations, api, createAuthentication({ db, keyRevocations, ...settings }));
  app.use(() => {
    throw new Problem('ROUTE_NOT_FOUND', 'See /docs for the calls there are.');
  });

  const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const problem = problemOf(error);
    const ids = requestIds(response);
    metrics.requests.refused(problem);
    if (problem.code === 'INTERNAL') logger.error({ ...ids, err: error }, 'request failed');
    else if (problem.code === 'DEPENDENCY_UNAVAILABLE') {
      logger.warn({ ...ids, err: error }, 'a dependency does not answer');
    }
    // Half an answer cannot be taken back: Express then cuts the connection.
    if (response.headersSent) next(error);
    else sendProblem(response, problem);
  };
  app.use(refuse);
  return app;
}
