import { z } from 'zod';
import { SEAT_STATUSES } from '../../contracts/states';

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/** Trimmed text that is not blank. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be blank')
    .max(most, `must have at most ${most} characters`)
    .regex(STORABLE, 'must not contain NUL or broken Unicode');

/** Text that may be empty. */
export const freeText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `must have at most ${most} characters`)
    .regex(STORABLE, 'must not contain NUL or broken Unicode');

const MAX_BIGINT = 9_223_372_036_854_775_807n;

export function isCatalogueId(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= MAX_BIGINT;
}

/** An id in a path: concert, venue, schedule or seat. */
export const catalogueId = z.string().refine(isCatalogueId, 'must be an id');

/** An id in a path: user, session, reservation or payment. */
export const uuid = z.guid();

/** An id in a body. Ids are opaque to clients, so any text is taken for one, and one that does not exist is not found. */
export const reference = text(64);

/** RFC 3339 with any offset, read as a Date. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be a time of RFC 3339, such as 2030-05-01T19:00:00Z' })
  .transform((time) => new Date(time))
  .refine(
    (time) => time.getUTCFullYear() >= 1 && time.getUTCFullYear() <= 9999,
    'must be in the years 1 to 9999',
  );

/** A time in an answer: a Date that JSON spells in UTC. */
export const time = z.iso.datetime();

export const wholeNumber = (least: number, most: number) =>
  z
    .int('must be a whole number')
    .min(least, `must be a whole number from ${least} to ${most}`)
    .max(most, `must be a whole number from ${least} to ${most}`);

/** Minor units of the currency in an answer. */
export const money = z.int();

export const soldSeat = z.strictObject({
  id: z.string(),
  seatNumber: z.string(),
  area: z.string(),
  grade: z.string(),
  price: money,
});

export const seat = soldSeat.extend({ status: z.enum(SEAT_STATUSES) });

/** A list's answer. */
export const pageOf = <S extends z.ZodType>(entry: S) =>
  z.strictObject({ items: z.array(entry), nextCursor: z.string().nullable() });
