import { operation } from '../operation';
import { issueQueueToken } from '../queueToken';
import { concertParams } from '../schemas/concerts';
import { joinedSession, session } from '../schemas/sessions';
import { sessionJson } from '../sessionJson';

export const sessionOperations = [
  operation({
    id: 'joinConcert',
    tag: 'Session',
    method: 'POST',
    path: '/v1/concerts/:concertId/sessions',
    summary: 'Join the line; joining again gives the same session, place and token',
    description:
      'Where slots are free and nobody waits the session is ADMITTED at once, otherwise WAITING with a place in the line. The token in the answer is the `Queue-Token` of all calls under `/v1/session`.',
    access: 'USER',
    limit: 'join',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    success: [201, 200],
    successes: { 201: 'You have joined', 200: 'You had joined before: the same session' },
    answer: joinedSession,
    refusals: ['INVALID_TRANSITION', 'SOLD_OUT', 'OVERLOADED'],
    async handle({ caller, requestId, params: { concertId } }, { sessions, settings }) {
      const userId = caller.user.id;
      const { created, snapshot } = await sessions.join(userId, concertId, requestId);
      const { sessionId } = snapshot.view.identity;
      const token = issueQueueToken(settings.queueTokenSecrets, { sessionId, concertId, userId });
      return { status: created ? 201 : 200, body: { ...sessionJson(snapshot), token } };
    },
  }),
  operation({
    id: 'getSession',
    tag: 'Session',
    method: 'GET',
    path: '/v1/session',
    summary: 'Your session: state, place, deadlines and hold; the final state for 24 hours after the end',
    description: 'Ask again after `pollAfterSeconds`: who waits and is not heard of for long is passed over.',
    access: 'SESSION',
    success: [200],
    answer: session,
    refusals: ['QUEUE_TOKEN_EXPIRED'],
    async handle({ caller }, { sessions }) {
      return { body: sessionJson(await sessions.read(caller.session)) };
    },
  }),
  operation({
    id: 'leaveSession',
    tag: 'Session',
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Leave: what you hold goes back on sale',
    description: 'Leaving twice is leaving once.',
    access: 'SESSION',
    success: [204],
    refusals: ['QUEUE_TOKEN_EXPIRED', 'INVALID_TRANSITION', 'OVERLOADED'],
    async handle({ caller: { session }, requestId }, { sessions }) {
      await sessions.leave({ ...session, requestId });
      return {};
    },
  }),
];
