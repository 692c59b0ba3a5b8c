import type { RoomFigures, RoomStatus } from '../../src/contracts/waitingRoom';
import { describeChange, describeRoom } from '../../src/domain/roomDetails';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const FIGURES: RoomFigures = {
  at: AT,
  state: 'OPEN',
  waiting: 120,
  silent: 3,
  admitted: 40,
  capacity: 50,
  admissionsPerSecond: 5,
  paused: false,
  admissionsLastMinute: 280,
  seats: { available: 10, held: 4, sold: 86 },
};
const STATUS: RoomStatus = { awake: true, figures: FIGURES, since: AT - 60_000, actions: [] };

describe("a room's details for operators", () => {
  test('tell state, people, rates, seats and the time of the figures', () => {
    expect(describeRoom('42', STATUS).split('\n')).toEqual([
      '**OPEN** since 2026-01-02 03:03:05 UTC · concert 42',
      '',
      '- 120 waiting, 3 silent',
      '- 40 admitted, capacity 50',
      '- rate 5/s set (300 per minute), 280 admitted in the last minute',
      '- seats: 10 available, 4 held, 86 sold',
      '- as of 2026-01-02 03:04:05 UTC',
    ]);
  });

  test('say that a room at rest shows old figures', () => {
    expect(describeRoom('42', { ...STATUS, awake: false })).toContain(
      '- as of 2026-01-02 03:04:05 UTC, at rest until somebody waits',
    );
  });

  test('say that a room has no figures yet', () => {
    const status = { ...STATUS, figures: null, since: null };
    expect(describeRoom('42', status)).toBe('**No figures yet** · concert 42');
  });

  test.each([
    [{ available: 0, held: 1, sold: 9 }, true],
    [{ available: 1, held: 1, sold: 8 }, false],
    [{ available: 0, held: 0, sold: 10 }, false],
  ])('of %p say that all seats are held: %p', (seats, said) => {
    const details = describeRoom('42', { ...STATUS, figures: { ...FIGURES, seats } });
    expect(details.includes('all seats are held')).toBe(said);
  });

  test('say that a room is paused where its state does not', () => {
    const paused = (state: RoomFigures['state']) =>
      describeRoom('42', { ...STATUS, figures: { ...FIGURES, paused: true, state } });
    expect(paused('PRE_SALE')).toContain('- paused');
    expect(paused('PAUSED')).not.toContain('- paused');
  });

  test('show a slow rate without the noise of binary fractions', () => {
    const figures = { ...FIGURES, admissionsPerSecond: 0.07 };
    expect(describeRoom('42', { ...STATUS, figures })).toContain('rate 0.07/s set (4.2 per minute)');
  });

  test('list the actions with time, who, what and why, newest first', () => {
    const actions = [
      { at: AT, by: 'box office', what: 'paused', why: 'payments are slow' },
      { at: AT - 1_000, by: 'lee', what: 'rate 5/s', why: 'doors' },
    ];
    expect(
      describeRoom('42', { ...STATUS, actions })
        .split('\n')
        .slice(-4),
    ).toEqual([
      'Last actions:',
      '',
      '- 2026-01-02 03:04:05 UTC box office: paused (payments are slow)',
      '- 2026-01-02 03:04:04 UTC lee: rate 5/s (doors)',
    ]);
  });

  test('show what operators typed as it is: neither Markdown nor HTML, on one line', () => {
    const actions = [{ at: AT, by: '<b>x', what: 'paused', why: 'a\n\n# b **c** [d](e) `f` _g_' }];
    expect(
      describeRoom('42', { ...STATUS, actions })
        .split('\n')
        .at(-1),
    ).toBe('- 2026-01-02 03:04:05 UTC \\<b\\>x: paused (a # b \\*\\*c\\*\\* \\[d\\](e) \\`f\\` \\_g\\_)');
  });

  test('stay within the 20 KB that the server takes, however long what operators typed', () => {
    const action = { at: AT, by: '*'.repeat(64), what: '*'.repeat(80), why: '*'.repeat(200) };
    const details = describeRoom('42', { ...STATUS, actions: Array.from({ length: 10 }, () => action) });
    expect(Buffer.byteLength(details)).toBeLessThan(20_000);
  });
});

test.each([
  [{ paused: true }, 'paused'],
  [{ paused: false }, 'resumed'],
  [{ closed: true }, 'closed'],
  [{ closed: false }, 'reopened'],
  [{ capacity: 0 }, 'capacity 0'],
  [
    { admissionsPerSecond: 0.5, paused: false, capacity: 9, closed: false },
    'reopened, resumed, rate 0.5/s, capacity 9',
  ],
])('the change %p is told as "%s"', (change, told) => {
  expect(describeChange(change)).toBe(told);
});
