/**
 * What may be logged of an error. A database error repeats what users sent in its message, detail and parameters, so of
 * those only the names stay; the stack begins with the message, so only its frames do.
 */
export function errorReport(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, driverError, constraint, routine } = error as unknown as Record<string, unknown>;
  const cause = (driverError ?? {}) as Record<string, unknown>;
  const ofDatabase = driverError !== undefined || routine !== undefined || /^[0-9A-Z]{5}$/.test(String(code));
  return {
    name: error.name,
    code: code ?? cause.code,
    ...(ofDatabase ? { constraint: constraint ?? cause.constraint } : { message: error.message }),
    frames: error.stack
      ?.replace(error.message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
  };
}
