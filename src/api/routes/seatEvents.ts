import { seatMapVersion } from '../../persistence/reads/seatMap';
import { operation } from '../operation';
import { scheduleParams } from '../schemas/concerts';
import { streamSeats } from '../seatStream';
import { scheduleNotFound } from './seatMap';

export const seatEventOperations = [
  operation({
    id: 'streamSeats',
    tag: 'Session',
    method: 'GET',
    path: '/v1/schedules/:scheduleId/seats/events',
    summary:
      'The seats of a date as server-sent events: first the status of all, then of those that change; ends with your session',
    description:
      'Instead of asking for the seat map again. The first event is called `seats` and has every seat, each further one is called `change` and has those that are different now. Data is `{scheduleId, items: [{id, status}]}` as JSON; its id goes into `Last-Event-ID` when the client connects again.',
    access: 'SESSION',
    params: scheduleParams,
    notFound: 'SCHEDULE_NOT_FOUND',
    success: [200],
    answerTypes: ['text/event-stream'],
    refusals: ['QUEUE_TOKEN_EXPIRED', 'NOT_ADMITTED', 'OVERLOADED'],
    async handle({ caller: { session, keyHash }, params: { scheduleId } }, api) {
      const { db, sessions, sessionChanges, seatFeeds, streamPlaces } = api;
      const { concertId } = session;
      return {
        stream: streamPlaces.run({ ...session, keyHash }, (request, response) =>
          streamSeats(request, response, {
            subscribe: (listener) => sessionChanges.subscribe(session, listener),
            checkAccess: () => sessions.readAdmitted(session),
            async follow(listener) {
              const schedule = await seatMapVersion(db, scheduleId);
              if (schedule?.concertId !== concertId) throw scheduleNotFound();
              return await seatFeeds.follow({ scheduleId, concertId }, listener);
            },
          }),
        ),
      };
    },
  }),
];
