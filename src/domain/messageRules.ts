import type { Refusal } from './sessionRules';

/**
 * What operators' messages are checked by. In the Web UI they type JSON by hand, so nothing is taken for granted: not even
 * that there is an object.
 */
export interface FieldRule {
  holds: (value: unknown) => boolean;
  /** What the field has to be, for somebody who has to try again. */
  must: string;
}

/** Text that is not blank. NUL and half a surrogate pair are refused as in the API: PostgreSQL takes neither. */
export const text = (most: number): FieldRule => ({
  holds: (value) =>
    typeof value === 'string' &&
    value.trim().length > 0 &&
    value.length <= most &&
    /^[^\0\p{Surrogate}]*$/u.test(value),
  must: `must be a text of 1 to ${most} characters`,
});

/** Who acts: it stays in the history, and an e-mail address would be personal data. */
export const login = (most: number): FieldRule => ({
  holds: (value) => text(most).holds(value) && !String(value).includes('@'),
  must: `must be a login of 1 to ${most} characters, not an e-mail address`,
});

export const flag: FieldRule = {
  holds: (value) => typeof value === 'boolean',
  must: 'must be true or false',
};

/** Nothing else: an e-mail address would stay in the history. @param whose e.g. "the fan's user id" */
export const uuid = (whose: string): FieldRule => ({
  holds: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  must: `must be ${whose}, a UUID`,
});

export const ACTION_ID: FieldRule = {
  holds: (value) => typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value),
  must: 'must be 1 to 100 letters, digits, dots, colons, dashes or underscores',
};

export const between = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most;

export const invalid = (detail: string): Refusal => ({ code: 'VALIDATION_FAILED', detail });

export function fieldsOf(message: unknown): Map<string, unknown> {
  const isObject = typeof message === 'object' && message !== null;
  return new Map(isObject ? Object.entries(message).filter(([, value]) => value !== undefined) : []);
}

/**
 * Why a message cannot be obeyed, naming the field and what it must be; null when it can.
 * @param rules checked in this order
 */
export function refusalOfFields(
  rules: Record<string, FieldRule>,
  fields: Map<string, unknown>,
  required: readonly string[],
  allowed: readonly string[] = required,
): Refusal | null {
  for (const [name, { holds, must }] of Object.entries(rules)) {
    const due = required.includes(name) || (allowed.includes(name) && fields.has(name));
    if (due && !holds(fields.get(name))) return invalid(`"${name}" ${must}.`);
  }
  const unknown = [...fields.keys()].find((name) => !allowed.includes(name));
  if (unknown === undefined) return null;
  // The refusal is kept: what is no name of a field may be personal, or no text that PostgreSQL takes.
  const named = /^\w{1,64}$/.test(unknown) ? `"${unknown}"` : 'A field';
  return invalid(`${named} is not known here. Send only ${allowed.join(', ')}.`);
}
