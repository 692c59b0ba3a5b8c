import { operation } from '../operation';
import { concertParams, waitingRoomSummary } from '../schemas/concerts';
import { concertNotFound } from './concerts';

export const waitingRoomOperations = [
  operation({
    id: 'getWaitingRoom',
    tag: 'Concerts',
    method: 'GET',
    path: '/v1/concerts/:concertId/waiting-room',
    summary: 'How full the waiting room is',
    access: 'PUBLIC',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    cacheControl: 'public, max-age=1',
    etagOfBody: true,
    success: [200],
    answer: waitingRoomSummary,
    async handle({ params }, { waitingRooms }) {
      const summary = await waitingRooms.summary(params.concertId);
      if (!summary) throw concertNotFound();
      const { state, waiting, admitted, admissionsPerMinute, seats } = summary;
      return { body: { state, waiting, admitted, admissionsPerMinute, seats } };
    },
  }),
];
