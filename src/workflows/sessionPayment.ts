import { setHandler } from '@temporalio/workflow';
import type { Published, RecordedEnd, SessionActivities, SessionContext } from '../contracts/activities';
import { payUpdate, type Addressed } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { refusalToPay, type Refusal, type SessionMoment } from '../domain/sessionRules';
import { rethrowRefusal } from './refusal';
import type { Turns } from './turns';

/** What of its session the handler of payments uses. */
export interface SessionOfPayment {
  now: { view: SessionView; holdNumber: number };
  activities: Pick<SessionActivities, 'pay'>;
  inTurn: Turns['inTurn'];
  permit(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void;
  permitOnArrival(message: Addressed, refusalTo: (moment: SessionMoment) => Refusal | null): void;
  nextContext(cause: Addressed): SessionContext;
  show(view: SessionView): void;
  close(step: SessionContext, end: RecordedEnd, published: Published): void;
}

/** Lets the fan pay for what is held, which ends the session. A payment that is refused leaves the hold as it was. */
export function handlePayment(session: SessionOfPayment): void {
  const { now, activities, inTurn, permit, permitOnArrival, nextContext, show, close } = session;

  setHandler(
    payUpdate,
    ({ paymentKey, ...message }) =>
      inTurn(async () => {
        permit(message, refusalToPay);
        const holding = now.view;
        show({ ...holding, state: 'PAYING' });
        const step = nextContext(message);
        const { viewPublished, ...payment } = await activities
          .pay({ ...step, holdNumber: now.holdNumber, paymentKey })
          .catch((error: unknown) => {
            show(holding);
            return rethrowRefusal(error, holding.hold);
          });
        const { reservationId, paymentId } = payment;
        close(step, { reason: 'PAID', reservationId, paymentId }, { viewPublished });
        return payment;
      }),
    {
      validator: (message: Addressed) => permitOnArrival(message, refusalToPay),
      description: 'Pays for the held seats',
    },
  );
}
