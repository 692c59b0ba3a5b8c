import pino, { type DestinationStream, type LogFn, type Logger } from 'pino';
import { errorReport, isError } from './errorReport';
import { redactFields } from './redactFields';
import { redactText, REDACTED } from './redactText';

export interface LoggerOptions {
  /** Fields that each line gets, asked for when it is written: ids of what is under way. */
  fields?: () => Record<string, string>;
  /** Standard output when left out. */
  destination?: DestinationStream;
}

/**
 * Structured logs, one JSON object a line. Secrets and personal data are not logged; should a caller pass some all the
 * same, what has their name or their shape is taken out, in fields, in errors and in the message. Of what a child logger
 * is made with only the names below are.
 */
export function createLogger(
  name: string,
  level: string,
  { fields, destination }: LoggerOptions = {},
): Logger {
  const options = {
    name,
    level,
    base: { name },
    serializers: { err: reduced, error: reduced, msg: redactMessage },
    formatters: { log: redactFields },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NAMES_OF_BINDINGS, censor: REDACTED },
    hooks: { logMethod: nameOfErrorAsMessage },
    ...(fields ? { mixin: fields } : {}),
  };
  return destination ? pino(options, destination) : pino(options);
}

const NAMES_OF_BINDINGS = [
  ...['authorization', 'password', 'email', 'apiKey', 'token'],
  ...['["queue-token"]', '["idempotency-key"]', 'idempotencyKey', 'queueToken', 'adminKey'],
];

/** An error that is logged without words would be described by its own, which may repeat what somebody sent. */
function nameOfErrorAsMessage(this: Logger, given: Parameters<LogFn>, method: LogFn): void {
  const [fields, message] = given as [unknown, unknown];
  if (typeof fields !== 'object' || message !== undefined) return method.apply(this, given);
  const { err } = (fields ?? {}) as { err?: unknown };
  const error = isError(fields) ? fields : err;
  if (!isError(error)) return method.apply(this, given);
  return method.apply(this, [isError(fields) ? { err: fields } : fields, error.name] as Parameters<LogFn>);
}

const reduced = (error: unknown): unknown => (isError(error) ? errorReport(error) : error);
const redactMessage = (message: unknown): unknown =>
  typeof message === 'string' ? redactText(message) : message;

/**
 * The same logger for lines of which each field is an id, a number or a constant of ours: looking for what could need
 * redacting would be most of their cost.
 */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child(
    {},
    {
      redact: [],
      // pino has no type for taking a serializer away.
      serializers: { msg: undefined as unknown as (message: string) => string },
      formatters: { log: (fields) => fields },
    },
  );
}

/** Writes the line whatever the level is: scripts, tests and operators wait for it. */
export function announce(logger: Logger, message: string, fields: Record<string, unknown> = {}): void {
  logger.child({}, { level: 'info' }).info(fields, message);
}
