import { z } from 'zod';
import { SESSION_STATES, WAITING_ROOM_STATES } from '../../contracts/states';
import { money, pageOf, reference, seat, text, time, wholeNumber } from './fields';

/** More than any limit per fan, which the session itself checks; this only bounds the work. */
const MOST_SEATS = 100;

const seatIds = z
  .array(reference)
  .min(1, 'must name at least one seat')
  .max(MOST_SEATS, `must name at most ${MOST_SEATS} seats`)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each seat once');

export const holdRequest = z
  .strictObject({
    scheduleId: reference,
    seatIds: seatIds.optional(),
    bestAvailable: z
      .strictObject({ count: wholeNumber(1, MOST_SEATS), grade: text(64).optional() })
      .optional(),
  })
  .refine(({ seatIds, bestAvailable }) => (seatIds === undefined) !== (bestAvailable === undefined), {
    error: 'must have exactly one of seatIds and bestAvailable',
  })
  .meta({ oneOf: [{ required: ['seatIds'] }, { required: ['bestAvailable'] }] });

/** Named for what it does, so that nobody sends the seats to keep. */
export const holdChange = z.strictObject({ releaseSeatIds: seatIds });

export const hold = z.strictObject({
  reservationId: z.uuid(),
  scheduleId: z.string(),
  seats: z.array(seat),
  amount: money,
  expiresAt: time,
});

export const session = z.strictObject({
  sessionId: z.uuid(),
  state: z.enum(SESSION_STATES),
  concertId: z.string(),
  position: z.int().nullable(),
  ahead: z.int(),
  estimatedWaitSeconds: z.int().nullable(),
  pollAfterSeconds: z.int(),
  /** While the session waits; null afterwards, and where it is not known. */
  waitingRoomState: z.enum(WAITING_ROOM_STATES).nullable(),
  admittedUntil: time.nullable(),
  expiresAt: time,
  hold: hold.nullable(),
  reservationId: z.uuid().nullable(),
});

export const joinedSession = session.extend({ token: z.string() });

export const seatMapAnswer = pageOf(seat);

export const payment = z.strictObject({
  paymentId: z.uuid(),
  reservationId: z.uuid(),
  amount: money,
  balance: money,
});
