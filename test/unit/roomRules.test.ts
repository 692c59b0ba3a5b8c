import { refusalToChangeRoom, refusalToOperate } from '../../src/domain/roomRules';

const OPERATOR = { by: 'box office', why: 'test' };
const CHANGE_BOUNDS: [string, unknown[], unknown[]][] = [
  ['paused', [true, false], [1, 'true', null]],
  ['closed', [true, false], [0, 'no', null]],
  ['capacity', [0, 1, 1_000_000], [-1, 0.5, 1_000_001, '10', null]],
  ['admissionsPerSecond', [0.001, 5, 10_000], [0, -1, 0.0009, 10_001, Number.NaN, '5', null]],
];
const TEXT_BOUNDS: [string, unknown[], unknown[]][] = [
  ['by', ['k', 'k'.repeat(64), '김'], ['', ' ', 'k'.repeat(65), 7, null, 'a\0', '\ud800']],
  ['why', ['w', 'w'.repeat(200)], ['', '\n', 'w'.repeat(201), {}, null]],
];

describe("an operator's message", () => {
  test.each([...CHANGE_BOUNDS, ...TEXT_BOUNDS])(
    'with %s out of bounds is refused with VALIDATION_FAILED, naming it',
    (field, good, bad) => {
      const messageWith = (value: unknown) => ({ ...OPERATOR, capacity: 1, [field]: value });
      for (const value of good) expect(refusalToChangeRoom(messageWith(value))).toBeNull();
      for (const value of bad) {
        const refusal = refusalToChangeRoom(messageWith(value));
        expect(refusal?.code).toBe('VALIDATION_FAILED');
        expect(refusal?.detail).toMatch(new RegExp(`^"${field}" must be .+\\.$`));
      }
    },
  );

  test.each(['by', 'why', 'userId', 'capacity', 'admissionsPerSecond'])('needs %s', (field) => {
    const whole = {
      ...OPERATOR,
      userId: '00000000-0000-4000-8000-000000000001',
      capacity: 1,
      admissionsPerSecond: 1,
    };
    const asked = ['userId', 'capacity', 'admissionsPerSecond'] as const;
    expect(refusalToOperate(whole, ...asked)).toBeNull();
    const refusal = refusalToOperate({ ...whole, [field]: undefined }, ...asked);
    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(refusal?.detail).toContain(`"${field}"`);
  });

  test.each([undefined, null, 'pause', 7, []])('%p is refused like an empty one', (message) => {
    expect(refusalToOperate(message)).toEqual(refusalToOperate({}));
    expect(refusalToChangeRoom(message)).toEqual(refusalToChangeRoom({}));
    expect(refusalToOperate({})?.code).toBe('VALIDATION_FAILED');
    const mail = { ...OPERATOR, by: 'ops@example.org' };
    expect(refusalToOperate(mail)?.detail).toMatch(/^"by" must be a login/);
  });

  test('has to name a fan where one is meant', () => {
    expect(refusalToOperate({ ...OPERATOR, userId: '' }, 'userId')?.detail).toContain('"userId"');
    expect(refusalToOperate({ ...OPERATOR, userId: 'fan@example.org' }, 'userId')?.code).toBe(
      'VALIDATION_FAILED',
    );
  });

  test('that changes nothing is refused, and says what can be changed', () => {
    const refusal = refusalToChangeRoom({ ...OPERATOR, capacity: undefined });
    expect(refusal?.code).toBe('VALIDATION_FAILED');
    expect(refusal?.detail).toContain('paused, capacity, admissionsPerSecond, closed');
  });

  test('with a field that means nothing is refused, for it may be a misspelt one', () => {
    expect(refusalToChangeRoom({ ...OPERATOR, paused: true, capacty: 5 })?.detail).toContain('"capacty"');
    expect(refusalToOperate({ ...OPERATOR, rate: 5 })?.detail).toContain('"rate"');
  });
});
