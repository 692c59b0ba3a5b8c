import { Context } from '@temporalio/activity';
import type { SessionView } from '../contracts/session';
import type { WaitingRoomActivities } from '../contracts/waitingRoom';
import { updateWaitingRoom } from '../persistence/statements/updateWaitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { deliverAdmissions } from './deliverAdmissions';
import { giveUpSession } from './giveUpSession';
import { refusal } from './refusal';
import { concertNotFound, roomFigures } from './roomFigures';

/** What operators ask of a room. */
export function createRoomActions(
  dependencies: AdmissionDependencies,
): Pick<WaitingRoomActivities, 'changeRoom' | 'admitOne' | 'removeOne'> {
  const { db, waitingRoom, admission, sessions } = dependencies;

  async function tell(view: SessionView): Promise<void> {
    for (const failure of await deliverAdmissions(dependencies, [view])) throw failure;
  }

  return {
    async changeRoom({ concertId, change }) {
      const settings = await updateWaitingRoom(db, { concertId, ...change });
      if (!settings) throw concertNotFound();
      // A room that Redis does not know gets its settings when somebody comes, or when it is rebuilt.
      await waitingRoom.applySettings(settings);
      return await roomFigures(dependencies, concertId);
    },

    async admitOne({ concertId, userId }) {
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
        case 'ALREADY':
          // Still waiting and taken in already: the workflow was not told yet, perhaps by an earlier try of this action.
          if (answer.view.state === 'WAITING') await tell(answer.view);
          return await roomFigures(dependencies, concertId);
      }
    },

    async removeOne({ concertId, userId }) {
      const view =
        (await admission.sessionOf(concertId, userId)) ?? (await sessions.viewOf(concertId, userId));
      const removed = view !== null && (await sessions.remove(view));
      if (view && !removed) await giveUpSession(dependencies, view);
      // An earlier try of this action may have ended it, and only its answer was lost.
      if (!removed && Context.current().info.attempt === 1) {
        throw refusal('INVALID_TRANSITION', 'This fan has no open session for this concert.');
      }
      return await roomFigures(dependencies, concertId);
    },
  };
}
