import type { Published, RecordedEnd, SessionContext } from './activities';
import type { ErrorCode } from './errors';
import type { Hold } from './session';

/** What operators do to one session. Each is an update that answers and a signal for many sessions at once. */
export const SESSION_OPERATIONS = [
  'operatorReleaseHold',
  'operatorExtendHold',
  'operatorExpire',
  'operatorRemove',
  'operatorAdmit',
] as const;
export type SessionOperation = (typeof SESSION_OPERATIONS)[number];

/** Who acts, and why: kept in the history and in the table of operators' actions. */
export interface OperatorMessage {
  /** A login, never an e-mail address: 1 to 80 characters. */
  by: string;
  /** 1 to 500 characters, nothing personal. */
  why: string;
  /** The same id again does nothing again and answers the same. Left out, the update's own id stands for it. */
  actionId?: string;
  /** Refuses the action where the fan is in another visit by now: the workflow id is the same for the next one. */
  sessionId?: string;
}

export interface ExtendHoldMessage extends OperatorMessage {
  /** By how much; at most to the cap of a hold (`HOLD_CAP_SECONDS` from when the seats were first held). */
  seconds: number;
}

export interface AdmitMessage extends OperatorMessage {
  /** Also where no slot is free: then more fans are in than the capacity says until one leaves. */
  beyondCapacity?: boolean;
}

/** Any of them. Which fields it needs, and which it may have, is checked by the action's rules. */
export type OperationMessage = OperatorMessage &
  Partial<Pick<ExtendHoldMessage, 'seconds'> & Pick<AdmitMessage, 'beyondCapacity'>>;

/** What an action answers. `at` and `expiresAt` are RFC 3339, so that a person can read them in the Web UI. */
export interface OperatorAnswer {
  outcome: 'DONE';
  actionId: string;
  at: string;
  /** The hold that was released or extended, or that the session had when it ended. */
  reservationId?: string;
  /** Its seat numbers. */
  seats?: string[];
  /** The new deadline of the hold. */
  expiresAt?: string;
  endReason?: string;
}

/** An action as the table keeps it. */
export interface OperatorAction {
  workflowId: string;
  actionId: string;
  what: string;
  by: string;
  why: string;
}

/** Why an action was not taken, in the words that its caller gets. */
export interface OperatorRefusal {
  code: ErrorCode;
  detail: string;
}

export interface OperateSessionInput extends SessionContext {
  action: OperatorAction & { what: SessionOperation };
  /** Nothing is to be done: it is only put on record that it was refused. */
  refusal: OperatorRefusal | null;
  /** The hold in force. */
  holdNumber: number;
  /** Releasing and ending bar every number up to this one. */
  barredThrough: number;
  /** The longest a hold may last in all. Milliseconds. */
  holdCapMs: number;
  /** For an extension. */
  seconds?: number;
  /** For an admission. */
  beyondCapacity?: boolean;
}

/**
 * What became of the session: `ENDED` with `end`, `EXTENDED` with `hold` and the milliseconds left of it by PostgreSQL's
 * clock. `NONE`: nothing, because the action was refused or had been taken before.
 */
export interface OperatedSession extends Published {
  change: 'NONE' | 'RELEASED' | 'EXTENDED' | 'ENDED' | 'ADMITTED';
  answer: OperatorAnswer | null;
  refusal: OperatorRefusal | null;
  end: RecordedEnd | null;
  hold: Hold | null;
  leftMs: number | null;
}

export interface SessionOperations {
  /**
   * Takes an operator's action and puts it on record, in one transaction where PostgreSQL has the effect. The same action
   * again does nothing and tells what became of it.
   */
  operateSession(input: OperateSessionInput): Promise<OperatedSession>;
}
