import type { Operation } from '../operation';
import { refusalsOf } from '../refusals';
import { problem } from '../schemas/problem';
import { ABOUT } from './about';
import { EXAMPLES } from './examples';
import { HEADERS } from './headers';
import { HEADER_PARAMETERS, parametersOf } from './parameters';
import { refusalResponses } from './refusalResponses';
import { namedSchemas, type NamedSchemas } from './schemas';
import { SECURITY, SECURITY_SCHEMES } from './security';
import { nameOf, successResponses } from './successResponses';
import { TAGS } from './tags';

/** `/v1/concerts/:concertId` in the notation of the document. */
export function pathTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function requestBodyOf({ body }: Operation, schemas: NamedSchemas) {
  if (!body) return undefined;
  const schema = schemas.refer(body, 'input');
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema, example: EXAMPLES[nameOf(schema)] } },
  };
}

/**
 * The OpenAPI 3.1 document of a table of operations. Everything in it follows from the table and from the schemas that
 * validate requests.
 * @throws Error where an entry lacks what the document needs: a schema's name, a parameter's description
 */
export function openApiDocument(operations: readonly Operation[]) {
  const schemas = namedSchemas();
  const refusals = refusalResponses();
  schemas.refer(problem, 'output');

  function operationObject(operation: Operation) {
    const { id, tag, summary, description, access } = operation;
    return {
      operationId: id,
      tags: [tag],
      ...{ summary, description },
      security: SECURITY[access],
      parameters: parametersOf(operation),
      requestBody: requestBodyOf(operation, schemas),
      responses: { ...successResponses(operation, schemas), ...refusals.of(refusalsOf(operation)) },
    };
  }

  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const item = (paths[pathTemplate(operation.path)] ??= {});
    item[operation.method.toLowerCase()] = operationObject(operation);
  }
  const document = {
    openapi: '3.1.1',
    ...ABOUT,
    servers: [{ url: '/', description: 'Where this document came from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.all(),
      responses: refusals.all(),
      parameters: HEADER_PARAMETERS,
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
  // As it will be read: without members that are undefined, and nothing in it shared with the table.
  return JSON.parse(JSON.stringify(document)) as typeof document;
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** The text of the committed file, and of GET /openapi.json. */
export function documentText(operations: readonly Operation[]): string {
  return `${JSON.stringify(openApiDocument(operations), null, 2)}\n`;
}
