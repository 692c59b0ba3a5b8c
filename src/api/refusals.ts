import type { ErrorCode } from '../contracts/errors';
import type { Operation } from './operation';

const OF_ACCESS: Record<Operation['access'], readonly ErrorCode[]> = {
  PUBLIC: [],
  USER: ['UNAUTHENTICATED', 'FORBIDDEN'],
  // The session is read from Redis or, where that has nothing, from its workflow.
  SESSION: ['UNAUTHENTICATED', 'FORBIDDEN', 'QUEUE_TOKEN_INVALID', 'OVERLOADED'],
  ADMIN_VIEW: ['UNAUTHENTICATED', 'FORBIDDEN'],
  ADMIN: ['UNAUTHENTICATED', 'FORBIDDEN'],
};

/** Whether a body is read at all: one sent with the other methods is ignored. */
export function readsBody({ method }: Operation): boolean {
  return method !== 'GET' && method !== 'DELETE';
}

/**
 * Every code with which an operation can refuse: what it says itself, and what follows from the rest of its entry. The
 * document is made of it, and the tests check each answer against it. 405 belongs to a path and not to an operation.
 */
export function refusalsOf(operation: Operation): ReadonlySet<ErrorCode> {
  const { access, notFound, idempotent, limit, standsAlone, refusals = [] } = operation;
  return new Set<ErrorCode>([
    // Also without a body or a query: a query that is not known is refused.
    'VALIDATION_FAILED',
    ...OF_ACCESS[access],
    // The latter for a path that cannot be decoded.
    ...(notFound ? ([notFound, 'ROUTE_NOT_FOUND'] as const) : []),
    ...(idempotent ? (['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const) : []),
    ...(readsBody(operation) ? (['PAYLOAD_TOO_LARGE'] as const) : []),
    ...refusals,
    ...(limit === 'none' ? [] : (['RATE_LIMITED'] as const)),
    'INTERNAL',
    ...(standsAlone ? [] : (['DEPENDENCY_UNAVAILABLE'] as const)),
  ]);
}
