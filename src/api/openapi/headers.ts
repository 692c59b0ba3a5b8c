import type { Reference } from './schemas';

interface Header {
  description: string;
  required?: boolean;
  schema: Record<string, unknown>;
  example?: string | number;
}

/** Every header of an answer that a client may build on. */
export const HEADERS = {
  RequestId: {
    description: 'The id of the request: the one you sent, where it was sane, or a new one.',
    required: true,
    schema: { type: 'string' },
    example: '0198f0a4-5c1e-4a57-9d6a-0a3c5a1b2c3d',
  },
  CacheControl: {
    description: 'Whether and how long the answer may be kept.',
    required: true,
    schema: { type: 'string' },
    example: 'no-store',
  },
  ETag: {
    description:
      'Send it back as `If-None-Match`: while nothing has changed the answer is 304, without a body.',
    required: true,
    schema: { type: 'string' },
    example: 'W/"6-41"',
  },
  IdempotencyReplayed: {
    description: '`true`: this is the answer of the first request with this Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  RetryAfter: {
    description: 'Seconds to wait before the request is sent again.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  RetryAfterWhereKnown: {
    description: 'Seconds to wait before the request is sent again, where waiting helps.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  Authenticate: {
    description: 'What is missing: the API key (`Bearer`) or the `Queue-Token`.',
    required: true,
    schema: { type: 'string', enum: ['Bearer', 'Queue-Token'] },
    example: 'Bearer',
  },
  RateLimit: {
    description:
      'What is left of the limit, and in how many seconds it is whole again (draft-ietf-httpapi-ratelimit-headers).',
    schema: { type: 'string' },
    example: '"user";r=59;t=42',
  },
  RateLimitPolicy: {
    description: 'The limit itself: how many requests in how many seconds.',
    schema: { type: 'string' },
    example: '"user";q=60;w=60',
  },
} as const satisfies Record<string, Header>;

type HeaderName = keyof typeof HEADERS;

/** As spelled in HTTP. */
const SPELLING: Record<HeaderName, string> = {
  RequestId: 'X-Request-Id',
  CacheControl: 'Cache-Control',
  ETag: 'ETag',
  IdempotencyReplayed: 'Idempotency-Replayed',
  RetryAfter: 'Retry-After',
  RetryAfterWhereKnown: 'Retry-After',
  Authenticate: 'WWW-Authenticate',
  RateLimit: 'RateLimit',
  RateLimitPolicy: 'RateLimit-Policy',
};

/** The `headers` of a response that has these, and the ones of every answer. */
export function headersWith(...names: HeaderName[]): Record<string, Reference> {
  const all: HeaderName[] = ['RequestId', 'CacheControl', ...names];
  return Object.fromEntries(all.map((name) => [SPELLING[name], { $ref: `#/components/headers/${name}` }]));
}
