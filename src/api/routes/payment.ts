import { operation } from '../operation';
import { payOnce } from '../paymentOnce';
import { payment } from '../schemas/sessions';

export const paymentOperations = [
  operation({
    id: 'pay',
    tag: 'Session',
    method: 'POST',
    path: '/v1/session/payment',
    summary: 'Pay for what you hold, once per Idempotency-Key; the session ends as CONFIRMED',
    description:
      'Charges the wallet, makes the seats yours and ends the session, or does nothing of it. The same key gets the first answer again, also after the session has ended.',
    access: 'SESSION',
    idempotent: true,
    success: [201],
    answer: payment,
    refusals: [
      'QUEUE_TOKEN_EXPIRED',
      'NOT_ADMITTED',
      'INSUFFICIENT_BALANCE',
      'HOLD_EXPIRED',
      'INVALID_TRANSITION',
      'OVERLOADED',
    ],
    async handle({ caller, requestId, idempotency: { key } }, { db, sessions, logger }) {
      const session = { ...caller.session, requestId };
      const answer = await payOnce({ db, sessions, logger, session, key });
      const { replayed } = answer;
      if ('refusal' in answer) return { refusal: answer.refusal, replayed };
      const { paymentId, reservationId, amount, balance } = answer.result;
      return { body: { paymentId, reservationId, amount, balance }, replayed };
    },
  }),
];
