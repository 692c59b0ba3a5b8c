import { z } from 'zod';
import { CONCERT_STATUSES, SCHEDULE_STATUSES, WAITING_ROOM_STATES } from '../../contracts/states';
import { catalogueId, instant, pageOf, time } from './fields';
import { pageFields } from '../pages';
import { ROOM_SEATS } from '../waitingRooms';

export const concertParams = z.strictObject({ concertId: catalogueId });
export const scheduleParams = z.strictObject({ scheduleId: catalogueId });

export const concert = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    durationMinutes: z.int(),
    saleOpensAt: time,
    status: z.enum(CONCERT_STATUSES),
  })
  .meta({ id: 'Concert' });
export const concerts = pageOf(concert).meta({ id: 'ConcertPage' });

export const scheduleQuery = z.strictObject({
  ...pageFields,
  available: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .optional()
    .meta({ type: 'boolean', enum: undefined })
    .describe('true: only dates with free seats'),
  from: instant.optional().describe('Starting at or after'),
  to: instant.optional().describe('Starting before'),
});

export const schedules = pageOf(
  z
    .strictObject({
      id: z.string(),
      concertId: z.string(),
      venueId: z.string(),
      startsAt: time,
      endsAt: time,
      totalSeats: z.int(),
      availableSeats: z.int(),
      status: z.enum(SCHEDULE_STATUSES),
    })
    .meta({ id: 'Schedule' }),
).meta({ id: 'SchedulePage' });

export const waitingRoomSummary = z
  .strictObject({
    state: z.enum(WAITING_ROOM_STATES),
    waiting: z.int().describe('Fans in the line who are there'),
    admitted: z.int().describe('Sessions that are admitted and not over'),
    admissionsPerMinute: z.number().describe('Measured over the last minute'),
    seats: z
      .enum(ROOM_SEATS)
      .describe('HELD: none is available and some are being bought, so they may come back'),
  })
  .meta({ id: 'WaitingRoom' });

export const draw = z
  .strictObject({
    algorithm: z.string(),
    saleOpensAt: time,
    seedHash: z.string().describe('SHA-256 of the seed, as hexadecimal digits of the text of the seed'),
    seed: z.string().nullable().describe('64 hexadecimal digits; null until the sale has opened'),
  })
  .meta({ id: 'Draw' });
