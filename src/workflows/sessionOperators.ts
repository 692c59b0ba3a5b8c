import {
  ApplicationFailure,
  CancellationScope,
  condition,
  currentUpdateInfo,
  log,
  setHandler,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Published, RecordedEnd, SessionContext } from '../contracts/activities';
import { isErrorCode } from '../contracts/errors';
import {
  SESSION_OPERATIONS,
  type OperationMessage,
  type OperatorAnswer,
  type OperatorRefusal,
  type SessionOperation,
  type SessionOperations,
} from '../contracts/operatorActions';
import { operatorSignals, operatorUpdates } from '../contracts/operatorMessages';
import type { Hold, SessionIdentity, SessionResult, SessionView } from '../contracts/session';
import type { RoomAction } from '../contracts/waitingRoom';
import {
  ACTION_ID_REUSED,
  describeOperation,
  isActionId,
  namesItsOperator,
  OTHER_VISIT,
  refusalOfState,
  refusalToOperateSession,
} from '../domain/operatorRules';
import { refuse } from './refusal';

const SHOWN_ACTIONS = 10;

const DESCRIPTIONS: Record<SessionOperation, string> = {
  operatorReleaseHold: 'Puts the held seats back on sale; the visit goes on: {by, why}',
  operatorExtendHold: 'Puts the deadline of the hold off, at most to the cap of a hold: {by, why, seconds}',
  operatorExpire: 'Ends the visit as EXPIRED, its seats go back on sale: {by, why}',
  operatorRemove: 'Ends the visit as LEFT (REMOVED), its seats go back on sale: {by, why}',
  operatorAdmit: 'Admits the waiting fan now, if a slot is free: {by, why, beyondCapacity?}',
};

/** What of its session the handlers of operators' messages use. */
export interface SessionOfOperators {
  identity: SessionIdentity;
  now: {
    view: SessionView;
    holdAttempt: number;
    holdNumber: number;
    admitted: boolean;
    operators: RoomAction[];
    result: SessionResult | null;
  };
  holdCapMs: number;
  activities: SessionOperations;
  inTurn<T>(step: () => Promise<T>): Promise<T>;
  nextContext(): SessionContext;
  nextAttempt(): number;
  close(step: SessionContext, end: RecordedEnd, published: Published): void;
  showHold(step: SessionContext, hold: Hold, leftMs: number, published: Published): void;
  showRelease(step: SessionContext, published: Published): void;
  /** Shows the session as it is, with what operators did. */
  show(): void;
}

/**
 * Lets operators act on a session: by updates, which answer, and by signals of the same names, for many sessions at once. What
 * they ask for takes its turn, so that a payment under way decides first; every action that is begun is put on record, whatever
 * becomes of it.
 */
export function handleSessionOperators(session: SessionOfOperators): void {
  const { identity, now, activities, inTurn, nextContext, nextAttempt } = session;
  /** What was asked for in this visit, by action id: the same again gets the same answer. */
  const asked = new Map<string, { what: SessionOperation; answer: Promise<OperatorAnswer> }>();

  function refusalNow(what: SessionOperation, { sessionId }: OperationMessage): OperatorRefusal | null {
    if (sessionId !== undefined && sessionId !== identity.sessionId) return OTHER_VISIT;
    return refusalOfState(what, now.view);
  }

  /** What has an id may be a repetition, which is answered as before: only its turn can tell, by what is on record. */
  function validate(what: SessionOperation, message: OperationMessage): void {
    const malformed = refusalToOperateSession(what, message);
    if (malformed) refuse(malformed);
    const refusal = message.actionId === undefined ? refusalNow(what, message) : null;
    if (refusal) refuse(refusal);
  }

  /** @param malformed the message is refused for how it was written, and only put on record */
  async function take(
    what: SessionOperation,
    actionId: string,
    message: OperationMessage,
    malformed: OperatorRefusal | null,
  ): Promise<OperatorAnswer> {
    const { by, why, seconds, beyondCapacity } = message;
    const step = nextContext();
    const { change, answer, refusal, end, hold, leftMs, ...published } = await activities.operateSession({
      ...step,
      action: { workflowId: workflowInfo().workflowId, actionId, what, by, why },
      refusal: malformed ?? refusalNow(what, message),
      holdNumber: now.holdNumber,
      barredThrough: what === 'operatorReleaseHold' ? nextAttempt() : now.holdAttempt,
      holdCapMs: session.holdCapMs,
      ...(malformed ? {} : { seconds, beyondCapacity }),
    });
    if (refusal || change !== 'NONE') {
      const described = refusal ? `${what} was refused` : describeOperation(what, seconds);
      const action = { at: Date.now(), by, why, what: described };
      now.operators = [action, ...now.operators].slice(0, SHOWN_ACTIONS);
    }
    if (change === 'ENDED' && end && !now.result) session.close(step, end, published);
    else if (change === 'EXTENDED' && hold) session.showHold(step, hold, leftMs ?? 0, published);
    else if (change === 'RELEASED') session.showRelease(step, published);
    else session.show();
    if (change === 'ADMITTED') now.admitted = true;
    return answer ?? refuse(refusal ?? ACTION_ID_REUSED);
  }

  const admitted = (): Promise<void> => condition(() => now.view.admittedAt !== null || now.result !== null);

  async function act(
    what: SessionOperation,
    message: OperationMessage,
    malformed: OperatorRefusal | null = null,
  ): Promise<OperatorAnswer> {
    const given = message.actionId ?? currentUpdateInfo()?.id;
    const actionId = isActionId(given) ? given : uuid4();
    const earlier = asked.get(actionId);
    if (earlier) return earlier.what === what ? await earlier.answer : refuse(ACTION_ID_REUSED);
    const answer = inTurn(() => take(what, actionId, message, malformed));
    asked.set(actionId, { what, answer });
    const answered = await answer;
    // The visit itself does the rest of it, in its next turn.
    if (what === 'operatorAdmit' && now.admitted) await CancellationScope.nonCancellable(admitted);
    return answered;
  }

  /** A refused signal has nobody to tell but the log and the record. */
  async function actOnSignal(what: SessionOperation, message: unknown): Promise<void> {
    const malformed = refusalToOperateSession(what, message);
    try {
      if (malformed && !namesItsOperator(message)) refuse(malformed);
      await act(what, message as OperationMessage, malformed);
    } catch (error) {
      if (!(error instanceof ApplicationFailure) || !isErrorCode(error.type)) throw error;
      log.warn('an operator was refused', { what, code: error.type, detail: error.message });
    }
  }

  for (const what of SESSION_OPERATIONS) {
    const description = DESCRIPTIONS[what];
    setHandler(operatorUpdates[what], (message: OperationMessage) => act(what, message), {
      validator: (message: OperationMessage) => validate(what, message),
      description,
    });
    setHandler(operatorSignals[what], (message: unknown) => actOnSignal(what, message), { description });
  }
}
