import type { ClientInterceptors } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** What a process that is traced does besides. Without OTEL_EXPORTER_OTLP_ENDPOINT there is none of it. */
export interface Tracing {
  /** For the API: begins a trace for each request. */
  requestSpans: RequestHandler;
  /** For every Temporal client: its calls carry the trace to the workflows. */
  clientInterceptors: ClientInterceptors;
  /** For the worker: what workflows and activities do becomes spans. Needs `TRACED_WORKFLOW_BUNDLE_PATH`. */
  worker: Pick<WorkerOptions, 'interceptors' | 'sinks'>;
  /** The trace that is under way, for a line of log. */
  logFields(): Record<string, string>;
  /** Who is told that spans are lost, and that they no longer are. */
  reportTo(logger: Logger): void;
  /** Sends what is left, for at most `STOP_WITHIN_MS`. */
  stop(): Promise<void>;
}
