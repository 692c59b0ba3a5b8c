import { findReservationDetail } from '../../persistence/reads/reservationDetail';
import { listReservations } from '../../persistence/reads/reservations';
import { userExists } from '../../persistence/reads/users';
import { operation } from '../operation';
import { Problem } from '../problem';
import {
  reservationForSupport,
  reservationParams,
  reservationQuery,
  reservations,
  userParams,
} from '../schemas/reservations';
import { reservationCursor } from './reservations';

/** What support sees: any fan's reservations, also those that expired or were cancelled. */
export const adminReservationOperations = [
  operation({
    id: 'getReservationForSupport',
    tag: 'Operators',
    method: 'GET',
    path: '/v1/admin/reservations/:reservationId',
    summary: "Any fan's reservation, and what happened to it when",
    access: 'ADMIN_VIEW',
    params: reservationParams,
    notFound: 'RESERVATION_NOT_FOUND',
    success: [200],
    answer: reservationForSupport,
    async handle({ params }, { db }) {
      const found = await findReservationDetail(db, params.reservationId);
      if (!found)
        throw new Problem(
          'RESERVATION_NOT_FOUND',
          'No reservation ever had this id: take one from GET /v1/admin/users/{id}/reservations.',
        );
      return { body: found };
    },
  }),
  operation({
    id: 'listReservationsOfUser',
    tag: 'Operators',
    method: 'GET',
    path: '/v1/admin/users/:userId/reservations',
    summary: "A fan's reservations, newest first",
    access: 'ADMIN_VIEW',
    params: userParams,
    notFound: 'USER_NOT_FOUND',
    query: reservationQuery,
    success: [200],
    answer: reservations,
    async handle({ params: { userId }, query: { limit, cursor, ...filter } }, { db }) {
      const before = reservationCursor.read(cursor)?.id;
      const found = await listReservations(db, userId, { ...filter, before, limit: limit + 1 });
      if (found.length === 0 && !(await userExists(db, userId))) {
        throw new Problem(
          'USER_NOT_FOUND',
          'Nobody has this id: take the userId of a reservation, or of a workflow in the Web UI.',
        );
      }
      return { body: reservationCursor.page(found, limit, ({ id }) => ({ id })) };
    },
  }),
];
