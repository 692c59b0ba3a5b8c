import { z } from 'zod';
import { SESSION_STATES, WAITING_ROOM_STATES } from '../../contracts/states';
import { money, pageOf, reference, seat, text, time, wholeNumber } from './fields';

/** More than any limit per fan, which the session itself checks; this only bounds the work. */
const MOST_SEATS = 100;

const seatIds = z
  .array(reference)
  .min(1, 'must name at least one seat')
  .max(MOST_SEATS, `must name at most ${MOST_SEATS} seats`)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each seat once')
  .meta({ uniqueItems: true });

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
  .meta({ id: 'NewHold', oneOf: [{ required: ['seatIds'] }, { required: ['bestAvailable'] }] });

/** Named for what it does, so that nobody sends the seats to keep. */
export const holdChange = z.strictObject({ releaseSeatIds: seatIds }).meta({ id: 'HoldChange' });

export const hold = z
  .strictObject({
    reservationId: z.uuid(),
    scheduleId: z.string(),
    seats: z.array(seat),
    amount: money,
    expiresAt: time.describe('Until when it can be paid for'),
  })
  .meta({ id: 'Hold' });

export const session = z
  .strictObject({
    sessionId: z.uuid(),
    state: z.enum(SESSION_STATES),
    concertId: z.string(),
    position: z.int().nullable().describe('Place in the line, from 1; null while there is none'),
    ahead: z.int().describe('Fans before you in the line'),
    estimatedWaitSeconds: z
      .int()
      .nullable()
      .describe('Seconds, from measured admissions; null where it is not known'),
    pollAfterSeconds: z.int().describe('Seconds until it is worth asking again'),
    waitingRoomState: z
      .enum(WAITING_ROOM_STATES)
      .nullable()
      .describe('While the session waits; null afterwards, and where it is not known'),
    admittedUntil: time.nullable().describe('Until when seats can be held; null before admission'),
    expiresAt: time.describe('When the session ends if nothing more happens; when it ended, once it has'),
    hold: hold.nullable(),
    reservationId: z.uuid().nullable().describe('What was bought; null unless the state is CONFIRMED'),
  })
  .meta({ id: 'Session' });

export const joinedSession = session
  .extend({ token: z.string().describe('Send it as `Queue-Token`: joining again gives the same one') })
  .meta({ id: 'JoinedSession' });

export const seatMapAnswer = pageOf(seat).meta({ id: 'SeatMap' });

export const payment = z
  .strictObject({
    paymentId: z.uuid(),
    reservationId: z.uuid(),
    amount: money,
    balance: money,
  })
  .meta({ id: 'Payment' });
