import { z } from 'zod';
import { PAYMENT_STATUSES, RESERVATION_STATUSES } from '../../contracts/states';
import { CANCEL_CAUSES } from '../../contracts/reservationHistory';
import { pageFields } from '../pages';
import { catalogueId, instant, money, pageOf, soldSeat, time, uuid } from './fields';

export const reservationParams = z.strictObject({ reservationId: uuid });

export const userParams = z.strictObject({ userId: uuid });

export const reservationQuery = z
  .strictObject({
    ...pageFields,
    status: z
      .enum(RESERVATION_STATUSES, `must be one of ${RESERVATION_STATUSES.join(', ')}`)
      .optional()
      .describe('Only those with this status'),
    concertId: catalogueId.optional().describe('Only those of this concert'),
    from: instant.optional().describe('Reserved at or after'),
    to: instant.optional().describe('Reserved before'),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: 'must not be before from' });

export const reservation = z
  .strictObject({
    id: z.uuid(),
    status: z.enum(RESERVATION_STATUSES),
    scheduleId: z.string(),
    concertId: z.string(),
    seats: z.array(soldSeat),
    amount: money,
    reservedAt: time,
    expiresAt: time,
    payment: z
      .strictObject({ id: z.uuid(), amount: money, status: z.enum(PAYMENT_STATUSES), createdAt: time })
      .nullable(),
  })
  .meta({ id: 'Reservation' });
export const reservations = pageOf(reservation).meta({ id: 'ReservationPage' });

/** What happened when, in that order. */
const history = z.array(
  z.discriminatedUnion('what', [
    z.strictObject({ at: time, what: z.literal('HELD') }),
    z.strictObject({ at: time, what: z.literal('EXTENDED') }),
    z.strictObject({ at: time, what: z.literal('CONFIRMED'), paymentId: z.uuid(), amount: money }),
    z.strictObject({ at: time, what: z.literal('EXPIRED') }),
    z.strictObject({ at: time, what: z.literal('CANCELED'), cause: z.enum(CANCEL_CAUSES) }),
    z.strictObject({ at: time, what: z.literal('REFUNDED'), paymentId: z.uuid(), amount: money }),
  ]),
);
export const reservationWithHistory = reservation.extend({ history }).meta({ id: 'ReservationWithHistory' });
export const reservationForSupport = reservationWithHistory
  .extend({
    userId: z.uuid(),
    sessionId: z.uuid(),
  })
  .meta({ id: 'ReservationForSupport' });
