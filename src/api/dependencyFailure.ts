/**
 * Whether an error says that a part we need did not answer, or gave up for lack of resources: the request may be sent
 * again. SQLSTATE classes 08 (connection), 53 (resources), 57P (operator intervention); 57014 and 55P03 are our own
 * statement and lock timeouts, 40001 and 40P01 a transaction the server sacrificed, 25006 a standby after a failover.
 */
const SQL_STATES = /^(08...|53...|57P..|57014|55P03|40001|40P01|25006)$/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** pg, its pool, TypeORM and ioredis report these without any code. */
const MESSAGES = new RegExp(
  `^(${[
    'timeout exceeded when trying to connect',
    'Connection terminated',
    'Query read timeout',
    'Client has encountered a connection error',
    'Cannot use a pool after calling end',
    'Driver not Connected',
    'Command timed out',
    'Connection is closed',
    "Stream isn't writeable",
    'Reached the max retries per request limit',
    'LOADING ',
    'READONLY ',
  ].join('|')})`,
);

export function isDependencyFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && (SQL_STATES.test(code) || SOCKET_CODES.has(code))) return true;
  if (MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDependencyFailure);
  return driverError !== undefined && driverError !== error && isDependencyFailure(driverError);
}
