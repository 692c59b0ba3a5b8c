import { z } from 'zod';
import { CONCERT_STATUSES, WAITING_ROOM_STATES } from '../../contracts/states';
import { freeText, instant, login, money, reference, text, time, wholeNumber } from './fields';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

const MOST_SEATS = 100_000;
const venueSeat = z.strictObject({ seatNumber: text(16), area: text(64), seatType: text(64) });

export const newVenue = z
  .strictObject({
    name: text(255),
    address: text(255),
    timeZone: text(64).refine(isTimeZone, 'must be an IANA time zone, such as Asia/Seoul'),
    seats: z
      .array(venueSeat)
      .min(1, 'must have at least one seat')
      .max(MOST_SEATS, `must have at most ${MOST_SEATS} seats`)
      .superRefine((seats, context) => {
        const seen = new Set<string>();
        seats.forEach(({ seatNumber }, index) => {
          if (seen.has(seatNumber)) {
            context.addIssue({
              code: 'custom',
              path: [index, 'seatNumber'],
              message: 'must not occur twice',
            });
          }
          seen.add(seatNumber);
        });
      }),
  })
  .meta({ id: 'NewVenue' });
export const createdVenue = z
  .strictObject({ id: z.string(), capacity: z.int() })
  .meta({ id: 'CreatedVenue' });

const capacity = wholeNumber(0, 1_000_000).describe('Sessions that may be admitted at once');
const admissionsPerSecond = z
  .number('must be a number')
  .min(0.001, 'must be from 0.001 to 10000')
  .max(10_000, 'must be from 0.001 to 10000');

export const newConcert = z
  .strictObject({
    title: text(255),
    description: freeText(10_000),
    durationMinutes: wholeNumber(1, 10_080),
    saleOpensAt: instant,
    waitingRoom: z.strictObject({ capacity, admissionsPerSecond }),
    holdExtensionSeconds: wholeNumber(0, 3_600)
      .default(0)
      .describe('By how much a fan may put off the deadline of a hold, once; 0: not at all'),
  })
  .meta({ id: 'NewConcert' });
export const createdConcert = z.strictObject({ id: z.string() }).meta({ id: 'CreatedConcert' });

export const newSchedule = z
  .strictObject({
    venueId: reference,
    startsAt: instant,
    endsAt: instant,
    prices: z
      .record(text(64), wholeNumber(0, 1_000_000_000), 'must name a price for each seat type')
      .describe('A price for each seat type of the venue, in minor units of the currency'),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'], error: 'must be after startsAt' })
  .meta({ id: 'NewSchedule' });
export const createdSchedule = z
  .strictObject({ id: z.string(), totalSeats: z.int() })
  .meta({ id: 'CreatedSchedule' });

/** Kept with the action in the history of what it is done to. */
export const operator = {
  by: login(64).default('admin-api').describe("Who acts, by a name of the operators' own choice"),
  why: text(200).default('no reason given').describe('Kept in the history: it must not carry personal data'),
};

export const waitingRoomChange = z
  .strictObject({
    paused: z.boolean('must be true or false').optional(),
    capacity: capacity.optional(),
    admissionsPerSecond: admissionsPerSecond.optional(),
    closed: z
      .boolean('must be true or false')
      .optional()
      .describe('Nobody can join, those who wait are let go, those who are admitted finish'),
    ...operator,
  })
  .refine(({ by: _by, why: _why, ...change }) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change at least one of paused, capacity, admissionsPerSecond and closed',
  })
  .meta({
    id: 'WaitingRoomChange',
    anyOf: ['paused', 'capacity', 'admissionsPerSecond', 'closed'].map((field) => ({ required: [field] })),
  });

/** The id goes into the room's history: only an id, so that no e-mail address gets there by mistake. */
export const fanOfRoom = z
  .strictObject({ userId: z.guid('must be the id of a user'), ...operator })
  .meta({ id: 'FanOfRoom' });

export const waitingRoomSettings = z
  .strictObject({
    concertId: z.string(),
    capacity: z.int(),
    admissionsPerSecond: z.number(),
    paused: z.boolean(),
    saleOpensAt: time,
    status: z.enum(CONCERT_STATUSES),
    soldOut: z.boolean(),
    allSeatsHeld: z.boolean(),
  })
  .meta({ id: 'WaitingRoomSettings' });

export const roomFigures = z
  .strictObject({
    at: time,
    state: z.enum(WAITING_ROOM_STATES),
    waiting: z.int(),
    silent: z
      .int()
      .describe('Fans who wait and have not been heard of lately: passed over, not counted in waiting'),
    admitted: z.int(),
    capacity: z.int(),
    admissionsPerSecond: z.number(),
    paused: z.boolean(),
    admissionsLastMinute: z.int(),
    seats: z.strictObject({ available: z.int(), held: z.int(), sold: z.int() }),
  })
  .meta({ id: 'WaitingRoomFigures' });

export const stats = z
  .strictObject({
    concertId: z.string(),
    currency: z.string(),
    seats: z.strictObject({ available: z.int(), held: z.int(), reserved: z.int() }),
    revenue: money,
    reservations: z.strictObject({
      held: z.int(),
      confirmed: z.int(),
      expired: z.int(),
      canceled: z.int(),
    }),
  })
  .meta({ id: 'ConcertStats' });
