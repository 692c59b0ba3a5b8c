import type { z } from 'zod';
import { Problem, type FieldError } from './problem';

/** A body of 5 MB can be wrong in 100,000 places: nobody reads more than this. */
const MOST_ERRORS = 20;

export type Part = 'body' | 'query' | 'headers';

function pointerTo(part: Part, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [...(part === 'body' ? [''] : ['', part]), ...steps].join('/');
}

/**
 * Checks one part of a request.
 * @returns what the schema made of it, or what is wrong
 */
export function check(
  schema: z.ZodType,
  part: Part,
  value: unknown,
): { value: unknown; errors: FieldError[] } {
  try {
    const result = schema.safeParse(value);
    if (result.success) return { value: result.data, errors: [] };
    return { value: undefined, errors: fieldErrors(part, result.error.issues) };
  } catch (error) {
    // zod passes its issues on as arguments, and the stack holds some 100,000 of them.
    if (!(error instanceof RangeError)) throw error;
    return {
      value: undefined,
      errors: [{ pointer: pointerTo(part, []), detail: 'has more mistakes than can be listed' }],
    };
  }
}

/** One entry per wrong field. Pointers are into the body (`/amount`), or begin with `/query` or `/headers`. */
function fieldErrors(part: Part, issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.slice(0, MOST_ERRORS).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: pointerTo(part, [...issue.path, key]),
        detail: 'is not known: leave it out',
      }));
    }
    return [{ pointer: pointerTo(part, issue.path), detail: issue.message }];
  });
}

export function validationProblem(errors: readonly FieldError[]): Problem {
  const fields = [...new Set(errors.slice(0, 5).map((error) => error.pointer || 'the body'))].join(', ');
  return new Problem(
    'VALIDATION_FAILED',
    `Correct ${fields} as \`errors\` says and send the request again.`,
    {
      errors: errors.slice(0, MOST_ERRORS),
    },
  );
}
