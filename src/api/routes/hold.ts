import { operation } from '../operation';
import { Problem } from '../problem';
import { isCatalogueId } from '../schemas/fields';
import { hold, holdChange, holdRequest } from '../schemas/sessions';
import { holdJson } from '../sessionJson';
import { scheduleNotFound } from './seatMap';

const DEAD_OR_WAITING = ['QUEUE_TOKEN_EXPIRED', 'NOT_ADMITTED', 'INVALID_TRANSITION', 'OVERLOADED'] as const;

export const holdOperations = [
  operation({
    id: 'holdSeats',
    tag: 'Session',
    method: 'PUT',
    path: '/v1/session/hold',
    summary: 'Hold seats: all of them or none; an earlier hold is swapped',
    description:
      'Name the seats, or let the service choose neighbouring ones. A swap that is refused leaves the earlier hold as it was. The hold lasts until its `expiresAt`, then the seats go back on sale.',
    access: 'SESSION',
    limit: 'hold',
    body: holdRequest,
    success: [200],
    answer: hold,
    refusals: [
      ...DEAD_OR_WAITING,
      'SCHEDULE_NOT_FOUND',
      'SEAT_NOT_FOUND',
      'SEAT_HELD',
      'SEAT_RESERVED',
      'SEAT_LIMIT_EXCEEDED',
      'SOLD_OUT',
    ],
    async handle({ caller: { session }, requestId, body }, { sessions }) {
      const { scheduleId, seatIds = [] } = body;
      const impossible = seatIds.filter((id) => !isCatalogueId(id));
      if (!isCatalogueId(scheduleId) || impossible.length > 0) {
        // Nothing can have these ids, so no workflow is asked; that the session is over is still said first.
        await sessions.readAdmitted(session);
        if (!isCatalogueId(scheduleId)) throw scheduleNotFound();
        throw new Problem('SEAT_NOT_FOUND', 'Take seat ids from GET /v1/schedules/{id}/seats.', {
          seatIds: impossible,
        });
      }
      return { body: holdJson(await sessions.hold({ ...session, requestId }, body)) };
    },
  }),
  operation({
    id: 'releaseSeats',
    tag: 'Session',
    method: 'PATCH',
    path: '/v1/session/hold',
    summary: 'Let single seats of the hold go; its deadline stays',
    access: 'SESSION',
    limit: 'hold',
    body: holdChange,
    success: [200],
    answer: hold,
    refusals: [...DEAD_OR_WAITING, 'SEAT_NOT_FOUND', 'HOLD_EXPIRED'],
    async handle({ caller: { session }, requestId, body: { releaseSeatIds } }, { sessions }) {
      const impossible = releaseSeatIds.filter((id) => !isCatalogueId(id));
      if (impossible.length > 0) {
        await sessions.readAdmitted(session);
        throw new Problem('SEAT_NOT_FOUND', 'Take the ids from the hold: GET /v1/session shows it.', {
          seatIds: impossible,
        });
      }
      const by = { ...session, requestId };
      return { body: holdJson(await sessions.releaseSeats(by, releaseSeatIds)) };
    },
  }),
  operation({
    id: 'extendHold',
    tag: 'Session',
    method: 'POST',
    path: '/v1/session/hold/extension',
    summary: 'Put off the deadline of the hold, once, where the concert allows it',
    access: 'SESSION',
    limit: 'hold',
    success: [200],
    answer: hold,
    refusals: [...DEAD_OR_WAITING, 'HOLD_EXPIRED'],
    async handle({ caller: { session }, requestId }, { sessions }) {
      return { body: holdJson(await sessions.extendHold({ ...session, requestId })) };
    },
  }),
  operation({
    id: 'releaseHold',
    tag: 'Session',
    method: 'DELETE',
    path: '/v1/session/hold',
    summary: 'Let the held seats go and stay admitted',
    description: 'Letting go twice is letting go once.',
    access: 'SESSION',
    success: [204],
    refusals: DEAD_OR_WAITING,
    async handle({ caller: { session }, requestId }, { sessions }) {
      await sessions.releaseHold({ ...session, requestId });
      return {};
    },
  }),
];
