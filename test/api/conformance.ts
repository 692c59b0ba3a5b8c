import express, { type Express } from 'express';
import { ERROR_CODES, type ErrorCode } from '../../src/contracts/errors';
import type { Operation } from '../../src/api/operation';
import { operations } from '../../src/api/operations';

const BY_ACCESS: Record<Operation['access'], readonly ErrorCode[]> = {
  PUBLIC: [],
  USER: ['UNAUTHENTICATED', 'FORBIDDEN'],
  SESSION: ['UNAUTHENTICATED', 'FORBIDDEN', 'QUEUE_TOKEN_INVALID'],
  ADMIN_VIEW: ['UNAUTHENTICATED', 'FORBIDDEN'],
  ADMIN: ['UNAUTHENTICATED', 'FORBIDDEN'],
};

/** Every code with which the table says that an operation can refuse. */
export function documentedRefusals(operation: Operation): ReadonlySet<ErrorCode> {
  return new Set<ErrorCode>([
    ...BY_ACCESS[operation.access],
    ...(operation.notFound ? [operation.notFound] : []),
    ...(operation.idempotent ? (['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const) : []),
    ...(operation.refusals ?? []),
    ...([
      'VALIDATION_FAILED',
      'PAYLOAD_TOO_LARGE',
      'RATE_LIMITED',
      'INTERNAL',
      'DEPENDENCY_UNAVAILABLE',
    ] as const),
  ]);
}

/** Watches every answer an app gives, and reports those that its table of operations does not foresee. */
export function watched(app: Express): { app: Express; violations: string[] } {
  const violations: string[] = [];
  const outer = express();
  outer.disable('x-powered-by');
  outer.use((request, response, next) => {
    // Whatever an answer is sent with, it comes through here.
    const end = response.end.bind(response) as (...given: unknown[]) => typeof response;
    let sent: unknown;
    response.end = (...given: unknown[]) => {
      [sent] = given;
      return end(...given);
    };
    response.once('finish', () => {
      const operation = operations.find(
        ({ method, path }) => path === response.locals.route && method === request.method,
      );
      if (!operation) return;
      const wrong = violationOf(operation, response.statusCode, sent);
      if (wrong) violations.push(`${operation.method} ${operation.path}: ${wrong}`);
    });
    next();
  });
  outer.use(app);
  return { app: outer, violations };
}

function violationOf(operation: Operation, status: number, sent: unknown): string | null {
  if (status >= 400) {
    const { code } = JSON.parse(String(sent)) as { code: ErrorCode };
    if (ERROR_CODES[code].status !== status) return `${code} with status ${status}`;
    return documentedRefusals(operation).has(code) ? null : `the refusal ${code} is not in the table`;
  }
  if (status === 304)
    return operation.etagOfBody || operation.success.includes(304) ? null : 'unforeseen 304';
  if (!operation.success.includes(status)) return `the status ${status} is not in the table`;
  if (!operation.answer) return null;
  const parsed = operation.answer.safeParse(JSON.parse(String(sent)));
  return parsed.success ? null : parsed.error.message;
}
