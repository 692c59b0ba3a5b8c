import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
export interface Reference {
  $ref: string;
}

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';

/**
 * What zod writes and a reader does not need: the bounds of what a double holds exactly, and in answers the regular
 * expressions behind a format, which bind nobody.
 */
function withoutNoise(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (io === 'output' && schema.format !== undefined) delete schema.pattern;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: written }) => withoutNoise(written as JsonSchema, io),
  });
  // Meta may take members away by giving them as undefined.
  const text = JSON.stringify({ ...json, $schema: undefined });
  return JSON.parse(text.replaceAll(LOCAL, SHARED)) as JsonSchema;
}

/** A schema that stands by itself, such as that of a parameter. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  return jsonSchema(schema, 'input');
}

/** The named schemas of a document, collected while it is made. */
export interface NamedSchemas {
  /** @throws Error for a schema without a name, or a name that two schemas have */
  refer(schema: z.ZodType, io: 'input' | 'output'): Reference;
  /** By name, in alphabetical order. */
  all(): Record<string, JsonSchema>;
}

/** Bodies and answers are named by the `id` in their meta, and so is what they consist of where it has one. */
export function namedSchemas(): NamedSchemas {
  const found = new Map<string, JsonSchema>();

  function add(name: string, schema: JsonSchema): void {
    const known = found.get(name);
    if (known && !isDeepStrictEqual(known, schema)) throw new Error(`two schemas have the id ${name}`);
    found.set(name, schema);
  }

  return {
    refer(schema, io) {
      const { $defs = {}, $ref } = jsonSchema(schema, io) as {
        $defs?: Record<string, JsonSchema>;
        $ref?: string;
      };
      if ($ref === undefined) {
        throw new Error(
          `give this schema a name with .meta({ id }): ${JSON.stringify(jsonSchema(schema, io))}`,
        );
      }
      for (const [name, named] of Object.entries($defs)) add(name, named);
      return { $ref };
    },
    all: () => Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
