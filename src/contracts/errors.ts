/**
 * Every refusal a client can meet: its stable code, the HTTP status it maps to and a title that does not change.
 * Workflows and activities throw `ApplicationFailure`s whose `type` is one of these codes; the API adds the rest.
 */
export const ERROR_CODES = {
  VALIDATION_FAILED: { status: 400, title: 'The request is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'The API key is missing or unknown' },
  QUEUE_TOKEN_INVALID: { status: 401, title: 'The queue token is missing, malformed or not yours' },
  QUEUE_TOKEN_EXPIRED: { status: 401, title: 'The session of this queue token has ended' },
  INSUFFICIENT_BALANCE: { status: 402, title: 'The wallet balance is too low' },
  NOT_ADMITTED: { status: 403, title: 'The session is not admitted' },
  FORBIDDEN: { status: 403, title: 'This key may not do that' },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is no such resource' },
  CONCERT_NOT_FOUND: { status: 404, title: 'There is no such concert' },
  SCHEDULE_NOT_FOUND: { status: 404, title: 'There is no such schedule' },
  SEAT_NOT_FOUND: { status: 404, title: 'There is no such seat in this schedule' },
  RESERVATION_NOT_FOUND: { status: 404, title: 'There is no such reservation' },
  USER_NOT_FOUND: { status: 404, title: 'There is no such user' },
  API_KEY_NOT_FOUND: { status: 404, title: 'There is no such API key' },
  VENUE_NOT_FOUND: { status: 404, title: 'There is no such venue' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The resource does not support this method' },
  SEAT_HELD: { status: 409, title: 'Another fan is buying the seat' },
  SEAT_RESERVED: { status: 409, title: 'The seat is sold' },
  INVALID_TRANSITION: { status: 409, title: 'That is not possible in the present state' },
  SEAT_LIMIT_EXCEEDED: { status: 409, title: 'More seats than one fan may have' },
  EMAIL_TAKEN: { status: 409, title: 'The e-mail address is registered already' },
  IDEMPOTENCY_KEY_IN_USE: { status: 409, title: 'A request with this Idempotency-Key is in progress' },
  HOLD_EXPIRED: { status: 410, title: 'The hold ran out' },
  SOLD_OUT: { status: 410, title: 'The concert is sold out' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request body is too large' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This Idempotency-Key was used with another request' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  DEPENDENCY_UNAVAILABLE: { status: 503, title: 'A part of the service does not answer' },
  OVERLOADED: { status: 503, title: 'The service is busy' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
