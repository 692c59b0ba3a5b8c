import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Tracer,
} from '@opentelemetry/api';
import {
  extractContextFromHeaders,
  headersWithContext,
} from '@temporalio/interceptors-opentelemetry/lib/instrumentation';
import {
  OpenTelemetryInboundInterceptor,
  OpenTelemetryInternalsInterceptor,
  OpenTelemetryOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/workflow';
import { ContinueAsNew, workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';

/**
 * Spans of what a workflow does. This runs in the sandbox, as an interceptor module of the traced bundle.
 *
 * Turning tracing on or off must not change what a workflow does with the history that it has. Temporal's own interceptors
 * wait for what they trace, so that what comes after it comes some microtasks later: a recorded history whose children start
 * side by side did not replay. They also draw ids from the workflow's random numbers. So of theirs the tracer, the headers
 * and the way out of the sandbox are taken; the promises of the workflow are passed on as they are, and only looked at.
 */
function spanned<T>(
  { tracer, name, attributes }: { tracer: Tracer; name: string; attributes?: Attributes },
  parent: Context,
  run: () => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(name, { attributes }, parent);
  const promise = context.with(trace.setSpan(parent, span), run);
  promise.then(
    () => span.end(),
    (error: unknown) => {
      // The next run of a workflow is no failure of this one.
      if (!(error instanceof ContinueAsNew)) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  );
  return promise;
}

const INCREMENT = 0x9e3779b97f4a7c15n;

/** Ids by the workflow's run: the same on each replay. A trace that begins in a workflow has the id of its run. */
function idsOf(runId: string) {
  const hex = runId.replaceAll('-', '');
  let last = BigInt(`0x${hex.slice(0, 16)}`);
  return {
    generateTraceId: () => hex,
    generateSpanId() {
      last = BigInt.asUintN(64, last + INCREMENT);
      return last.toString(16).padStart(16, '0');
    },
  };
}

class Inbound extends OpenTelemetryInboundInterceptor {
  constructor() {
    super();
    // The SDK of Temporal's interceptors takes no generator from outside.
    Object.assign(this.tracer, { _idGenerator: idsOf(workflowInfo().runId) });
  }

  private received<T>(
    name: string,
    headers: Parameters<typeof extractContextFromHeaders>[0],
    run: () => Promise<T>,
    attributes?: Attributes,
  ): Promise<T> {
    const parent = extractContextFromHeaders(headers) ?? context.active();
    return spanned({ tracer: this.tracer, name, attributes }, parent, run);
  }

  override execute: OpenTelemetryInboundInterceptor['execute'] = (input, next) =>
    this.received(`RunWorkflow:${workflowInfo().workflowType}`, input.headers, () => next(input));

  override handleSignal: OpenTelemetryInboundInterceptor['handleSignal'] = (input, next) =>
    this.received(`HandleSignal:${input.signalName}`, input.headers, () => next(input));

  override handleUpdate: OpenTelemetryInboundInterceptor['handleUpdate'] = (input, next) =>
    this.received(`HandleUpdate:${input.name}`, input.headers, () => next(input), {
      temporalUpdateId: input.updateId,
    });

  override validateUpdate: OpenTelemetryInboundInterceptor['validateUpdate'] = (input, next) => next(input);
  override handleQuery: OpenTelemetryInboundInterceptor['handleQuery'] = (input, next) => next(input);
}

class Outbound extends OpenTelemetryOutboundInterceptor {
  private sent<I extends { headers: Parameters<typeof headersWithContext>[0] }, T>(
    name: string,
    input: I,
    next: (input: I) => Promise<T>,
  ): Promise<T> {
    return spanned({ tracer: this.tracer, name }, context.active(), () =>
      next({ ...input, headers: headersWithContext(input.headers) }),
    );
  }

  override scheduleActivity: OpenTelemetryOutboundInterceptor['scheduleActivity'] = (input, next) =>
    this.sent(`StartActivity:${input.activityType}`, input, next);

  override scheduleLocalActivity: OpenTelemetryOutboundInterceptor['scheduleLocalActivity'] = (input, next) =>
    this.sent(`StartActivity:${input.activityType}`, input, next);

  override startChildWorkflowExecution: OpenTelemetryOutboundInterceptor['startChildWorkflowExecution'] = (
    input,
    next,
  ) => this.sent(`StartChildWorkflow:${input.workflowType}`, input, next);

  override signalWorkflow: OpenTelemetryOutboundInterceptor['signalWorkflow'] = (input, next) =>
    this.sent(`SignalWorkflow:${input.signalName}`, input, next);

  /** Ends as an error that is none: the next run goes on with the trace. */
  override continueAsNew: OpenTelemetryOutboundInterceptor['continueAsNew'] = (input, next) =>
    next({ ...input, headers: headersWithContext(input.headers) });
}

export const interceptors = (): WorkflowInterceptors => ({
  inbound: [new Inbound()],
  outbound: [new Outbound()],
  internals: [new OpenTelemetryInternalsInterceptor()],
});
