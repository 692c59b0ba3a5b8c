import type { ScheduleCancellationProgress } from '../../src/contracts/scheduleCancellation';
import { describeScheduleCancellation } from '../../src/domain/scheduleCancellationDetails';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const PROGRESS: ScheduleCancellationProgress = {
  ...{ scheduleId: '7', state: 'CANCELING', since: AT },
  ...{ total: 60, canceled: 20, refunded: 20_000, left: 40, held: 0, underWay: 4, lastActions: [] },
};

describe('the page of a cancellation', () => {
  test('says how far it is', () => {
    expect(describeScheduleCancellation(PROGRESS).split('\n')).toEqual([
      '**CANCELING** since 2026-01-02 03:04:05 UTC · schedule 7',
      '',
      '- 20 of 60 reservations cancelled, 20000 refunded',
      '- 40 to be cancelled, 4 of them at this moment',
    ]);
  });

  test('names holds that have yet to run out, and who did what and why, as it was typed', () => {
    const lastActions = [{ at: AT, by: '*Kim*', what: 'paused', why: 'two\nlines' }];
    const page = describeScheduleCancellation({ ...PROGRESS, state: 'PAUSED', held: 2, lastActions });
    expect(page).toContain('- 2 holds have yet to run out; they cannot be paid for');
    expect(page).toContain('- 2026-01-02 03:04:05 UTC \\*Kim\\*: paused (two lines)');
  });
});
