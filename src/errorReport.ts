import { isNativeError } from 'node:util/types';
import { redactText } from './redactText';

/** Of errors around errors, so many are told of. */
const MOST_CAUSES = 3;
/** As pg, TypeORM, and Temporal for either of them, name the error of a statement. */
const OF_DATABASE = new Set(['error', 'DatabaseError', 'QueryFailedError']);

/** One of the workflow sandbox has another `Error` than ours. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/**
 * What may be logged of an error. A database error repeats what users sent in its message, detail and parameters, so of
 * those only the names stay; the stack begins with the message, so only its frames do.
 * @param depth how many errors are around it already
 */
export function errorReport(error: unknown, depth = 0): Record<string, unknown> {
  if (!isError(error)) return { name: typeof error };
  const { code, type, driverError, constraint, routine, errors } = error as unknown as Record<
    string,
    unknown
  >;
  const driver = (driverError ?? {}) as Record<string, unknown>;
  const ofDatabase =
    driverError !== undefined ||
    routine !== undefined ||
    [error.name, type].some((name) => OF_DATABASE.has(String(name))) ||
    /^[0-9A-Z]{5}$/.test(String(code));
  const inner = depth < MOST_CAUSES;
  return {
    name: error.name,
    code: code ?? driver.code,
    // The code of a refusal, or the name of what an activity threw.
    ...(typeof type === 'string' ? { type: redactText(type) } : {}),
    ...(ofDatabase
      ? { constraint: constraint ?? driver.constraint }
      : { message: redactText(error.message) }),
    frames: framesOf(error),
    ...(inner && isError(error.cause) ? { cause: errorReport(error.cause, depth + 1) } : {}),
    ...(inner && Array.isArray(errors)
      ? { errors: errors.slice(0, MOST_CAUSES).map((one) => errorReport(one, depth + 1)) }
      : {}),
  };
}

function framesOf({ stack, message }: Error): string[] | undefined {
  return stack
    ?.replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
