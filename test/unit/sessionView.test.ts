import { END_REASONS, END_STATE_OF } from '../../src/contracts/states';
import { endedView, holdingView, idleView } from '../../src/domain/sessionView';
import { ADMITTED_CONTEXT, HOLD, IDENTITY, ARRIVAL, WAITING_CONTEXT } from './views';

describe("a session's view", () => {
  test('is WAITING without an admission, and ends with the wait', () => {
    expect(idleView(WAITING_CONTEXT)).toEqual({
      revision: 1,
      identity: IDENTITY,
      state: 'WAITING',
      admittedAt: null,
      admittedUntil: null,
      expiresAt: ARRIVAL + 3_600_000,
      hold: null,
      lastHoldEnd: null,
      reservationId: null,
      endReason: null,
    });
  });

  test.each([null, 'EXPIRED', 'RELEASED'] as const)(
    'is ADMITTED without a hold; the last ended %s',
    (end) => {
      expect(idleView(ADMITTED_CONTEXT, end)).toMatchObject({
        state: 'ADMITTED',
        admittedAt: ARRIVAL + 60_000,
        admittedUntil: ARRIVAL + 660_000,
        hold: null,
        lastHoldEnd: end,
      });
    },
  );

  test('an admission at the epoch counts as one', () => {
    expect(idleView({ ...ADMITTED_CONTEXT, admittedAt: 0 }).state).toBe('ADMITTED');
  });

  test.each([
    ['within the admission window ends with the window', ARRIVAL + 400_000, ARRIVAL + 660_000],
    ['beyond the admission window lasts as long as the hold', ARRIVAL + 900_000, ARRIVAL + 900_000],
  ])('a hold %s', (_title, holdEnd, sessionEnd) => {
    const view = holdingView(ADMITTED_CONTEXT, { ...HOLD, expiresAt: holdEnd });
    expect(view).toMatchObject({ state: 'HOLDING', expiresAt: sessionEnd, admittedUntil: ARRIVAL + 660_000 });
    expect(view.hold?.expiresAt).toBe(holdEnd);
    expect(view.lastHoldEnd).toBeNull();
  });

  test.each(END_REASONS)('ended by %s has the state of that reason, its time, and no hold', (reason) => {
    const reservationId = reason === 'PAID' ? HOLD.reservationId : null;
    expect(endedView(ADMITTED_CONTEXT, reason, ARRIVAL + 5, reservationId)).toMatchObject({
      state: END_STATE_OF[reason],
      endReason: reason,
      expiresAt: ARRIVAL + 5,
      hold: null,
      reservationId,
    });
  });
});
