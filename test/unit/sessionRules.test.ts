import type { LastHoldEnd } from '../../src/contracts/session';
import { ENDED_SESSION_STATES, SESSION_STATES, type SessionState } from '../../src/contracts/states';
import {
  refusalToExtend,
  refusalToHold,
  refusalToPay,
  refusalToRelease,
  refusalToReleaseSeats,
  SESSION_ENDED,
  type SessionMoment,
} from '../../src/domain/sessionRules';

const LAST_HOLD_ENDS: LastHoldEnd[] = [null, 'EXPIRED', 'RELEASED'];
/** Paying, extending and letting single seats go need a hold, and nothing else: they share a row. */
const RULES = {
  hold: refusalToHold,
  release: refusalToRelease,
  pay: refusalToPay,
  extend: refusalToExtend,
  releaseSeats: refusalToReleaseSeats,
};
const LIKE: Record<keyof typeof RULES, 'hold' | 'release' | 'pay'> = {
  hold: 'hold',
  release: 'release',
  pay: 'pay',
  extend: 'pay',
  releaseSeats: 'pay',
};

type Row = Record<'hold' | 'release' | 'pay', string | null>;
const ENDED: Row = {
  hold: 'QUEUE_TOKEN_EXPIRED',
  release: 'QUEUE_TOKEN_EXPIRED',
  pay: 'QUEUE_TOKEN_EXPIRED',
};

/** The code each request meets in each state, while the admission window lasts and no hold has ended before. */
const REFUSALS: Record<SessionState, Row> = {
  WAITING: { hold: 'NOT_ADMITTED', release: 'NOT_ADMITTED', pay: 'NOT_ADMITTED' },
  ADMITTED: { hold: null, release: null, pay: 'INVALID_TRANSITION' },
  HOLDING: { hold: null, release: null, pay: null },
  PAYING: { hold: 'INVALID_TRANSITION', release: 'INVALID_TRANSITION', pay: 'INVALID_TRANSITION' },
  CONFIRMED: ENDED,
  EXPIRED: ENDED,
  LEFT: ENDED,
  SOLD_OUT: ENDED,
};

/** What the window's end and the last hold's end change, as exceptions to the table. */
function expected(request: keyof Row, { state, lastHoldEnd, windowOver }: SessionMoment): string | null {
  const code = REFUSALS[state][request];
  if (request === 'hold' && windowOver && code === null) return 'NOT_ADMITTED';
  if (request === 'pay' && state === 'ADMITTED' && lastHoldEnd === 'EXPIRED') return 'HOLD_EXPIRED';
  return code;
}

const moments: SessionMoment[] = SESSION_STATES.flatMap((state) =>
  LAST_HOLD_ENDS.flatMap((lastHoldEnd) =>
    [false, true].map((windowOver) => ({ state, lastHoldEnd, windowOver })),
  ),
);

describe('what a session allows', () => {
  for (const request of Object.keys(RULES) as (keyof typeof RULES)[]) {
    test.each(moments)(`to ${request}: $state, last hold $lastHoldEnd, window over $windowOver`, (moment) => {
      const refusal = RULES[request](moment);
      expect(refusal?.code ?? null).toBe(expected(LIKE[request], moment));
      if (refusal) expect(refusal.detail).toMatch(/^[A-Z].+\.$/);
    });
  }

  test.each(ENDED_SESSION_STATES)('%s refuses every request with the same words', (state) => {
    const moment = { state, lastHoldEnd: null, windowOver: false };
    for (const refusalTo of Object.values(RULES)) expect(refusalTo(moment)).toBe(SESSION_ENDED);
  });

  test('a hold that outlasts the admission window can be paid and let go, but not swapped', () => {
    const moment: SessionMoment = { state: 'HOLDING', lastHoldEnd: null, windowOver: true };
    expect(refusalToPay(moment)).toBeNull();
    expect(refusalToRelease(moment)).toBeNull();
    expect(refusalToHold(moment)).toMatchObject({ code: 'NOT_ADMITTED' });
  });
});
