import { z } from 'zod';
import type { Operation } from '../operation';
import { inlineSchema, type JsonSchema, type Reference } from './schemas';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description: string;
  schema: JsonSchema;
  example?: unknown;
}

/** Ids in paths, as the sample data has them. */
const PATH: Record<string, { description: string; example: string }> = {
  concertId: { description: 'As GET /v1/concerts shows it', example: '2' },
  scheduleId: { description: 'As GET /v1/concerts/{concertId}/schedules shows it', example: '6' },
  reservationId: {
    description: 'As the hold and GET /v1/reservations show it',
    example: '0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d',
  },
  userId: { description: 'As GET /v1/users/me shows it', example: '0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d' },
  keyId: {
    description: 'As GET /v1/users/me/api-keys shows it',
    example: '0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d',
  },
  code: { description: 'The code of the problem in lower case, with hyphens', example: 'seat-held' },
  file: { description: 'A file of the page', example: 'page.js' },
};

/** Headers that several operations take. */
export const HEADER_PARAMETERS = {
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    // No pattern: a document that has one says that others are refused.
    description:
      'An id of your own for the request, 1 to 128 letters, digits, dots, dashes and underscores; any other is replaced by a new one',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'New for each thing you want done once, a UUID is good; the same to repeat a request whose answer was lost. Kept for a day.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
    example: '3f1f2a52-7c8e-4f34-9a64-1f0b4be9c0de',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of the answer you have: 304 while nothing has changed',
    schema: { type: 'string' },
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The id of the last event you got: what you know is not sent again',
    schema: { type: 'string' },
  },
} as const satisfies Record<string, Parameter>;

function header(name: keyof typeof HEADER_PARAMETERS): Reference {
  return { $ref: `#/components/parameters/${name}` };
}

/** Whether answers carry an ETag. */
export function hasEtag({ etagOfBody, success }: Operation): boolean {
  return etagOfBody === true || success.includes(304);
}

export function parametersOf(operation: Operation): (Parameter | Reference)[] {
  const { params, query, idempotent, answerTypes } = operation;
  return [
    ...fieldsOf(params).map(([name, field]) => pathParameter(name, field)),
    ...fieldsOf(query).map(([name, field]) => queryParameter(name, field)),
    ...(idempotent ? [header('IdempotencyKey')] : []),
    ...(hasEtag(operation) ? [header('IfNoneMatch')] : []),
    ...(answerTypes?.includes('text/event-stream') ? [header('LastEventId')] : []),
    header('RequestId'),
  ];
}

function fieldsOf(schema: z.ZodType | undefined): [string, z.ZodType][] {
  if (!schema) return [];
  if (!(schema instanceof z.ZodObject)) throw new Error('the schema of params or query must be an object');
  const fields: Record<string, z.ZodType> = schema.shape;
  return Object.entries(fields);
}

function pathParameter(name: string, field: z.ZodType): Parameter {
  const documented = PATH[name];
  if (!documented) throw new Error(`describe the path parameter ${name}`);
  return { name, in: 'path', required: true, schema: inlineSchema(field), ...documented };
}

function queryParameter(name: string, field: z.ZodType): Parameter {
  const { description, ...schema } = inlineSchema(field);
  if (typeof description !== 'string') throw new Error(`describe the query parameter ${name}`);
  return { name, in: 'query', description, schema };
}
