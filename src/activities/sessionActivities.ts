import type { Logger } from 'pino';
import type { SessionActivities } from '../contracts/activities';
import { DATE_CANCELED, explainHoldRefusal } from '../domain/seatRefusals';
import { HOLD_EXPIRED, NO_HOLD } from '../domain/sessionRules';
import { endedView, holdingView, idleView } from '../domain/sessionView';
import { findHold } from '../persistence/reads/holdInForce';
import type { SqlClient } from '../persistence/sqlClient';
import { endSession } from '../persistence/statements/endSession';
import { extendHold, type ExtensionRefusal } from '../persistence/statements/extendHold';
import { holdSeats } from '../persistence/statements/holdSeats';
import { payReservation } from '../persistence/statements/payReservation';
import { recordSession } from '../persistence/statements/recordSession';
import { releaseHold } from '../persistence/statements/releaseHold';
import type { WaitingRoom } from '../queue/waitingRoom';
import { refusal } from './refusal';
import { createViewPublisher, endViewOf } from './viewPublisher';

export interface SessionActivityDependencies {
  db: SqlClient;
  waitingRoom: WaitingRoom;
  logger: Logger;
}

const EXTENSION_REFUSALS: Record<ExtensionRefusal, string> = {
  HOLD_EXPIRED: HOLD_EXPIRED.detail,
  NO_HOLD: NO_HOLD.detail,
  SCHEDULE_CANCELED: DATE_CANCELED,
  EXTENDED_BEFORE:
    'A hold of this session was extended before, which is possible once. Pay before the hold runs out.',
  NOT_OFFERED: 'This concert extends no holds. Pay before the hold runs out.',
  AT_ITS_LONGEST: 'The hold lasts as long as a hold may last already. Pay before it runs out.',
};

/**
 * The steps of a session: PostgreSQL decides in one statement, then Redis is told. A view that does not reach Redis
 * fails nothing: the step is decided, and the workflow writes the view later.
 */
export function createSessionActivities({
  db,
  waitingRoom,
  logger,
}: SessionActivityDependencies): SessionActivities {
  const published = createViewPublisher(waitingRoom, logger);

  return {
    async openSession(step) {
      await recordSession(db, step);
      return await published(idleView(step));
    },

    async admitSession(step) {
      await recordSession(db, step);
      return await published(idleView(step));
    },

    async holdSeats(step) {
      const answer = await holdSeats(db, step);
      if (answer.outcome !== 'HELD') {
        const { code, detail, facts } = explainHoldRefusal(answer, step.maxSeats);
        throw refusal(code, detail, facts);
      }
      return { hold: answer.hold, ...(await published(holdingView(step, answer.hold))) };
    },

    async findHold(step) {
      const found = await findHold(db, step.identity.sessionId);
      const view = found ? holdingView(step, found.hold) : idleView(step);
      return { found, ...(await published(view)) };
    },

    async extendHold(step) {
      const answer = await extendHold(db, step);
      if (answer.outcome !== 'EXTENDED') {
        const code = answer.outcome === 'HOLD_EXPIRED' ? 'HOLD_EXPIRED' : 'INVALID_TRANSITION';
        throw refusal(code, EXTENSION_REFUSALS[answer.outcome]);
      }
      const { hold, leftMs } = answer;
      return { hold, leftMs, ...(await published(holdingView(step, hold))) };
    },

    async releaseHold(step) {
      const { end } = await releaseHold(db, step);
      const view = end ? endViewOf(step, end) : idleView(step, step.lastHoldEnd);
      return { end, ...(await published(view)) };
    },

    async pay(step) {
      const answer = await payReservation(db, step);
      switch (answer.outcome) {
        case 'PAID': {
          const { paymentId, reservationId, amount, balance } = answer;
          const view = endedView(step, 'PAID', Date.now(), reservationId);
          return { paymentId, reservationId, amount, balance, ...(await published(view)) };
        }
        case 'INSUFFICIENT_BALANCE': {
          const { balance, requiredAmount } = answer;
          const detail = `The seats cost ${requiredAmount}, the balance is ${balance}. Top up the wallet and pay again with a new Idempotency-Key before the hold runs out.`;
          throw refusal('INSUFFICIENT_BALANCE', detail, { balance, requiredAmount });
        }
        case 'HOLD_EXPIRED':
          throw refusal('HOLD_EXPIRED', HOLD_EXPIRED.detail);
        case 'INVALID_TRANSITION':
          throw refusal('INVALID_TRANSITION', 'There is no hold to pay for. Hold seats first.');
        case 'SCHEDULE_CANCELED':
          throw refusal('INVALID_TRANSITION', `${DATE_CANCELED} Nothing was charged.`);
      }
    },

    async endSession(step) {
      const { end } = await endSession(db, step);
      return { end, ...(await published(endViewOf(step, end))) };
    },

    async publishView(view) {
      await waitingRoom.publish(view);
    },
  };
}
