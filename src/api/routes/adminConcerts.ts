import { concertStats } from '../../persistence/reads/concertStats';
import { createConcert } from '../../persistence/statements/createConcert';
import { createSchedule } from '../../persistence/statements/createSchedule';
import { operation } from '../operation';
import { Problem } from '../problem';
import { createdConcert, createdSchedule, newConcert, newSchedule, stats } from '../schemas/admin';
import { concertParams } from '../schemas/concerts';
import { isCatalogueId } from '../schemas/fields';
import { validationProblem } from '../validation';
import { concertNotFound } from './concerts';

function venueNotFound(): Problem {
  return new Problem('VENUE_NOT_FOUND', 'Take the id that POST /v1/admin/venues gave.');
}

export const adminConcertOperations = [
  operation({
    id: 'createConcert',
    tag: 'Operators',
    method: 'POST',
    path: '/v1/admin/concerts',
    summary: 'Create a concert and its waiting room',
    access: 'ADMIN',
    body: newConcert,
    success: [201],
    answer: createdConcert,
    async handle({ body: { waitingRoom, ...concert } }, { db }) {
      return { body: await createConcert(db, { ...concert, ...waitingRoom }) };
    },
  }),
  operation({
    id: 'createSchedule',
    tag: 'Operators',
    method: 'POST',
    path: '/v1/admin/concerts/:concertId/schedules',
    summary: 'Add a date: every seat of the venue goes on sale for it',
    access: 'ADMIN',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    body: newSchedule,
    success: [201],
    answer: createdSchedule,
    refusals: ['VENUE_NOT_FOUND', 'INVALID_TRANSITION'],
    async handle({ params: { concertId }, body }, { db }) {
      if (!isCatalogueId(body.venueId)) throw venueNotFound();
      const created = await createSchedule(db, { concertId, ...body });
      switch (created.outcome) {
        case 'CREATED':
          return { body: { id: created.id, totalSeats: created.totalSeats } };
        case 'CONCERT_NOT_FOUND':
          throw concertNotFound();
        case 'VENUE_NOT_FOUND':
          throw venueNotFound();
        case 'SCHEDULE_EXISTS':
          throw new Problem(
            'INVALID_TRANSITION',
            'The concert has a date at that time: use another startsAt.',
          );
        case 'PRICE_MISSING':
          throw validationProblem(
            created.seatTypes.map((seatType) => ({
              pointer: `/prices/${seatType.replaceAll('~', '~0').replaceAll('/', '~1')}`,
              detail: 'is missing: the venue has seats of this type',
            })),
          );
      }
    },
  }),
  operation({
    id: 'getConcertStats',
    tag: 'Operators',
    method: 'GET',
    path: '/v1/admin/concerts/:concertId/stats',
    summary: 'What was sold',
    access: 'ADMIN_VIEW',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    success: [200],
    answer: stats,
    async handle({ params: { concertId } }, { db, settings }) {
      const found = await concertStats(db, concertId);
      if (!found) throw concertNotFound();
      return { body: { concertId, currency: settings.currency, ...found } };
    },
  }),
];
