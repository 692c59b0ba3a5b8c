import express, { type ErrorRequestHandler, type Express } from 'express';
import { addRoutes } from './router';
import { createAuthentication } from './authentication';
import type { ApiDependencies } from './apiDependencies';
import { crossOrigin } from './crossOrigin';
import { errorReport } from '../errorReport';
import { operations } from './operations';
import { Problem } from './problem';
import { problemOf, sendProblem } from './problemDocument';
import { requestLog } from './requestLog';

/** The REST API over what it depends on; it opens nothing itself and listens nowhere, see `startServer`. */
export function createApp(api: ApiDependencies): Express {
  const { db, keyRevocations, logger, metrics, settings } = api;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', settings.trustProxy ?? false);

  app.use(requestLog(logger, metrics.requests));
  if (settings.corsOrigins?.length) app.use(crossOrigin(settings.corsOrigins));
  addRoutes(app, operations, api, createAuthentication({ db, keyRevocations, ...settings }));
  app.use(() => {
    throw new Problem('ROUTE_NOT_FOUND', 'See /docs for the calls there are.');
  });

  const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const problem = problemOf(error);
    const { requestId } = response.locals;
    metrics.requests.refused(problem);
    if (problem.code === 'INTERNAL') logger.error({ requestId, error: errorReport(error) }, 'request failed');
    else if (problem.code === 'DEPENDENCY_UNAVAILABLE') {
      logger.warn({ requestId, error: errorReport(error) }, 'a dependency does not answer');
    }
    // Half an answer cannot be taken back: Express then cuts the connection.
    if (response.headersSent) next(error);
    else sendProblem(response, problem);
  };
  app.use(refuse);
  return app;
}
