import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/**
 * What a span may tell. All else that instrumentations set is left out: parameters and addresses, and the memo and search
 * attributes of workflows, so that nothing personal gets in with their next version either.
 */
const TOLD = new Set([
  ...['http.request.method', 'http.route', 'http.response.status_code', 'request.id', 'session.id'],
  // Statements are constants of ours, with $1 for each value.
  ...['db.system', 'db.system.name', 'db.name', 'db.namespace', 'db.operation.name'],
  ...['db.statement', 'db.query.text', 'db.response.status_code'],
  ...['temporalWorkflowId', 'run_id', 'workflowId', 'runId', 'workflowType', 'taskQueue'],
  ...['temporalActivityId', 'temporalUpdateId', 'exception.type', 'error.type'],
]);

/** Only strings, numbers and booleans under names that may be told. */
export function toldOf(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => TOLD.has(name) && typeof value !== 'object'),
  );
}

/** As the SDK of Temporal's interceptors, which is one major version behind, describes a span. */
interface EarlierSpan {
  parentSpanId?: string;
  instrumentationLibrary?: ReadableSpan['instrumentationScope'];
}

function parentOf(span: ReadableSpan & EarlierSpan): SpanContext | undefined {
  if (span.parentSpanContext) return span.parentSpanContext;
  const { traceId, traceFlags } = span.spanContext();
  return span.parentSpanId ? { traceId, traceFlags, spanId: span.parentSpanId, isRemote: true } : undefined;
}

function cleaned(span: ReadableSpan & EarlierSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    parentSpanContext: parentOf(span),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    // The message of an error may repeat what somebody sent.
    status: { code: span.status.code },
    attributes: toldOf(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: toldOf(event.attributes ?? {}) })),
    links: [],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope ?? span.instrumentationLibrary,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

/** Passes on spans without what they must not hold, in the shape of this SDK. */
export function cleanSpans(next: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, parent) => next.onStart(span, parent),
    onEnd: (span) => next.onEnd(cleaned(span)),
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}
