import type { ErrorCode } from '../contracts/errors';

/** The last step of a problem's `type`: `SEAT_HELD` is `seat-held`. */
export function slugOf(code: ErrorCode): string {
  return code.toLowerCase().replaceAll('_', '-');
}

/** `type` of a problem document: a page that explains the code. Relative, as the API does not know its public address. */
export function problemType(code: ErrorCode): string {
  return `/problems/${slugOf(code)}`;
}
