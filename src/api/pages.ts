import { z } from 'zod';
import { validationProblem } from './validation';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The query fields of every list. */
export const pageFields = {
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(20)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, maximum: 100 })
    .describe('Entries on a page; 20 when left out'),
  cursor: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe('`nextCursor` of the page before; left out, the first page'),
};

/** Makes and reads the cursors of one list. A cursor is the place of the last entry shown, in a spelling of our own. */
export function cursorOf<S extends z.ZodType>(place: S) {
  return {
    /** @throws Problem VALIDATION_FAILED for a cursor that is not one of this list's */
    read(cursor: string | undefined): z.output<S> | undefined {
      if (cursor === undefined) return undefined;
      const decoded = place.safeParse(parse(cursor));
      if (decoded.success) return decoded.data;
      throw validationProblem([
        {
          pointer: '/query/cursor',
          detail: 'must be a nextCursor of this list; without it you get the first page',
        },
      ]);
    },
    /**
     * @param found up to `limit + 1` entries: one more than asked for shows that there is a next page
     * @param placeOf where an entry is in the list, as `place` reads it
     */
    page<T>(found: readonly T[], limit: number, placeOf: (entry: T) => z.input<S>): Page<T> {
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const more = found.length > limit && last !== undefined;
      return { items, nextCursor: more ? encode(placeOf(last)) : null };
    },
  };
}

function encode(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
