import { ApplicationFailure, Context } from '@temporalio/activity';
import { isErrorCode } from '../contracts/errors';
import type { OperatorAction } from '../contracts/operatorActions';
import type { SessionView } from '../contracts/session';
import type { RoomFigures, WaitingRoomActivities } from '../contracts/waitingRoom';
import { ACTION_ID_REUSED } from '../domain/operatorRules';
import { findOperatorAction } from '../persistence/reads/operatorAction';
import { findSessionRecord } from '../persistence/reads/sessionRecord';
import { findReservationOfRoom } from '../persistence/reads/reservationOfRoom';
import { recordOperatorAction } from '../persistence/statements/recordOperatorAction';
import { updateWaitingRoom } from '../persistence/statements/updateWaitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { deliverAdmissions } from './deliverAdmissions';
import { giveUpSession } from './giveUpSession';
import { refusal } from './refusal';
import { concertNotFound, roomFigures } from './roomFigures';

/** What operators ask of a room. */
export function createRoomActions(
  dependencies: AdmissionDependencies,
): Omit<WaitingRoomActivities, 'admitFans'> {
  const { db, waitingRoom, admission, sessions, cancellationCutOffMs } = dependencies;

  async function tell(view: SessionView): Promise<void> {
    const { told } = await deliverAdmissions(dependencies, [view]);
    for (const failure of await told) throw failure;
  }

  /**
   * Whether an action was taken before.
   * @param asked what the record of it has to say, were it the same
   * @throws what it was refused with before: the same action is refused again in the same words; ACTION_ID_REUSED for another one
   */
  async function takenBefore(
    action: OperatorAction | undefined,
    asked: Record<string, unknown>,
  ): Promise<boolean> {
    const recorded = action && (await findOperatorAction(db, action));
    if (!recorded) return false;
    const { what, outcome, details } = recorded;
    const isOther =
      outcome === 'DONE' && Object.entries(asked).some(([key, value]) => details[key] !== value);
    if (what !== action.what || isOther) throw refusal(ACTION_ID_REUSED.code, ACTION_ID_REUSED.detail);
    if (isErrorCode(outcome))
      throw refusal(outcome, typeof details.detail === 'string' ? details.detail : outcome);
    return true;
  }

  /** Takes an action, puts it on record where it is refused, and answers with the room as it is afterwards. */
  async function act(
    concertId: string,
    { action, ...asked }: { action: OperatorAction | undefined } & Record<string, unknown>,
    run: (before: boolean) => Promise<void>,
  ): Promise<RoomFigures> {
    const before = await takenBefore(action, asked);
    await run(before).catch(async (error: unknown) => {
      if (action && !before) await noteRefused(concertId, action, error);
      throw error;
    });
    return await roomFigures(dependencies, concertId);
  }

  async function noteRefused(concertId: string, action: OperatorAction, error: unknown): Promise<void> {
    if (!(error instanceof ApplicationFailure) || !isErrorCode(error.type)) return;
    const details = { detail: error.message };
    await recordOperatorAction(db, { concertId, action, outcome: error.type, details });
  }

  async function noteDone(
    action: OperatorAction | undefined,
    { concertId, userId, sessionId }: { concertId: string; userId: string; sessionId?: string },
  ): Promise<void> {
    if (!action) return;
    await recordOperatorAction(db, { concertId, sessionId, action, outcome: 'DONE', details: { userId } });
  }

  return {
    async changeRoom({ concertId, change, action }) {
      return await act(concertId, { action, ...change }, async () => {
        // Taken before, it changes nothing; an earlier try may not have told Redis.
        const settings = await updateWaitingRoom(db, { concertId, ...change, action });
        if (!settings) throw concertNotFound();
        // A room that Redis does not know gets its settings when somebody comes, or when it is rebuilt.
        await waitingRoom.applySettings(settings);
      });
    },

    async admitOne({ concertId, userId, action }) {
      return await act(concertId, { action, userId }, async (before) => {
        if (before) return;
        const answer = await admission.admitOne(concertId, userId);
        switch (answer.outcome) {
          case 'NO_SESSION':
            throw refusal('INVALID_TRANSITION', 'This fan has no open session for this concert.');
          case 'FULL':
            throw refusal(
              'INVALID_TRANSITION',
              'No slot is free. Raise the capacity, or wait until a session ends.',
            );
          case 'NOT_READY':
            throw refusal(
              'INVALID_TRANSITION',
              'The line is being rebuilt after a loss of Redis. Try again in a few seconds.',
            );
          case 'NOT_OPEN':
            throw refusal(
              'INVALID_TRANSITION',
              'Nobody is admitted before the sale, once the room is closed, or when every seat is sold.',
            );
          case 'ADMITTED':
          case 'ALREADY': {
            const { view } = answer;
            // Still waiting and taken in already: the workflow was not told yet, perhaps by an earlier try of this action.
            if (view.state === 'WAITING') await tell(view);
            await noteDone(action, { concertId, userId, sessionId: view.identity.sessionId });
          }
        }
      });
    },

    async removeOne({ concertId, userId, action }) {
      return await act(concertId, { action, userId }, async (before) => {
        if (before) return;
        const view =
          (await admission.sessionOf(concertId, userId)) ?? (await sessions.viewOf(concertId, userId));
        const removed = view !== null && (await sessions.remove(view));
        if (view && !removed) await giveUpSession(dependencies, view);
        // A payment that was under way has decided first.
        const ended = view && (await findSessionRecord(db, view.identity.sessionId));
        if (ended?.endReason === 'PAID') {
          throw refusal(
            'INVALID_TRANSITION',
            'This fan has just paid. What was paid for is cancelled with cancelReservation.',
          );
        }
        // An earlier try of this action may have ended it, and only its answer was lost.
        if (!removed && Context.current().info.attempt === 1) {
          throw refusal('INVALID_TRANSITION', 'This fan has no open session for this concert.');
        }
        await noteDone(action, { concertId, userId, sessionId: view?.identity.sessionId });
      });
    },

    async reservationOfRoom({ concertId, reservationId, action }) {
      const found = await findReservationOfRoom(db, concertId, reservationId);
      if (found) return { ...found, cutOffMs: cancellationCutOffMs };
      const detail =
        "No reservation of this concert has this id. Take it from a session's page or from support.";
      const record = {
        concertId,
        action,
        outcome: 'RESERVATION_NOT_FOUND',
        details: { detail, reservationId },
      };
      if (!(await findOperatorAction(db, action))) await recordOperatorAction(db, record);
      throw refusal('RESERVATION_NOT_FOUND', detail);
    },

    async noteRefusal({ concertId, reservationId, action, refusal: { code, detail } }) {
      if (await findOperatorAction(db, action)) return;
      const details = { detail };
      await recordOperatorAction(db, { concertId, reservationId, action, outcome: code, details });
    },
  };
}
