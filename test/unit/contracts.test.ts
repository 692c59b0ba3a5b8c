import { ERROR_CODES, isErrorCode } from '../../src/contracts/errors';
import { cancellationWorkflowId, paymentUpdateId, sessionWorkflowId } from '../../src/contracts/identifiers';
import {
  END_REASONS,
  END_STATE_OF,
  ENDED_SESSION_STATES,
  isEnded,
  SESSION_STATES,
} from '../../src/contracts/states';

/** The codes that clients rely on, with their status. A code or status that changes here breaks clients. */
const PROMISED = {
  VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  QUEUE_TOKEN_INVALID: 401,
  QUEUE_TOKEN_EXPIRED: 401,
  INSUFFICIENT_BALANCE: 402,
  NOT_ADMITTED: 403,
  FORBIDDEN: 403,
  CONCERT_NOT_FOUND: 404,
  SCHEDULE_NOT_FOUND: 404,
  SEAT_NOT_FOUND: 404,
  RESERVATION_NOT_FOUND: 404,
  USER_NOT_FOUND: 404,
  VENUE_NOT_FOUND: 404,
  SEAT_HELD: 409,
  SEAT_RESERVED: 409,
  INVALID_TRANSITION: 409,
  SEAT_LIMIT_EXCEEDED: 409,
  EMAIL_TAKEN: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  HOLD_EXPIRED: 410,
  SOLD_OUT: 410,
  METHOD_NOT_ALLOWED: 405,
  PAYLOAD_TOO_LARGE: 413,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  DEPENDENCY_UNAVAILABLE: 503,
  OVERLOADED: 503,
};

describe('the error codes', () => {
  test.each(Object.entries(PROMISED))('%s answers %i', (code, status) => {
    expect(ERROR_CODES).toHaveProperty([code, 'status'], status);
  });

  test.each(Object.entries(ERROR_CODES))(
    '%s has an error status and a name of its own kind',
    (code, { status, title }) => {
      expect(Number.isInteger(status) && status >= 400 && status < 600).toBe(true);
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      if (code.endsWith('_NOT_FOUND')) expect(status).toBe(404);
    },
  );

  test('no two codes share a title', () => {
    const titles = Object.values(ERROR_CODES).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('a code is known by its name alone', () => {
    expect(isErrorCode('SEAT_HELD')).toBe(true);
    for (const other of ['seat_held', 'toString', '__proto__', '', null, undefined, 409]) {
      expect(isErrorCode(other)).toBe(false);
    }
  });
});

describe('the states', () => {
  test.each(END_REASONS)('%s ends a session in an ended state', (reason) => {
    expect(ENDED_SESSION_STATES).toContain(END_STATE_OF[reason]);
    expect(isEnded(END_STATE_OF[reason])).toBe(true);
  });

  test('each reason is covered, and each ended state has a reason', () => {
    expect(Object.keys(END_STATE_OF).sort()).toEqual([...END_REASONS].sort());
    expect(new Set(Object.values(END_STATE_OF))).toEqual(new Set(ENDED_SESSION_STATES));
  });

  test('a session that waits, is admitted, holds or pays is not over', () => {
    expect(SESSION_STATES.filter((state) => !isEnded(state))).toEqual([
      'WAITING',
      'ADMITTED',
      'HOLDING',
      'PAYING',
    ]);
  });
});

describe('the identifiers', () => {
  test('one fan has one session per concert, one cancellation per reservation, one payment per key', () => {
    expect(sessionWorkflowId('42', 'u')).toBe('session:42:u');
    expect(cancellationWorkflowId('r')).toBe('cancellation:r');
    expect(paymentUpdateId('k')).toBe('pay:k');
  });
});
