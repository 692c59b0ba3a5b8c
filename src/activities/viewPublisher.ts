import type { Logger } from 'pino';
import type { Published, RecordedEnd, SessionContext } from '../contracts/activities';
import type { SessionView } from '../contracts/session';
import { endedView } from '../domain/sessionView';
import type { WaitingRoom } from '../queue/waitingRoom';

export type PublishView = (view: SessionView) => Promise<Published>;

/** Tells Redis of a step that PostgreSQL has decided. A view that does not reach it fails nothing: the workflow writes it later. */
export function createViewPublisher(waitingRoom: Pick<WaitingRoom, 'publish'>, logger: Logger): PublishView {
  return async (view) => {
    try {
      await waitingRoom.publish(view);
      return { viewPublished: true };
    } catch (error) {
      logger.warn(
        { err: error, sessionId: view.identity.sessionId, state: view.state },
        'view not written to Redis',
      );
      return { viewPublished: false };
    }
  };
}

export function endViewOf(step: SessionContext, { reason, reservationId }: RecordedEnd): SessionView {
  return endedView(step, reason, Date.now(), reservationId);
}
