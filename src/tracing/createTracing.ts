import { context, trace } from '@opentelemetry/api';
import { suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/worker';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import { cleanSpans } from './cleanSpans';
import { withOutageReport } from './outageReport';
import { requestSpans } from './requestSpans';
import type { Tracing } from './tracing';

/** A collector that is gone must not keep a process from ending. */
export const STOP_WITHIN_MS = 3_000;
/** One run of it asks Redis five times a second, for as long as fans wait: a span for the shift says enough. */
const TOO_TALKATIVE = new Set(['admitFans']);

/**
 * Traces with the standard OTEL_* variables, which the packages read by themselves: where to, with which headers, how
 * many of all traces, the resource's attributes. Spans go out in batches and are dropped where nobody takes them.
 * @param role `service.name` where the environment does not name it
 */
export function createTracing(role: string): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': role }))
    .merge(detectResources({ detectors: [envDetector] }));
  const { exporter, reportTo } = withOutageReport(new OTLPTraceExporter());
  const spans = cleanSpans(new BatchSpanProcessor(exporter));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spans] });
  // Without baggage: it would carry whatever somebody puts in.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  registerInstrumentations({
    instrumentations: [
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (command) => command }),
    ],
  });

  return {
    requestSpans: requestSpans(provider.getTracer('concert-sessions')),
    clientInterceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    worker: {
      interceptors: { activity: [activitySpans] },
      sinks: workflowSpans(spans, resource),
    },
    logFields(): Record<string, string> {
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      return traceId === undefined ? {} : { traceId };
    },
    reportTo,
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)));
      await Promise.race([provider.shutdown().catch(() => undefined), patience]);
      clearTimeout(timer);
    },
  };
}

const activitySpans: ActivityInterceptorsFactory = (activity) => {
  const traced = new OpenTelemetryActivityInboundInterceptor(activity);
  if (!TOO_TALKATIVE.has(activity.info.activityType)) return { inbound: traced };
  const inbound: ActivityInboundCallsInterceptor = {
    execute: (input, next) =>
      traced.execute(input, (given) => context.with(suppressTracing(context.active()), () => next(given))),
  };
  return { inbound };
};

/** @param resource of the major version before, in the types of Temporal's interceptors; it is only passed through */
function workflowSpans(spans: SpanProcessor, resource: Resource): Tracing['worker']['sinks'] {
  const passedThrough = [spans, resource] as unknown as Parameters<typeof makeWorkflowExporter>;
  return { exporter: makeWorkflowExporter(...passedThrough) };
}
