import type { SessionOperation } from '../contracts/operatorActions';
import { isEnded } from '../contracts/states';
import {
  ACTION_ID,
  fieldsOf,
  flag,
  login,
  refusalOfFields,
  text,
  uuid,
  type FieldRule,
} from './messageRules';
import type { Refusal, SessionMoment } from './sessionRules';

/** The longest that one message puts a hold off: the cap of a hold bounds it as well. */
const MOST_SECONDS = 3_600;

const RULES: Record<string, FieldRule> = {
  by: login(80),
  why: text(500),
  actionId: ACTION_ID,
  sessionId: uuid("the session's id"),
  reservationId: uuid("the reservation's id"),
  seconds: {
    holds: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_SECONDS,
    must: `must be a whole number of seconds from 1 to ${MOST_SECONDS}`,
  },
  beyondCapacity: flag,
  beyondCutOff: flag,
};

/** Besides `by` and `why`, which all need, and `actionId` and `sessionId`, which all may have. */
const FIELDS: Record<SessionOperation, { required: string[]; optional: string[] }> = {
  operatorReleaseHold: { required: [], optional: [] },
  operatorExtendHold: { required: ['seconds'], optional: [] },
  operatorExpire: { required: [], optional: [] },
  operatorRemove: { required: [], optional: [] },
  operatorAdmit: { required: [], optional: ['beyondCapacity'] },
};

/** Why an operator's message to a session cannot be obeyed as it was written; null when it can. */
export function refusalToOperateSession(what: SessionOperation, message: unknown): Refusal | null {
  const required = ['by', 'why', ...FIELDS[what].required];
  const allowed = [...required, ...FIELDS[what].optional, 'actionId', 'sessionId'];
  return refusalOfFields(RULES, fieldsOf(message), required, allowed);
}

/** The same for cancelling a reservation in the waiting room. */
export function refusalToCancelForFan(message: unknown): Refusal | null {
  const required = ['by', 'why', 'reservationId'];
  return refusalOfFields(RULES, fieldsOf(message), required, [...required, 'actionId', 'beyondCutOff']);
}

/** Whether a message that is refused names who sent it and why, so that the refusal can be put on record. */
export function namesItsOperator(message: unknown): message is { by: string; why: string } {
  const fields = fieldsOf(message);
  const named = new Map(['by', 'why'].map((name) => [name, fields.get(name)]));
  return refusalOfFields(RULES, named, ['by', 'why']) === null;
}

/** Whether the text may stand for an action. */
export function isActionId(value: unknown): value is string {
  return ACTION_ID.holds(value);
}

export const ACTION_ID_REUSED: Refusal = {
  code: 'VALIDATION_FAILED',
  detail: '"actionId" stood for another action of this workflow before. Send a new one, or none.',
};

export const OTHER_VISIT: Refusal = {
  code: 'INVALID_TRANSITION',
  detail:
    '"sessionId" names another visit of this fan. Take the id from the details of this page, or leave it out.',
};

const notNow = (detail: string): Refusal => ({ code: 'INVALID_TRANSITION', detail });
const ENDED = notNow(
  'The session has ended. What was paid for is cancelled in the waiting room: cancelReservation.',
);
const NOTHING_HELD = notNow('The session holds no seats. The details of its page say what it does.');
const NOT_WAITING = notNow('The session is admitted already.');

/**
 * Why the session's state refuses an action; null when it does not. A payment under way refuses nothing: it is waited for, and
 * decides first.
 */
export function refusalOfState(
  what: SessionOperation,
  { state }: Pick<SessionMoment, 'state'>,
): Refusal | null {
  if (isEnded(state)) return ENDED;
  switch (what) {
    case 'operatorReleaseHold':
    case 'operatorExtendHold':
      return state === 'HOLDING' || state === 'PAYING' ? null : NOTHING_HELD;
    case 'operatorAdmit':
      return state === 'WAITING' ? null : NOT_WAITING;
    case 'operatorExpire':
    case 'operatorRemove':
      return null;
  }
}

/** Why PostgreSQL or Redis refused an action, in words for the operator. */
export const OPERATION_REFUSALS = {
  ENDED,
  NO_HOLD: NOTHING_HELD,
  HOLD_EXPIRED: notNow('The hold has run out: its seats are about to go back on sale.'),
  SCHEDULE_CANCELED: notNow('The date was cancelled: its holds can only run out.'),
  AT_ITS_LONGEST: notNow(
    'The hold lasts as long as a hold may (HOLD_CAP_SECONDS). It cannot be put off further.',
  ),
  FULL: notNow(
    'No slot of the waiting room is free. Raise its capacity, wait until a session ends, or send "beyondCapacity": true.',
  ),
  NOT_OPEN: notNow(
    'Nobody is admitted before the sale, once the room is closed, or when every seat is sold.',
  ),
  NOT_READY: notNow('The line is being rebuilt after a loss of Redis. Try again in a few seconds.'),
  NO_PLACE: notNow('The waiting room does not know this session at the moment. Try again in a few seconds.'),
  ACTION_ID_REUSED,
} as const satisfies Record<string, Refusal>;
export type OperationRefusal = keyof typeof OPERATION_REFUSALS;

/** An action in the words of the session's page. */
export function describeOperation(what: SessionOperation, seconds?: number): string {
  switch (what) {
    case 'operatorReleaseHold':
      return 'released the hold';
    case 'operatorExtendHold':
      return `put the hold off by ${seconds ?? 0} s`;
    case 'operatorExpire':
      return 'let the session expire';
    case 'operatorRemove':
      return 'removed the session';
    case 'operatorAdmit':
      return 'admitted the fan';
  }
}
