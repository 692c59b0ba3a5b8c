import { z } from 'zod';
import { findReservationDetail, type ReservationDetail } from '../../persistence/reads/reservationDetail';
import { findReservation, listReservations } from '../../persistence/reads/reservations';
import { operation } from '../operation';
import { cursorOf } from '../pages';
import { Problem } from '../problem';
import { uuid } from '../schemas/fields';
import {
  reservation,
  reservationParams,
  reservationQuery,
  reservations,
  reservationWithHistory,
} from '../schemas/reservations';

export const reservationCursor = cursorOf(z.strictObject({ id: uuid }));

function reservationNotFound(): Problem {
  return new Problem('RESERVATION_NOT_FOUND', 'Take a reservation id from GET /v1/reservations.');
}

/** Without what its fan knows, or need not know. */
function ownJson({ userId: _user, sessionId: _session, ...shown }: ReservationDetail) {
  return shown;
}

export const reservationOperations = [
  operation({
    id: 'listReservations',
    tag: 'Reservations',
    method: 'GET',
    path: '/v1/reservations',
    summary: 'Your reservations, newest first',
    access: 'USER',
    query: reservationQuery,
    success: [200],
    answer: reservations,
    async handle({ caller, query: { limit, cursor, ...filter } }, { db }) {
      const before = reservationCursor.read(cursor);
      const found = await listReservations(db, caller.user.id, {
        ...filter,
        before: before?.id,
        limit: limit + 1,
      });
      return { body: reservationCursor.page(found, limit, ({ id }) => ({ id })) };
    },
  }),
  operation({
    id: 'getReservation',
    tag: 'Reservations',
    method: 'GET',
    path: '/v1/reservations/:reservationId',
    summary: 'One of your reservations, and what happened to it when',
    access: 'USER',
    params: reservationParams,
    notFound: 'RESERVATION_NOT_FOUND',
    success: [200],
    answer: reservationWithHistory,
    async handle({ caller, params }, { db }) {
      const found = await findReservationDetail(db, params.reservationId, caller.user.id);
      if (!found) throw reservationNotFound();
      return { body: ownJson(found) };
    },
  }),
  operation({
    id: 'cancelReservation',
    tag: 'Reservations',
    method: 'POST',
    path: '/v1/reservations/:reservationId/cancellation',
    summary: 'Cancel before the cut-off: the money goes back to the wallet, the seats on sale',
    description: 'Cancelling twice is cancelling once.',
    access: 'USER',
    params: reservationParams,
    notFound: 'RESERVATION_NOT_FOUND',
    success: [200],
    answer: reservation,
    refusals: ['INVALID_TRANSITION', 'OVERLOADED'],
    async handle({ caller, requestId, params: { reservationId } }, { db, sessions }) {
      const userId = caller.user.id;
      // Another user's reservation starts no workflow.
      const found = await findReservation(db, reservationId, userId);
      if (!found) throw reservationNotFound();
      const { concertId, scheduleId } = found;
      await sessions.cancelReservation({ reservationId, userId, concertId, scheduleId }, requestId);
      const canceled = await findReservation(db, reservationId, userId);
      if (!canceled) throw reservationNotFound();
      return { body: canceled };
    },
  }),
];
