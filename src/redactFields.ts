import { errorReport, isError } from './errorReport';
import { REDACTED, redactText } from './redactText';

/** Names of fields, without case, dashes and underscores, whose value is never written. */
const SECRET = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'rawheaders'],
  ...['apikey', 'xapikey', 'adminkey', 'queuetoken', 'idempotencykey', 'token', 'accesstoken'],
  ...['secret', 'secrets', 'queuetokensecrets', 'password', 'passwd', 'passphrase', 'parameters'],
  ...['email', 'mail', 'name', 'fullname', 'firstname', 'lastname', 'phone'],
]);
/** Deeper than any line of ours. */
const MOST_LEVELS = 8;
const MOST_MEMBERS = 200;

/** Whether a field of this name is never written. */
export function isSecretField(field: string): boolean {
  return SECRET.has(field.replaceAll(/[-_]/g, '').toLowerCase());
}

/**
 * What may be logged of the fields that a caller passes, however deep a secret is in them: values by their name and
 * texts by their shape. Rejected: pino's own redaction, whose paths say how deep they look.
 */
export function redactFields(fields: object): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactValue(value: unknown, level: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return errorReport(value);
  if (level >= MOST_LEVELS) return '[…]';
  if (Array.isArray(value)) {
    const members: unknown[] = value;
    return members.slice(0, MOST_MEMBERS).map((member) => redactValue(member, level + 1));
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  const prototype = Object.getPrototypeOf(value) as object | null;
  // Of the workflow sandbox, too, whose `Object` is another one.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  // A request, a connection, a row of a table: it may hold anything.
  return isPlain ? redactObject(value, level) : `[${value.constructor.name}]`;
}

function redactObject(fields: object, level: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields).slice(0, MOST_MEMBERS)) {
    clean[field] = isSecretField(field) ? REDACTED : redactValue(value, level + 1);
  }
  return clean;
}
