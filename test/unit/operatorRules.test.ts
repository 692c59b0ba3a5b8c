import { SESSION_OPERATIONS } from '../../src/contracts/operatorActions';
import { SESSION_STATES, isEnded } from '../../src/contracts/states';
import {
  namesItsOperator,
  refusalOfState,
  refusalToCancelForFan,
  refusalToOperateSession,
} from '../../src/domain/operatorRules';

const OPERATOR = { by: 'ops-1', why: 'a test' };
const ID = '00000000-0000-4000-8000-000000000001';
const BOUNDS: [string, unknown[], unknown[]][] = [
  ['by', ['k', 'k'.repeat(80), '김'], ['', ' ', 'k'.repeat(81), 'a@b', 7, null, 'a\0', '\ud800']],
  ['why', ['w', 'w'.repeat(500)], ['', '\n', 'w'.repeat(501), {}, null]],
  ['seconds', [1, 3_600], [0, -1, 1.5, 3_601, '60', null, Number.NaN]],
  ['actionId', ['a', 'batch-1:7.b_c', 'a'.repeat(100)], ['', 'a b', 'a'.repeat(101), 7, null, 'ä']],
  ['sessionId', [ID], ['', 'session', 7, null]],
];

describe("an operator's message to a session", () => {
  test.each(BOUNDS)(
    'with %s out of bounds is refused with VALIDATION_FAILED, naming it',
    (field, good, bad) => {
      const messageWith = (value: unknown) => ({ ...OPERATOR, seconds: 1, [field]: value });
      for (const value of good) {
        expect(refusalToOperateSession('operatorExtendHold', messageWith(value))).toBeNull();
      }
      for (const value of bad) {
        const refusal = refusalToOperateSession('operatorExtendHold', messageWith(value));
        expect(refusal?.code).toBe('VALIDATION_FAILED');
        expect(refusal?.detail).toMatch(new RegExp(`^"${field}" must be .+\\.$`));
      }
    },
  );

  test.each(SESSION_OPERATIONS)('%s needs who and why, and refuses what it does not know', (what) => {
    const whole = what === 'operatorExtendHold' ? { ...OPERATOR, seconds: 1 } : OPERATOR;
    expect(refusalToOperateSession(what, whole)).toBeNull();
    expect(refusalToOperateSession(what, { ...whole, actionId: 'a', sessionId: ID })).toBeNull();
    for (const field of Object.keys(whole)) {
      expect(refusalToOperateSession(what, { ...whole, [field]: undefined })?.detail).toContain(`"${field}"`);
    }
    expect(refusalToOperateSession(what, { ...whole, whom: ID })?.detail).toContain('"whom"');
    for (const name of ['a\u0000', '\ud83c', 'fan@example.org', 'x'.repeat(65)]) {
      expect(refusalToOperateSession(what, { ...whole, [name]: 1 })?.detail).toMatch(/^A field is not known/);
    }
    for (const nothing of [undefined, null, 'now', 7, []]) {
      expect(refusalToOperateSession(what, nothing)?.code).toBe('VALIDATION_FAILED');
    }
  });

  test('takes a field only where it means something', () => {
    expect(refusalToOperateSession('operatorRemove', { ...OPERATOR, seconds: 1 })?.detail).toContain(
      '"seconds"',
    );
    expect(refusalToOperateSession('operatorAdmit', { ...OPERATOR, beyondCapacity: true })).toBeNull();
    expect(refusalToOperateSession('operatorAdmit', { ...OPERATOR, beyondCapacity: 1 })?.detail).toContain(
      '"beyondCapacity" must be true or false',
    );
  });

  test('that is refused names its operator where by and why are right', () => {
    expect(namesItsOperator({ ...OPERATOR, seconds: -1, whom: 7 })).toBe(true);
    for (const wrong of [undefined, { by: 'ops-1' }, { ...OPERATOR, why: '' }, { ...OPERATOR, by: 'a@b' }]) {
      expect(namesItsOperator(wrong)).toBe(false);
    }
  });
});

describe("a session's state", () => {
  const allowed = (what: (typeof SESSION_OPERATIONS)[number]) =>
    SESSION_STATES.filter((state) => refusalOfState(what, { state }) === null);

  test('allows what has something to act on; a payment under way is waited for', () => {
    expect(allowed('operatorReleaseHold')).toEqual(['HOLDING', 'PAYING']);
    expect(allowed('operatorExtendHold')).toEqual(['HOLDING', 'PAYING']);
    expect(allowed('operatorAdmit')).toEqual(['WAITING']);
  });

  test.each(['operatorExpire', 'operatorRemove'] as const)('allows %s until the session is over', (what) => {
    expect(allowed(what)).toEqual(SESSION_STATES.filter((state) => !isEnded(state)));
  });
});

test('cancelling a reservation needs its id, a UUID, and takes beyondCutOff', () => {
  const message = { ...OPERATOR, reservationId: ID };
  expect(refusalToCancelForFan(message)).toBeNull();
  expect(refusalToCancelForFan({ ...message, beyondCutOff: true, actionId: 'a' })).toBeNull();
  expect(refusalToCancelForFan(OPERATOR)?.detail).toContain('"reservationId"');
  expect(refusalToCancelForFan({ ...message, beyondCutOff: 'yes' })?.detail).toContain('"beyondCutOff"');
  expect(refusalToCancelForFan({ ...message, userId: ID })?.detail).toContain('"userId"');
});
