import { z } from 'zod';
import { PAYMENT_STATUSES, RESERVATION_STATUSES } from '../../contracts/states';
import { pageFields } from '../pages';
import { money, pageOf, soldSeat, time, uuid } from './fields';

export const reservationParams = z.strictObject({ reservationId: uuid });

export const reservationQuery = z.strictObject({
  ...pageFields,
  status: z.enum(RESERVATION_STATUSES, `must be one of ${RESERVATION_STATUSES.join(', ')}`).optional(),
});

export const reservation = z.strictObject({
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
});
export const reservations = pageOf(reservation);
