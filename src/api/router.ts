import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { sessionWorkflowId } from '../contracts/identifiers';
import { answerHeaders, setAnswerHeaders } from './answerHeaders';
import type { Authenticate } from './authentication';
import { matchesEtag, weakEtag } from './conditional';
import type { ApiDependencies } from './apiDependencies';
import { hashOf, readIdempotencyKey } from './idempotencyKey';
import type { Operation, Reply } from './operation';
import { Problem } from './problem';
import { bodyReader } from './requestBody';
import type { SessionReference } from './sessionGateway';
import { check, validationProblem } from './validation';

const NOTHING = z.strictObject({});
/** A call without a body takes `{}` too: many clients cannot send a POST without one. */
const NO_BODY = NOTHING.optional();
const JSON_TYPE = 'application/json; charset=utf-8';
/** What a check finds where there is nothing to check. */
const NOTHING_GIVEN = Object.freeze({ value: Object.freeze({}), errors: [] });

/**
 * Interprets the table of operations. The order of checks is part of the contract: path, access, then body, query and
 * headers together, so that a client learns of all wrong fields at once. The routes are the application's own: a router
 * within its router would go through its steps twice for each request.
 */
export function addRoutes(
  app: Express,
  operations: readonly Operation[],
  api: ApiDependencies,
  authenticate: Authenticate,
): void {
  const exact = new Map<string, ReturnType<typeof handlerOf>>();
  // Express tries one pattern after another; an address that is a path of the table, as that of polls, needs no trying.
  app.use((request, response, next) => {
    const handler = exact.get(`${request.method} ${request.url}`);
    return handler ? handler(request, response) : next();
  });
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const here = operations.filter((operation) => operation.path === path);
    const route = app.route(path);
    for (const operation of here) {
      const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      const handler = handlerOf(operation, api, authenticate);
      route[method](handler);
      if (!path.includes(':')) exact.set(`${operation.method} ${path}`, handler);
    }
    const allow = here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    route.all((_request, response) => {
      response.locals.route = path;
      response.set('Allow', allow);
      throw new Problem('METHOD_NOT_ALLOWED', `Use one of: ${allow}.`);
    });
  }
}

function handlerOf(operation: Operation, api: ApiDependencies, authenticate: Authenticate) {
  const readsBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const readBody = bodyReader(operation.bodyLimit);
  const { rateLimits } = api;
  const bodySchema = operation.body ?? NO_BODY;

  return async (request: Request, response: Response): Promise<void> => {
    response.locals.route = operation.path;
    response.locals.operation = operation.id;
    rateLimits?.admitAddress(operation, request, response);
    const caller = await authenticate(operation.access, request);
    if ('session' in caller) noteSession(response, caller.session, operation);
    const asked = 'user' in caller && rateLimits?.admitUser(operation, caller.user.id, response);
    // Only where Redis is asked: to wait for nothing is a turn of its own too.
    if (asked) await asked;
    const given = readsBody ? await readBody(request, response) : undefined;
    const params = paramsOf(operation, request);

    const body = check(bodySchema, 'body', given);
    const query = queryOf(operation, request);
    const key = operation.idempotent ? readIdempotencyKey(request) : null;
    const errors = [...body.errors, ...query.errors, ...(key && 'error' in key ? [key.error] : [])];
    if (errors.length > 0) throw validationProblem(errors);

    const reply = await operation.handle(
      {
        caller,
        requestId: String(response.locals.requestId),
        params,
        query: query.value,
        body: body.value,
        idempotency: key && 'key' in key ? { key: key.key, bodyHash: hashOf(body.value) } : null,
        isFresh: (etag) => matchesEtag(request.get('if-none-match'), etag),
      },
      api,
    );
    if (reply.stream) {
      response.locals.isStream = true;
      setAnswerHeaders(response);
      await reply.stream(request, response);
    } else send(operation, reply, request, response);
  };
}

/** For the lines of log about this request. Reading needs no workflow. */
function noteSession({ locals }: Response, session: SessionReference, { method }: Operation): void {
  locals.sessionId = session.sessionId;
  if (method !== 'GET') locals.workflowId = sessionWorkflowId(session.concertId, session.userId);
}

/** Most calls have no query and are sent none: then there is nothing to parse. */
function queryOf({ query }: Operation, request: Request): ReturnType<typeof check> {
  if (!query && !request.url.includes('?')) return NOTHING_GIVEN;
  return check(query ?? NOTHING, 'query', { ...request.query });
}

function paramsOf(operation: Operation, request: Request): unknown {
  const params = (operation.params ?? NOTHING).safeParse(request.params);
  if (params.success) return params.data;
  throw new Problem(
    operation.notFound ?? 'ROUTE_NOT_FOUND',
    'Check the id in the path: nothing can have this one.',
  );
}

function send(operation: Operation, reply: Reply, request: Request, response: Response): void {
  const { body, json, headers, replayed, refusal, status = operation.success[0] } = reply;
  const cacheControl = operation.cacheControl ?? 'no-store';
  const isPrivate = cacheControl.startsWith('private');
  const isPlain = !headers && !replayed && !refusal && !operation.etagOfBody && !isPrivate;
  if (isPlain && typeof body === 'object') {
    const text = JSON.stringify(body);
    const own = ['Cache-Control', cacheControl, 'Content-Type', JSON_TYPE, 'Content-Length', lengthOf(text)];
    response.writeHead(status, [...answerHeaders(response), ...own]).end(text);
    return;
  }
  setAnswerHeaders(response);
  response.setHeader('Cache-Control', cacheControl);
  // A browser keeps it, and may be used by another fan the next time.
  if (isPrivate) response.vary('Authorization, Queue-Token');
  if (headers) response.set(headers);
  if (replayed) response.set('Idempotency-Replayed', 'true');
  if (refusal) throw refusal;
  response.status(status);
  if (json !== undefined) sendJson(json, operation, request, response);
  else if (body === undefined) response.end();
  else if (typeof body === 'string') response.send(body);
  else sendJson(JSON.stringify(body), operation, request, response);
}

function sendJson(text: string, { etagOfBody }: Operation, request: Request, response: Response): void {
  if (etagOfBody) {
    const etag = weakEtag(text);
    response.set('ETag', etag);
    if (matchesEtag(request.get('if-none-match'), etag)) {
      response.status(304).end();
      return;
    }
  }
  response.setHeader('Content-Type', JSON_TYPE);
  response.setHeader('Content-Length', lengthOf(text));
  response.end(text);
}

function lengthOf(text: string): string {
  return String(Buffer.byteLength(text));
}
