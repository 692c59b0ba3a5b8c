import { AsyncResource } from 'node:async_hooks';
import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { Logger } from 'pino';

export interface OutageReport {
  exporter: SpanExporter;
  reportTo(logger: Logger): void;
}

/** Warns once when spans cannot be sent, and says when they can again. Nothing else notices: what is not sent is dropped. */
export function withOutageReport(inner: SpanExporter): OutageReport {
  let logger: Logger | null = null;
  let lost = 0;
  // Not in the name of whose span happened to bring the sending about.
  const onItsOwn = AsyncResource.bind((tell: () => void) => tell());
  const exporter: SpanExporter = {
    export(spans, done) {
      inner.export(spans, (result) => {
        if (result.code !== ExportResultCode.SUCCESS) {
          if (lost === 0) onItsOwn(() => logger?.warn({ err: result.error }, 'traces cannot be sent'));
          lost += spans.length;
        } else if (lost > 0) {
          onItsOwn(() => logger?.info({ lost }, 'traces can be sent again'));
          lost = 0;
        }
        done(result);
      });
    },
    forceFlush: async () => await inner.forceFlush?.(),
    shutdown: () => inner.shutdown(),
  };
  return { exporter, reportTo: (given) => void (logger = given) };
}
