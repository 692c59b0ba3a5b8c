import type { Operation } from '../operation';
import { EXAMPLES, TEXT_EXAMPLES } from './examples';
import { headersWith } from './headers';
import { hasEtag } from './parameters';
import type { NamedSchemas, Reference } from './schemas';

const MEANINGS: Record<number, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Begun',
  204: 'Done; there is nothing to tell',
  304: 'Nothing has changed: go on with what you have',
};

interface SuccessResponse {
  description: string;
  headers: Record<string, Reference>;
  content?: Record<string, { schema: unknown; example?: unknown }>;
}

/** The name that a reference ends in. */
export function nameOf({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

function contentOf({ answer, answerTypes }: Operation, schemas: NamedSchemas): SuccessResponse['content'] {
  if (answerTypes) {
    return Object.fromEntries(
      answerTypes.map((type) => [type, { schema: { type: 'string' }, example: TEXT_EXAMPLES[type] }]),
    );
  }
  if (!answer) return undefined;
  const schema = schemas.refer(answer, 'output');
  return { 'application/json': { schema, example: EXAMPLES[nameOf(schema)] } };
}

/** @returns what an operation answers when it does what it is for, by status */
export function successResponses(
  operation: Operation,
  schemas: NamedSchemas,
): Record<string, SuccessResponse> {
  const { success, successes, etagOfBody, idempotent } = operation;
  const statuses = [...success, ...(etagOfBody ? [304] : [])].sort((a, b) => a - b);
  const headers = headersWith(
    ...(hasEtag(operation) ? (['ETag'] as const) : []),
    ...(idempotent ? (['IdempotencyReplayed'] as const) : []),
    ...(operation.limit === 'none' ? [] : (['RateLimit', 'RateLimitPolicy'] as const)),
  );
  return Object.fromEntries(
    statuses.map((status) => {
      const description = successes?.[status] ?? MEANINGS[status];
      if (description === undefined) throw new Error(`${operation.id}: say what ${status} means`);
      const content = status === 204 || status === 304 ? undefined : contentOf(operation, schemas);
      return [String(status), { description, headers, content }];
    }),
  );
}
