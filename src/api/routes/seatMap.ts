import { operation } from '../operation';
import { Problem } from '../problem';
import { scheduleParams } from '../schemas/concerts';
import { seatMapAnswer } from '../schemas/sessions';

export function scheduleNotFound(): Problem {
  return new Problem(
    'SCHEDULE_NOT_FOUND',
    'Take a schedule id from GET /v1/concerts/{id}/schedules of your concert.',
  );
}

export const seatMapOperations = [
  operation({
    id: 'getSeatMap',
    tag: 'Session',
    method: 'GET',
    path: '/v1/schedules/:scheduleId/seats',
    summary: 'The seat map, for admitted sessions of its concert',
    access: 'SESSION',
    params: scheduleParams,
    notFound: 'SCHEDULE_NOT_FOUND',
    cacheControl: 'private, no-cache',
    success: [200, 304],
    answer: seatMapAnswer,
    refusals: ['QUEUE_TOKEN_EXPIRED', 'NOT_ADMITTED'],
    async handle({ caller, params: { scheduleId }, isFresh }, { seatMaps, sessions }) {
      await sessions.readAdmitted(caller.session);
      const map = await seatMaps.read(scheduleId);
      if (map?.concertId !== caller.session.concertId) throw scheduleNotFound();
      const etag = `W/"${scheduleId}-${map.version}"`;
      if (isFresh(etag)) return { status: 304, headers: { ETag: etag } };
      return { json: map.json(), headers: { ETag: etag } };
    },
  }),
];
