import fc from 'fast-check';
import { sessionSnapshot } from '../../src/api/sessionSnapshot';
import { SESSION_STATES } from '../../src/contracts/states';
import type { RoomSnapshot } from '../../src/queue/waitingRoom';
import { ARRIVAL, waitingView } from './views';

const ROOM: RoomSnapshot = {
  waiting: 500,
  admitted: 10,
  admissionsLastMinute: 60,
  capacity: 100,
  admissionsPerSecond: 2,
  paused: false,
  closed: false,
  soldOut: false,
  opensAt: ARRIVAL - 60_000,
  now: ARRIVAL,
};

const snapshotIn = (room: Partial<RoomSnapshot>, ahead = 0) =>
  sessionSnapshot(waitingView, ahead, { ...ROOM, ...room });

describe('a waiting session', () => {
  test('has the place after the fans ahead', () => {
    expect(snapshotIn({}, 0)).toMatchObject({ ahead: 0, position: 1 });
    expect(snapshotIn({}, 41)).toMatchObject({ ahead: 41, position: 42 });
  });

  test('waits for the admission of those ahead and its own, rounded up', () => {
    expect(snapshotIn({}, 0).estimatedWaitSeconds).toBe(1);
    expect(snapshotIn({}, 40).estimatedWaitSeconds).toBe(21);
    expect(snapshotIn({ admissionsPerSecond: 0.1 }, 2).estimatedWaitSeconds).toBe(30);
  });

  test('waits for the opening as well', () => {
    expect(snapshotIn({ opensAt: ARRIVAL + 90_500 }, 3).estimatedWaitSeconds).toBe(93);
  });

  test.each([
    ['paused', { paused: true }],
    ['closed', { closed: true }],
    ['full', { admitted: 100 }],
    ['over its capacity, which was lowered', { admitted: 120 }],
  ])('gets no estimate while the room is %s', (_title, room) => {
    const snapshot = snapshotIn(room, 7);
    expect(snapshot).toMatchObject({ estimatedWaitSeconds: null, position: 8, ahead: 7 });
    expect(snapshot.pollAfterSeconds).toBeGreaterThanOrEqual(2);
    expect(snapshot.pollAfterSeconds).toBeLessThanOrEqual(3);
  });

  test('gets no estimate from a room that Redis does not know', () => {
    expect(sessionSnapshot(waitingView, 0, null).estimatedWaitSeconds).toBeNull();
  });

  test('asks again after 1 to 40 s, and no earlier than a tenth of the wait or 30 s', () => {
    const rooms = fc.record({
      admissionsPerSecond: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      paused: fc.boolean(),
      opensAt: fc.integer({ min: ARRIVAL - 1_000, max: ARRIVAL + 86_400_000 }),
    });
    fc.assert(
      fc.property(rooms, fc.nat(1_000_000), (room, ahead) => {
        const { estimatedWaitSeconds, pollAfterSeconds } = snapshotIn(room, ahead);
        expect(Number.isInteger(pollAfterSeconds)).toBe(true);
        expect(pollAfterSeconds).toBeLessThanOrEqual(40);
        expect(pollAfterSeconds).toBeGreaterThanOrEqual(
          Math.min(Math.max((estimatedWaitSeconds ?? 20) / 10, 1), 30),
        );
      }),
    );
  });

  test('fans with the same wait do not ask in step', () => {
    const times = Array.from({ length: 200 }, () => snapshotIn({}, 2_000).pollAfterSeconds);
    expect(new Set(times).size).toBeGreaterThanOrEqual(5);
  });
});

test.each(SESSION_STATES.filter((state) => state !== 'WAITING'))(
  'a session that is %s has no place and asks every 5 s',
  (state) => {
    const view = { ...waitingView, state };
    expect(sessionSnapshot(view, 3, ROOM)).toEqual({
      view,
      ahead: 0,
      position: null,
      estimatedWaitSeconds: 0,
      pollAfterSeconds: 5,
    });
  },
);
