import { operation } from '../operation';
import { streamSession } from '../sessionStream';

export const sessionEventOperations = [
  operation({
    method: 'GET',
    path: '/v1/session/events',
    summary: 'Your session as server-sent events: first as it is, then at each change; ends after the end',
    access: 'SESSION',
    // 204 to a client that has the final state already: it stops asking.
    success: [200, 204],
    refusals: ['QUEUE_TOKEN_EXPIRED', 'OVERLOADED'],
    async handle({ caller: { session } }, { sessions, sessionChanges, streamPlaces }) {
      return {
        stream: streamPlaces.run(session.sessionId, (request, response) =>
          streamSession(request, response, {
            read: () => sessions.read(session),
            subscribe: (listener) => sessionChanges.subscribe(session, listener),
          }),
        ),
      };
    },
  }),
];
