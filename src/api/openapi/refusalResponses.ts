import { ERROR_CODES, type ErrorCode } from '../../contracts/errors';
import { ERROR_EXPLANATIONS } from '../../contracts/errorExplanations';
import { problemType, slugOf } from '../problemAddress';
import { headersWith } from './headers';
import type { Reference } from './schemas';

/** Members that an example shows beside those of every problem. */
const MEMBERS: Partial<Record<ErrorCode, Record<string, unknown>>> = {
  VALIDATION_FAILED: {
    errors: [{ pointer: '/query/limit', detail: 'must be a whole number from 1 to 100' }],
  },
  INSUFFICIENT_BALANCE: { requiredAmount: 198_000, balance: 50_000, expiresAt: '2026-11-21T10:05:00.000Z' },
  NOT_ADMITTED: { pollAfterSeconds: 5 },
  HOLD_EXPIRED: { expiresAt: '2026-11-21T10:05:00.000Z' },
  SEAT_NOT_FOUND: { seatIds: ['251'] },
  SEAT_HELD: { seatIds: ['251'] },
  SEAT_RESERVED: { seatIds: ['251'] },
  SEAT_LIMIT_EXCEEDED: { maxSeats: 4 },
  IDEMPOTENCY_KEY_IN_USE: { retryAfter: 1 },
  RATE_LIMITED: { retryAfter: 1 },
  OVERLOADED: { retryAfter: 1 },
  DEPENDENCY_UNAVAILABLE: { retryAfter: 2 },
};

function exampleOf(code: ErrorCode): Record<string, unknown> {
  const { status, title } = ERROR_CODES[code];
  return {
    ...{ type: problemType(code), title, status, detail: ERROR_EXPLANATIONS[code].wayOut, code },
    instance: '/v1/session',
    requestId: '0198f0a4-5c1e-4a57-9d6a-0a3c5a1b2c3d',
    ...MEMBERS[code],
  };
}

function headersOf(status: number, codes: readonly ErrorCode[]): Record<string, Reference> {
  switch (status) {
    case 401:
      return headersWith('Authenticate', 'RateLimit', 'RateLimitPolicy');
    case 429:
    case 503:
      return headersWith('RetryAfter', 'RateLimit', 'RateLimitPolicy');
    default:
      return codes.includes('IDEMPOTENCY_KEY_IN_USE')
        ? headersWith('RetryAfterWhereKnown', 'RateLimit', 'RateLimitPolicy')
        : headersWith('RateLimit', 'RateLimitPolicy');
  }
}

function responseOf(status: number, codes: readonly ErrorCode[]) {
  const meanings = codes.map(
    (code) => `- [\`${code}\`](/problems/${slugOf(code)}): ${ERROR_CODES[code].title}`,
  );
  return {
    description: `One of these codes:\n${meanings.join('\n')}`,
    headers: headersOf(status, codes),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            {
              type: 'object',
              required: ['status', 'code'],
              properties: { status: { const: status }, code: { enum: codes } },
            },
          ],
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { summary: ERROR_CODES[code].title, value: exampleOf(code) }]),
        ),
      },
    },
  };
}

export type RefusalResponse = ReturnType<typeof responseOf>;

/**
 * Collects the responses of refusals. Many operations refuse alike: a response is named after its codes and written once.
 */
export function refusalResponses() {
  const found = new Map<string, RefusalResponse>();

  function refer(status: number, codes: readonly ErrorCode[]): Reference {
    const name = codes.join('.');
    if (!found.has(name)) found.set(name, responseOf(status, codes));
    return { $ref: `#/components/responses/${name}` };
  }

  return {
    /** @returns the responses of these codes by status, each a reference */
    of(codes: Iterable<ErrorCode>): Record<string, Reference> {
      const byStatus = new Map<number, ErrorCode[]>();
      // In the order of the table of codes, so that the same codes always make the same name.
      const given = new Set(codes);
      for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
        if (!given.has(code)) continue;
        const { status } = ERROR_CODES[code];
        byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
      }
      return Object.fromEntries([...byStatus].map(([status, same]) => [String(status), refer(status, same)]));
    },
    all: (): Record<string, RefusalResponse> =>
      Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
