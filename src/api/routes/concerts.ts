import { z } from 'zod';
import { findConcert, listConcerts } from '../../persistence/reads/concerts';
import { listSchedules } from '../../persistence/reads/schedules';
import { operation } from '../operation';
import { cursorOf, pageFields } from '../pages';
import { Problem } from '../problem';
import { concert, concertParams, concerts, scheduleQuery, schedules } from '../schemas/concerts';
import { catalogueId, instant } from '../schemas/fields';

/** Concerts change seldom: a CDN may answer for a while, and spare the fans the moment of asking again. */
const CACHEABLE = 'public, max-age=10, stale-while-revalidate=60';
/** Free seats must never be shown older than the last change: kept, but asked for each time. */
const REVALIDATED = 'public, no-cache';

const concertCursor = cursorOf(z.strictObject({ id: catalogueId }));
const scheduleCursor = cursorOf(z.strictObject({ startsAt: instant, id: catalogueId }));

export function concertNotFound(): Problem {
  return new Problem('CONCERT_NOT_FOUND', 'Take a concert id from GET /v1/concerts.');
}

export const concertOperations = [
  operation({
    id: 'listConcerts',
    tag: 'Concerts',
    method: 'GET',
    path: '/v1/concerts',
    summary: 'All concerts',
    access: 'PUBLIC',
    query: z.strictObject(pageFields),
    cacheControl: CACHEABLE,
    etagOfBody: true,
    success: [200],
    answer: concerts,
    async handle({ query: { limit, cursor } }, { db }) {
      const found = await listConcerts(db, { after: concertCursor.read(cursor)?.id, limit: limit + 1 });
      return { body: concertCursor.page(found, limit, ({ id }) => ({ id })) };
    },
  }),
  operation({
    id: 'getConcert',
    tag: 'Concerts',
    method: 'GET',
    path: '/v1/concerts/:concertId',
    summary: 'One concert',
    access: 'PUBLIC',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    cacheControl: CACHEABLE,
    etagOfBody: true,
    success: [200],
    answer: concert,
    async handle({ params }, { db }) {
      const found = await findConcert(db, params.concertId);
      if (!found) throw concertNotFound();
      return { body: found };
    },
  }),
  operation({
    id: 'listSchedules',
    tag: 'Concerts',
    method: 'GET',
    path: '/v1/concerts/:concertId/schedules',
    summary: "A concert's dates, with the seats free at this moment",
    description: 'In the order of their beginning. A schedule is one dated performance.',
    access: 'PUBLIC',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    query: scheduleQuery,
    cacheControl: REVALIDATED,
    etagOfBody: true,
    success: [200],
    answer: schedules,
    async handle({ params: { concertId }, query: { limit, cursor, ...filter } }, { db }) {
      const after = scheduleCursor.read(cursor);
      const found = await listSchedules(db, concertId, { ...filter, after, limit: limit + 1 });
      // A date proves that there is a concert; only without one is it worth asking.
      if (found.length === 0 && !(await findConcert(db, concertId))) throw concertNotFound();
      const placeOf = ({ startsAt, id }: { startsAt: Date; id: string }) => ({
        startsAt: startsAt.toISOString(),
        id,
      });
      return { body: scheduleCursor.page(found, limit, placeOf) };
    },
  }),
];
