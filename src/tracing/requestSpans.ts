import { context, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

/** Asked every few seconds by machines: their spans would hide those of fans. */
const NOT_TRACED = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * A trace for each request, named by the route's pattern and never by the address. A client's `traceparent` is not taken
 * over: whoever can reach us could decide what is traced, and write into histories with `tracestate`.
 *
 * Rejected: the instrumentation of Node's http. It takes over what clients send, and puts addresses, queries and clients' IP
 * addresses into spans.
 */
export function requestSpans(tracer: Tracer): RequestHandler {
  return (request, response, next) => {
    if (NOT_TRACED.has(request.path)) return next();
    const { method } = request;
    const span = tracer.startSpan(method, {
      ...{ kind: SpanKind.SERVER, root: true },
      attributes: { 'http.request.method': method, 'request.id': String(response.locals.requestId) },
    });
    response.locals.traceId = span.spanContext().traceId;
    response.on('close', () => {
      const { route = 'none', sessionId } = response.locals as { route?: string; sessionId?: string };
      span.updateName(`${method} ${route}`);
      span.setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', response.statusCode);
      if (sessionId !== undefined) span.setAttribute('session.id', sessionId);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(context.active(), span), next);
  };
}
