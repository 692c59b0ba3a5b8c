import { operation } from '../operation';
import { streamSession } from '../sessionStream';

export const sessionEventOperations = [
  operation({
    id: 'streamSession',
    tag: 'Session',
    method: 'GET',
    path: '/v1/session/events',
    summary: 'Your session as server-sent events: first as it is, then at each change; ends after the end',
    description:
      'Instead of polling. Each event is called `session`, its data is a Session as JSON, and its id goes into `Last-Event-ID` when the client connects again.',
    access: 'SESSION',
    // 204 to a client that has the final state already: it stops asking.
    success: [200, 204],
    successes: { 204: 'You have the final state already: stop asking' },
    answerTypes: ['text/event-stream'],
    refusals: ['QUEUE_TOKEN_EXPIRED', 'OVERLOADED'],
    async handle({ caller: { session, keyHash } }, { sessions, sessionChanges, streamPlaces }) {
      return {
        stream: streamPlaces.run({ ...session, keyHash }, (request, response) =>
          streamSession(request, response, {
            read: () => sessions.read(session),
            subscribe: (listener) => sessionChanges.subscribe(session, listener),
          }),
        ),
      };
    },
  }),
];
