import type { RoomChange } from '../contracts/waitingRoom';
import type { Refusal } from './sessionRules';

/**
 * What operators may ask of a waiting room. In the Web UI they type JSON by hand, so nothing is taken for granted: not
 * even that there is an object. The bounds are those of the admin API.
 */

type Check = (value: unknown) => boolean;

interface Rule {
  holds: Check;
  /** What the field has to be, for somebody who has to try again. */
  must: string;
}

/** Text that is not blank. NUL and half a surrogate pair are refused as in the API. */
const text = (most: number): Rule => ({
  holds: (value) =>
    typeof value === 'string' &&
    value.trim().length > 0 &&
    value.length <= most &&
    /^[^\0\p{Surrogate}]*$/u.test(value),
  must: `must be a text of 1 to ${most} characters`,
});
const flag: Rule = { holds: (value) => typeof value === 'boolean', must: 'must be true or false' };
const between = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most;

const SETTINGS = {
  paused: flag,
  capacity: {
    holds: (value) => Number.isInteger(value) && between(value, 0, 1_000_000),
    must: 'must be a whole number from 0 to 1000000',
  },
  admissionsPerSecond: {
    holds: (value) => between(value, 0.001, 10_000),
    must: 'must be a number from 0.001 to 10000',
  },
  closed: flag,
} satisfies Record<keyof RoomChange, Rule>;

/** Nothing else: an e-mail address would stay in the room's history. */
const userId: Rule = {
  holds: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  must: "must be the fan's user id, a UUID",
};
const RULES: Record<string, Rule> = { by: text(64), why: text(200), userId, ...SETTINGS };

const invalid = (detail: string): Refusal => ({ code: 'VALIDATION_FAILED', detail });

function fieldsOf(message: unknown): Map<string, unknown> {
  const isObject = typeof message === 'object' && message !== null;
  return new Map(isObject ? Object.entries(message).filter(([, value]) => value !== undefined) : []);
}

function refusalTo(fields: Map<string, unknown>, required: string[], allowed = required): Refusal | null {
  for (const [name, { holds, must }] of Object.entries(RULES)) {
    const due = required.includes(name) || (allowed.includes(name) && fields.has(name));
    if (due && !holds(fields.get(name))) return invalid(`"${name}" ${must}.`);
  }
  const unknown = [...fields.keys()].find((name) => !allowed.includes(name));
  if (unknown === undefined) return null;
  return invalid(`"${unknown.slice(0, 64)}" is not known here. Send only ${allowed.join(', ')}.`);
}

/** Why a message with `by`, `why` and these fields, all of them and nothing else, cannot be obeyed; null when it can. */
export function refusalToOperate(
  message: unknown,
  ...required: ('userId' | keyof RoomChange)[]
): Refusal | null {
  return refusalTo(fieldsOf(message), ['by', 'why', ...required]);
}

/** Why several settings cannot be changed at once; null when they can. */
export function refusalToChangeRoom(message: unknown): Refusal | null {
  const fields = fieldsOf(message);
  const settings = Object.keys(SETTINGS);
  const refusal = refusalTo(fields, ['by', 'why'], ['by', 'why', ...settings]);
  if (refusal || settings.some((name) => fields.has(name))) return refusal;
  return invalid(`Nothing would change. Send at least one of ${settings.join(', ')}.`);
}
