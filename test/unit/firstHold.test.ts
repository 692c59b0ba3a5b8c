import { firstHoldView, isFirstHold, isWhatWasAskedFor } from '../../src/domain/firstHold';
import { admittedView, HOLD, waitingView } from './views';

const HOLD_MS = 300_000;
const WINDOW_MS = 600_000;
const admittedAt = 1_000_000;
const firstTaskAt = admittedAt + HOLD_MS;
const untouched = {
  ...{ ...admittedView, revision: 0, firstTaskAt, admittedAt },
  admittedUntil: admittedAt + WINDOW_MS,
};

describe('the API makes a hold', () => {
  test('of a session whose workflow wakes before the hold runs out', () => {
    expect(isFirstHold(untouched, admittedAt, HOLD_MS)).toBe(true);
    expect(isFirstHold(untouched, firstTaskAt - 1, HOLD_MS)).toBe(true);
  });

  test('not once it has woken', () => {
    expect(isFirstHold(untouched, firstTaskAt, HOLD_MS)).toBe(false);
  });

  test('not where holds last shorter or longer than when the fan joined', () => {
    for (const holdMs of [HOLD_MS - 1, HOLD_MS + 1])
      expect(isFirstHold(untouched, admittedAt, holdMs)).toBe(false);
  });

  test('where holds last longer than the window, until that is over', () => {
    const brief = { ...untouched, firstTaskAt: untouched.admittedUntil };
    expect(isFirstHold(brief, firstTaskAt, WINDOW_MS + 1)).toBe(true);
    expect(isFirstHold(brief, untouched.admittedUntil, WINDOW_MS + 1)).toBe(false);
  });

  test('not of a session that waits, holds, or has had a workflow task', () => {
    for (const view of [{ ...waitingView, firstTaskAt }, firstHoldView(untouched, HOLD), admittedView])
      expect(isFirstHold(view, firstTaskAt - 1, HOLD_MS)).toBe(false);
  });
});

test('its view is newer than the one of joining, and tells of no first workflow task', () => {
  const view = firstHoldView(untouched, HOLD);
  expect(view).toMatchObject({ state: 'HOLDING', hold: HOLD, revision: 1, admittedAt: untouched.admittedAt });
  expect(view).not.toHaveProperty('firstTaskAt');
});

describe('a hold is what was asked for', () => {
  const { scheduleId } = HOLD;
  test.each([
    ['the same seats in another order', { scheduleId, seatIds: ['2', '1'] }, true],
    ['one named twice', { scheduleId, seatIds: ['1', '2', '1'] }, true],
    ['one of them', { scheduleId, seatIds: ['1'] }, false],
    ['one more', { scheduleId, seatIds: ['1', '2', '3'] }, false],
    ['as many others', { scheduleId, seatIds: ['1', '3'] }, false],
    ['those of another date', { scheduleId: '8', seatIds: ['1', '2'] }, false],
    ['as many of any grade', { scheduleId, bestAvailable: { count: 2 } }, true],
    ['as many of this grade', { scheduleId, bestAvailable: { count: 2, grade: 'R' } }, true],
    ['as many of another grade', { scheduleId, bestAvailable: { count: 2, grade: 'S' } }, false],
    ['fewer', { scheduleId, bestAvailable: { count: 1 } }, false],
  ])('%s: %j is %s', (_what, request, expected) => {
    expect(isWhatWasAskedFor(HOLD, request)).toBe(expected);
  });
});
