/** Ids come from clients as text. One that cannot exist reads as null, so that it never reaches PostgreSQL as an error. */

const MAX_BIGINT = 9_223_372_036_854_775_807n;
const DECIMAL = /^[1-9][0-9]{0,18}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @returns the text if it is a canonical decimal number in the range of `bigint` identities, else null */
export function bigintIdOrNull(text: string): string | null {
  return DECIMAL.test(text) && BigInt(text) <= MAX_BIGINT ? text : null;
}

/** @returns the text if it is a UUID in its usual form, else null */
export function uuidOrNull(text: string): string | null {
  return UUID.test(text) ? text : null;
}
