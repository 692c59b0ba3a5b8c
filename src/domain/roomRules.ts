import type { RoomChange } from '../contracts/waitingRoom';
import {
  ACTION_ID,
  between,
  fieldsOf,
  flag,
  invalid,
  login,
  refusalOfFields,
  text,
  uuid,
  type FieldRule,
} from './messageRules';
import type { Refusal } from './sessionRules';

/** What operators may ask of a waiting room. The bounds are those of the admin API. */

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
} satisfies Record<keyof RoomChange, FieldRule>;

const RULES: Record<string, FieldRule> = {
  by: login(64),
  why: text(200),
  actionId: ACTION_ID,
  userId: uuid("the fan's user id"),
  ...SETTINGS,
};
const OF_ALL = ['by', 'why', 'actionId'];

/**
 * Why a message with `by`, `why` and these fields, all of them and nothing else but an `actionId`, cannot be obeyed; null when
 * it can.
 */
export function refusalToOperate(
  message: unknown,
  ...required: ('userId' | keyof RoomChange)[]
): Refusal | null {
  return refusalOfFields(RULES, fieldsOf(message), ['by', 'why', ...required], [...OF_ALL, ...required]);
}

/** Why several settings cannot be changed at once; null when they can. */
export function refusalToChangeRoom(message: unknown): Refusal | null {
  const fields = fieldsOf(message);
  const settings = Object.keys(SETTINGS);
  const refusal = refusalOfFields(RULES, fields, ['by', 'why'], [...OF_ALL, ...settings]);
  if (refusal || settings.some((name) => fields.has(name))) return refusal;
  return invalid(`Nothing would change. Send at least one of ${settings.join(', ')}.`);
}
