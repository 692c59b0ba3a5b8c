import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { cleanSpans } from '../../src/tracing/cleanSpans';

/** What is passed on of a span as Temporal's interceptors give it. */
function passedOn(attributes: Record<string, unknown>): ReadableSpan {
  const onEnd = jest.fn<void, [ReadableSpan]>();
  const next = { onStart: jest.fn(), onEnd, forceFlush: jest.fn(), shutdown: jest.fn() } as SpanProcessor;
  const span = {
    ...{ name: 'RunActivity:pay', kind: SpanKind.INTERNAL, parentSpanId: 'b'.repeat(16) },
    spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'c'.repeat(16), traceFlags: 1 }),
    ...{ startTime: [1, 0], endTime: [2, 0], duration: [1, 0], ended: true },
    status: { code: SpanStatusCode.ERROR, message: 'of ada@example.org' },
    attributes,
    events: [{ name: 'exception', time: [1, 0], attributes: { ...attributes, 'exception.type': 'Error' } }],
    links: [{ context: {}, attributes }],
    resource: emptyResource(),
    instrumentationLibrary: { name: 'workflows' },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
  cleanSpans(next).onEnd(span as unknown as ReadableSpan);
  return onEnd.mock.calls[0]![0];
}

test.each([
  ...['client.address', 'url.full', 'url.query', 'http.request.header.authorization', 'exception.message'],
  ...['exception.stacktrace', 'memo', 'searchAttributes', 'db.postgresql.values', 'temporalTerminateReason'],
])('a span and its events do not tell %s', (name) => {
  expect(JSON.stringify(passedOn({ [name]: 'ada@example.org' }))).not.toContain('ada@example.org');
});

test('an attribute that may be told is, unless it holds an object', () => {
  const attributes = { 'http.route': '/v1/session', 'http.response.status_code': 200, workflowId: { a: 1 } };
  expect(passedOn(attributes).attributes).toEqual({
    'http.route': '/v1/session',
    'http.response.status_code': 200,
  });
});

test('a span of the major version before gets its parent and its scope as this one spells them', () => {
  expect(passedOn({})).toMatchObject({
    parentSpanContext: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) },
    instrumentationScope: { name: 'workflows' },
    status: { code: SpanStatusCode.ERROR },
  });
});
