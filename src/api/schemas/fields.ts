import { z } from 'zod';
import { SEAT_STATUSES } from '../../contracts/states';

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;
/** For the document: not every reader of patterns knows `\p{Surrogate}`, and JSON in UTF-8 cannot spell one anyway. */
const NOT_BLANK = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$';
const WITHOUT_NUL = '^[^\\u0000]*$';

/** Trimmed text that is not blank. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be blank')
    .max(most, `must have at most ${most} characters`)
    .regex(STORABLE, 'must not contain NUL or broken Unicode')
    .meta({ pattern: NOT_BLANK });

/** Who acts. It stays in histories, where an e-mail address would be personal data. */
export const login = (most: number) =>
  text(most)
    .regex(/^[^@]*$/, 'must be a login, not an e-mail address')
    .meta({ pattern: '^[^\\u0000@]*[^\\s\\u0000@][^\\u0000@]*$' });

/** Text that may be empty. */
export const freeText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `must have at most ${most} characters`)
    .regex(STORABLE, 'must not contain NUL or broken Unicode')
    .meta({ pattern: WITHOUT_NUL });

const MAX_BIGINT = 9_223_372_036_854_775_807n;

export function isCatalogueId(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= MAX_BIGINT;
}

/** An id in a path: concert, venue, schedule or seat. */
export const catalogueId = z
  .string()
  .refine(isCatalogueId, 'must be an id')
  .meta({ pattern: '^[1-9][0-9]{0,18}$' });

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
export const money = z.int().describe('Minor units of the currency');

export const soldSeat = z
  .strictObject({
    id: z.string(),
    seatNumber: z.string().describe('Unique in its venue'),
    area: z.string(),
    grade: z.string().describe('What the price follows from'),
    price: money,
  })
  .meta({ id: 'SoldSeat' });

export const seat = soldSeat.extend({ status: z.enum(SEAT_STATUSES) }).meta({ id: 'Seat' });

/** A list's answer. */
export const pageOf = <S extends z.ZodType>(entry: S) =>
  z.strictObject({
    items: z.array(entry),
    nextCursor: z.string().nullable().describe('`cursor` of the next page; null on the last one'),
  });
