import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Authenticate } from './authentication';
import { matchesEtag, weakEtag } from './conditional';
import type { ApiDependencies } from './apiDependencies';
import { hashOf, readIdempotencyKey } from './idempotencyKey';
import type { Operation, Reply } from './operation';
import { Problem } from './problem';
import { bodyReader } from './requestBody';
import { check, validationProblem } from './validation';

const NOTHING = z.strictObject({});

/**
 * Interprets the table of operations. The order of checks is part of the contract: path, access, then body, query and
 * headers together, so that a client learns of all wrong fields at once.
 */
export function routerOf(
  operations: readonly Operation[],
  api: ApiDependencies,
  authenticate: Authenticate,
): Router {
  const router = Router();
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const here = operations.filter((operation) => operation.path === path);
    const route = router.route(path);
    for (const operation of here) {
      const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      route[method](handlerOf(operation, api, authenticate));
    }
    const allow = here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    route.all((_request, response) => {
      response.locals.route = path;
      response.set('Allow', allow);
      throw new Problem('METHOD_NOT_ALLOWED', `Use one of: ${allow}.`);
    });
  }
  return router;
}

function handlerOf(operation: Operation, api: ApiDependencies, authenticate: Authenticate) {
  const readsBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const readBody = bodyReader(operation.bodyLimit);

  return async (request: Request, response: Response): Promise<void> => {
    response.locals.route = operation.path;
    const caller = await authenticate(operation.access, request);
    const given = readsBody ? await readBody(request, response) : undefined;
    const params = paramsOf(operation, request);

    // A call without a body takes `{}` too: many clients cannot send a POST without one.
    const body = check(operation.body ?? NOTHING.optional(), 'body', given);
    const query = check(operation.query ?? NOTHING, 'query', { ...request.query });
    const key = operation.idempotent ? readIdempotencyKey(request) : null;
    const errors = [...body.errors, ...query.errors, ...(key && 'error' in key ? [key.error] : [])];
    if (errors.length > 0) throw validationProblem(errors);

    const reply = await operation.handle(
      {
        caller,
        params,
        query: query.value,
        body: body.value,
        idempotency: key && 'key' in key ? { key: key.key, bodyHash: hashOf(body.value) } : null,
        isFresh: (etag) => matchesEtag(request.get('if-none-match'), etag),
      },
      api,
    );
    if (reply.stream) await reply.stream(request, response);
    else send(operation, reply, request, response);
  };
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
  response.set('Cache-Control', operation.cacheControl ?? 'no-store').set(reply.headers ?? {});
  if (reply.replayed) response.set('Idempotency-Replayed', 'true');
  if (reply.refusal) throw reply.refusal;
  response.status(reply.status ?? operation.success[0]);
  if (reply.body === undefined) {
    response.end();
    return;
  }
  if (typeof reply.body === 'string') {
    response.send(reply.body);
    return;
  }
  const text = JSON.stringify(reply.body);
  if (operation.etagOfBody) {
    const etag = weakEtag(text);
    response.set('ETag', etag);
    if (matchesEtag(request.get('if-none-match'), etag)) {
      response.status(304).end();
      return;
    }
  }
  response.type('json').send(text);
}
