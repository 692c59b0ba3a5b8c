import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { parse } from 'protobufjs';

/** The part of opentelemetry/proto/collector/trace/v1/trace_service.proto that tells what was traced, by its field numbers. */
const OTLP = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
    int32 kind = 6; repeated KeyValue attributes = 9; repeated Event events = 11; Status status = 15;
  }
  message Event { string name = 2; repeated KeyValue attributes = 3; }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; }
`).root.lookupType('Request');

export interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  /** Empty: the first of its trace. */
  parentSpanId: string;
  name: string;
  attributes: Record<string, string>;
}

interface Attribute {
  key: string;
  value?: Record<string, unknown>;
}
interface SpanMessage {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes?: Attribute[];
}
interface RequestMessage {
  resourceSpans?: {
    resource?: { attributes?: Attribute[] };
    scopeSpans?: { spans?: SpanMessage[] }[];
  }[];
}

/** A receiver of OTLP over HTTP, as a collector is one, that keeps what it gets. */
export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** Every request as it came, for searching. */
  texts: string[];
  /** Waits for a span that `wanted` accepts. */
  until(wanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;

function textsOf(attributes: Attribute[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value = {} }) => [key, String(Object.values(value)[0])]));
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

function spansOf(message: RequestMessage): ReceivedSpan[] {
  return (message.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans
      .flatMap(({ spans = [] }) => spans)
      .map(({ traceId, spanId, parentSpanId = '', name, attributes }) => ({
        service: textsOf(resource?.attributes)['service.name'] ?? '',
        ...{ traceId: hexOf(traceId), spanId: hexOf(spanId), parentSpanId: hexOf(parentSpanId), name },
        attributes: textsOf(attributes),
      })),
  );
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/x-protobuf') {
        response.writeHead(415).end();
        return;
      }
      texts.push(body.toString('latin1'));
      const message = OTLP.toObject(OTLP.decode(body), { bytes: String, longs: String }) as RequestMessage;
      spans.push(...spansOf(message));
      // An empty answer means that all were taken.
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    texts,
    async until(wanted) {
      for (const deadline = Date.now() + PATIENCE_MS; ;) {
        const found = spans.find(wanted);
        if (found) return found;
        if (Date.now() > deadline) {
          throw new Error(`the span never came; there are ${spans.map(({ name }) => name).join(', ')}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
