import type { ErrorCode } from './errors';

/** What the page of a code says. A code without an entry does not compile. */
export interface ErrorExplanation {
  /** When the code is answered. */
  when: string;
  /** What the client can do. */
  wayOut: string;
}

export const ERROR_EXPLANATIONS: Readonly<Record<ErrorCode, ErrorExplanation>> = {
  VALIDATION_FAILED: {
    when: 'A field of the body, the query or the headers is missing, unknown or not as the document says. Nothing was done.',
    wayOut:
      'Correct each field that `errors` names, by a JSON pointer into the body (`/amount`), the query (`/query/limit`) or the headers, and send the request again.',
  },
  UNAUTHENTICATED: {
    when: 'The request has no API key, or one that nobody has.',
    wayOut:
      'Send `Authorization: Bearer <key>` with the key that POST /v1/users gave. It is shown once: who lost it asks the operator for another one.',
  },
  QUEUE_TOKEN_INVALID: {
    when: 'The call is about a session, and `Queue-Token` is missing, malformed, or was given to another user.',
    wayOut:
      'Send the `token` that joining gave, with the API key of the same user. Joining the concert again gives the same token while the session lasts.',
  },
  QUEUE_TOKEN_EXPIRED: {
    when: 'The session is over: paid, left, expired, sold out, or removed by an operator.',
    wayOut: 'GET /v1/reservations shows what was bought. Join the concert again for a new session.',
  },
  INSUFFICIENT_BALANCE: {
    when: 'The seats cost more than the wallet holds. Nothing was charged, and the hold goes on until `expiresAt`.',
    wayOut:
      'Top up at least `requiredAmount` less `balance`, both in minor units, and pay again with a new Idempotency-Key before `expiresAt`.',
  },
  NOT_ADMITTED: {
    when: 'The session still waits in the line, or its admission window has run out.',
    wayOut:
      'While it waits, ask GET /v1/session again after `pollAfterSeconds`, or listen to GET /v1/session/events. After the window, pay for what you hold, or join again once the session has ended.',
  },
  FORBIDDEN: {
    when: 'The key is genuine, and it is not one for this call; or the account is closed.',
    wayOut:
      'Fans use the API key of their own, operators a key with the rights the call needs. For a closed account ask the operator.',
  },
  ROUTE_NOT_FOUND: {
    when: 'No resource has this path.',
    wayOut:
      'Compare method and path with the calls in /docs; ids in a path must be spelled as the API gave them.',
  },
  API_KEY_NOT_FOUND: {
    when: 'You have no API key with the id in the path.',
    wayOut: 'Take the id of a key from GET /v1/users/me/api-keys.',
  },
  CONCERT_NOT_FOUND: {
    when: 'No concert has the id in the path.',
    wayOut: 'Take a concert id from GET /v1/concerts.',
  },
  SCHEDULE_NOT_FOUND: {
    when: "No schedule has this id, or it is not one of the session's concert.",
    wayOut: 'Take a schedule id from GET /v1/concerts/{concertId}/schedules of your concert.',
  },
  SEAT_NOT_FOUND: {
    when: 'At least one seat is not in this schedule, or not in the hold. `seatIds` names the seats.',
    wayOut: 'Take seat ids from GET /v1/schedules/{scheduleId}/seats, or from the hold in GET /v1/session.',
  },
  RESERVATION_NOT_FOUND: {
    when: 'No reservation of yours has this id.',
    wayOut: 'Take a reservation id from GET /v1/reservations.',
  },
  USER_NOT_FOUND: {
    when: 'No user has this id.',
    wayOut: 'Take the `userId` of a reservation, or of a workflow in the Temporal Web UI.',
  },
  VENUE_NOT_FOUND: {
    when: 'No venue has this id.',
    wayOut: 'Take the id that POST /v1/admin/venues gave.',
  },
  METHOD_NOT_ALLOWED: {
    when: 'The path exists and does not take this method.',
    wayOut: 'Use one of the methods in the `Allow` header.',
  },
  SEAT_HELD: {
    when: 'Another fan holds at least one of the seats. `seatIds` names them; none was held for you.',
    wayOut:
      'Choose other seats, let the service choose with `bestAvailable`, or try again in a few minutes: a hold that is not paid for runs out.',
  },
  SEAT_RESERVED: {
    when: 'At least one of the seats is sold. `seatIds` names them; none was held for you.',
    wayOut: 'Choose other seats: waiting will not help unless somebody cancels.',
  },
  INVALID_TRANSITION: {
    when: 'The request is well-formed, and what it asks for is not possible in the present state: `detail` says why.',
    wayOut: 'Read the resource again, for a session with GET /v1/session, and go on from there.',
  },
  SEAT_LIMIT_EXCEEDED: {
    when: 'The seats asked for and those already bought for this concert are more than one fan may have, `maxSeats`.',
    wayOut: 'Ask for fewer seats.',
  },
  EMAIL_TAKEN: {
    when: 'Somebody has registered with this e-mail address.',
    wayOut: 'Use the API key you got on registering, or register with another address.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    when: 'The first request with this Idempotency-Key is still under way.',
    wayOut: 'Send the same request with the same key again after `retryAfter` seconds: you get its answer.',
  },
  HOLD_EXPIRED: {
    when: 'The hold ran out before the request came, at `expiresAt` where that is known. Nothing was charged and the seats are back on sale.',
    wayOut: 'Hold seats again, while the session is admitted.',
  },
  SOLD_OUT: {
    when: 'No seat is left, of this date or of the whole concert.',
    wayOut: 'Choose another date, or try again later: what is cancelled comes back on sale.',
  },
  PAYLOAD_TOO_LARGE: {
    when: 'The body is larger than this call takes.',
    wayOut:
      'Send a smaller body: 100 kB are enough for every call but the creation of a venue, which takes 5 MB.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    when: 'This Idempotency-Key was used with another request before.',
    wayOut:
      'Use a new key for each thing that is to be done once, and the same key only to repeat a request as it was.',
  },
  RATE_LIMITED: {
    when: 'Too many requests came from this user or address.',
    wayOut:
      'Wait `retryAfter` seconds. The `RateLimit` header of each answer tells what is left; a session is polled at the pace of its `pollAfterSeconds`.',
  },
  INTERNAL: {
    when: 'Something unforeseen went wrong. What became of the request is not known.',
    wayOut:
      'Repeat the request later, with the same Idempotency-Key where it had one. If it stays, tell the operator the `requestId`.',
  },
  DEPENDENCY_UNAVAILABLE: {
    when: 'PostgreSQL, Redis or Temporal does not answer. What became of the request is not known.',
    wayOut:
      'Send the same request again after `retryAfter` seconds, with the same Idempotency-Key where it had one: nothing happens twice.',
  },
  OVERLOADED: {
    when: 'The service has more to do than it can, and refused early. Nothing was done.',
    wayOut:
      'Send the same request again after `retryAfter` seconds, and wait longer each time it is refused.',
  },
};
