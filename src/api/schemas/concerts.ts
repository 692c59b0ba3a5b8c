import { z } from 'zod';
import { CONCERT_STATUSES, SCHEDULE_STATUSES, WAITING_ROOM_STATES } from '../../contracts/states';
import { catalogueId, instant, pageOf, time } from './fields';
import { pageFields } from '../pages';
import { ROOM_SEATS } from '../waitingRooms';

export const concertParams = z.strictObject({ concertId: catalogueId });
export const scheduleParams = z.strictObject({ scheduleId: catalogueId });

export const concert = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  durationMinutes: z.int(),
  saleOpensAt: time,
  status: z.enum(CONCERT_STATUSES),
});
export const concerts = pageOf(concert);

export const scheduleQuery = z.strictObject({
  ...pageFields,
  available: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export const schedules = pageOf(
  z.strictObject({
    id: z.string(),
    concertId: z.string(),
    venueId: z.string(),
    startsAt: time,
    endsAt: time,
    totalSeats: z.int(),
    availableSeats: z.int(),
    status: z.enum(SCHEDULE_STATUSES),
  }),
);

export const waitingRoomSummary = z.strictObject({
  state: z.enum(WAITING_ROOM_STATES),
  waiting: z.int(),
  admitted: z.int(),
  admissionsPerMinute: z.number(),
  seats: z
    .enum(ROOM_SEATS)
    .describe('HELD: none is available and some are being bought, so they may come back'),
});

export const draw = z.strictObject({
  algorithm: z.string(),
  saleOpensAt: time,
  seedHash: z.string().describe('SHA-256 of the seed, as hexadecimal digits of the text of the seed'),
  seed: z.string().nullable().describe('64 hexadecimal digits; null until the sale has opened'),
});
