import { describeSession } from '../../src/domain/sessionDetails';
import { endedView, holdingView, idleView } from '../../src/domain/sessionView';
import { ADMITTED_CONTEXT, HOLD, IDENTITY, ARRIVAL, WAITING_CONTEXT } from './views';

describe("a session's details for operators", () => {
  test('tell state, concert, place and end of a waiting session', () => {
    expect(describeSession(idleView(WAITING_CONTEXT)).split('\n')).toEqual([
      '**WAITING** · concert 42',
      '',
      `- session \`${IDENTITY.sessionId}\``,
      '- joined 2026-01-02 03:04:05 UTC, position 3',
      '- ends 2026-01-02 04:04:05 UTC if nothing happens',
    ]);
  });

  test('tell that a session was admitted on arrival', () => {
    const identity = { ...IDENTITY, positionAtEntry: 0 };
    const details = describeSession(idleView({ ...ADMITTED_CONTEXT, identity }));
    expect(details).toContain('UTC, admitted on arrival');
    expect(details).toContain('- admitted 2026-01-02 03:05:05 UTC');
    expect(details).toContain('- may hold seats until 2026-01-02 03:15:05 UTC');
  });

  test('list the held seats, their amount and how long they are held', () => {
    expect(describeSession(holdingView(ADMITTED_CONTEXT, HOLD))).toContain(
      '- holds Floor A1 · R, Floor A2 · R of schedule 7 for 180000 until 2026-01-02 03:10:45 UTC',
    );
  });

  test('tell how the last hold ended', () => {
    expect(describeSession(idleView(ADMITTED_CONTEXT, 'EXPIRED'))).toContain(
      '- the last hold ended: EXPIRED',
    );
  });

  test('tell reason, reservation and time of an end', () => {
    const details = describeSession(endedView(ADMITTED_CONTEXT, 'PAID', ARRIVAL + 1_000, HOLD.reservationId));
    expect(details).toMatch(/^\*\*CONFIRMED\*\* \(PAID\)/);
    expect(details).toContain(`- reservation \`${HOLD.reservationId}\``);
    expect(details).toContain('- ended 2026-01-02 03:04:06 UTC');
    expect(details).not.toContain('if nothing happens');
  });

  test('hold no personal data', () => {
    expect(describeSession(holdingView(ADMITTED_CONTEXT, HOLD))).not.toContain(IDENTITY.userId);
  });
});
