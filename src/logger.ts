import pino, { type DestinationStream, type Logger } from 'pino';
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
  const { log, msg } = redaction();
  const options = {
    name,
    level,
    base: { name },
    serializers: { err: reduced, error: reduced, msg },
    formatters: { log },
    timestamp: isoTime,
    redact: { paths: NAMES_OF_BINDINGS, censor: REDACTED },
    ...(fields ? { mixin: fields } : {}),
  };
  return destination ? pino(options, destination) : pino(options);
}

let second = Number.NaN;
let toTheSecond = '';

/** As pino's own, but for writing the date out once a second only: that takes a tenth of a line's time. */
function isoTime(): string {
  const now = Date.now();
  const ms = now % 1000;
  if (now - ms !== second) {
    second = now - ms;
    toTheSecond = `,"time":"${new Date(second).toISOString().slice(0, 20)}`;
  }
  return `${toTheSecond}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z"`;
}

const NAMES_OF_BINDINGS = [
  ...['authorization', 'password', 'email', 'apiKey', 'token'],
  ...['["queue-token"]', '["idempotency-key"]', 'idempotencyKey', 'queueToken', 'adminKey'],
];

/** What pino does with each line: first `log` with its fields, then `msg` with its words. */
function redaction() {
  let error: unknown = null;
  return {
    log(fields: Record<string, unknown>): Record<string, unknown> {
      error = fields.err ?? fields.error;
      return redactFields(fields);
    },
    msg(words: unknown): unknown {
      if (typeof words !== 'string') return words;
      // An error that is logged without words lends its own: of a database's they are left out.
      if (!isError(error) || words !== error.message || 'message' in errorReport(error))
        return redactText(words);
      return error.name;
    },
  };
}

const reduced = (error: unknown): unknown => (isError(error) ? errorReport(error) : error);

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
