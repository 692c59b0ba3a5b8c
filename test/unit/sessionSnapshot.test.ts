import fc from 'fast-check';
import { sessionSnapshot } from '../../src/api/sessionSnapshot';
import { SESSION_STATES } from '../../src/contracts/states';
import type { RoomSnapshot } from '../../src/queue/waitingRoom';
import { ARRIVAL, waitingView } from './views';

const ROOM: RoomSnapshot = {
  waiting: 500,
  silent: 0,
  admitted: 10,
  admissionsLastMinute: 60,
  measuredPerSecond: 2,
  capacity: 100,
  admissionsPerSecond: 5,
  paused: false,
  closed: false,
  soldOut: false,
  allSeatsHeld: false,
  ready: true,
  opensAt: ARRIVAL - 60_000,
  now: ARRIVAL,
};

const snapshotIn = (room: Partial<RoomSnapshot>, ahead = 0) =>
  sessionSnapshot(waitingView, ahead, { ...ROOM, ...room });

describe('a waiting session', () => {
  test('has the place after the fans ahead, in a room that is open', () => {
    expect(snapshotIn({}, 0)).toMatchObject({ ahead: 0, position: 1, waitingRoomState: 'OPEN' });
    expect(snapshotIn({}, 41)).toMatchObject({ ahead: 41, position: 42 });
  });

  test('waits for the admission of those ahead and its own at the measured rate, rounded up', () => {
    expect(snapshotIn({}, 0).estimatedWaitSeconds).toBe(1);
    expect(snapshotIn({}, 40).estimatedWaitSeconds).toBe(21);
    expect(snapshotIn({ measuredPerSecond: 0.1 }, 2).estimatedWaitSeconds).toBe(30);
  });

  test('is estimated by the measured rate also when the room is full: slots come free', () => {
    expect(snapshotIn({ admitted: 100 }, 3).estimatedWaitSeconds).toBe(2);
  });

  test('is estimated by the rate that is set while too little was measured and a slot is free', () => {
    expect(snapshotIn({ measuredPerSecond: null }, 9).estimatedWaitSeconds).toBe(2);
    for (const admitted of [100, 120])
      expect(snapshotIn({ measuredPerSecond: null, admitted }, 9).estimatedWaitSeconds).toBeNull();
  });

  test.each([
    ['nobody is admitted', { measuredPerSecond: 0 }, 'OPEN'],
    ['the room is paused', { paused: true }, 'PAUSED'],
    ['the sale is closed', { closed: true }, 'CLOSED'],
    ['every seat is sold', { soldOut: true }, 'SOLD_OUT'],
  ] as const)('gets no estimate, but its place, while %s', (_title, room, waitingRoomState) => {
    const snapshot = snapshotIn(room, 7);
    expect(snapshot).toMatchObject({ estimatedWaitSeconds: null, position: 8, ahead: 7, waitingRoomState });
    expect(snapshot.pollAfterSeconds).toBeGreaterThanOrEqual(2);
    expect(snapshot.pollAfterSeconds).toBeLessThanOrEqual(3);
  });

  test('asks less often far back in a room that stands still: nobody overtakes the rate', () => {
    expect(snapshotIn({ paused: true }, 100_000).pollAfterSeconds).toBeGreaterThanOrEqual(30);
  });

  test.each([
    ['before the sale, where the place is a lot', { opensAt: ARRIVAL + 90_500 }, 'PRE_SALE'],
    ['while the line is being rebuilt', { ready: false }, 'PAUSED'],
    ['before the sale of a room that is being rebuilt', { ready: false, opensAt: ARRIVAL + 1 }, 'PRE_SALE'],
  ] as const)('has no position %s', (_title, room, waitingRoomState) => {
    expect(snapshotIn(room, 41)).toMatchObject({
      ...{ position: null, ahead: 0, estimatedWaitSeconds: null, waitingRoomState },
    });
  });

  test('has neither position nor room state in a room that Redis does not know', () => {
    expect(sessionSnapshot(waitingView, 41, null)).toMatchObject({
      ...{ position: null, ahead: 0, estimatedWaitSeconds: null, waitingRoomState: null },
    });
  });

  test('asks again well before a minute is over, and never at once, whatever the room', () => {
    const rooms = fc.record({
      // One admission in two minutes is the least that is measured.
      measuredPerSecond: fc.oneof(
        fc.constantFrom(null, 0),
        fc.double({ min: 1 / 120, max: 10_000, noNaN: true }),
      ),
      admissionsPerSecond: fc.double({ min: 0.001, max: 10_000, noNaN: true }),
      waiting: fc.nat(1_000_000),
      paused: fc.boolean(),
      ready: fc.boolean(),
      opensAt: fc.integer({ min: ARRIVAL - 1_000, max: ARRIVAL + 86_400_000 }),
    });
    fc.assert(
      fc.property(rooms, fc.nat(1_000_000), (room, ahead) => {
        const { estimatedWaitSeconds, pollAfterSeconds } = snapshotIn(room, ahead);
        expect(Number.isInteger(pollAfterSeconds)).toBe(true);
        expect(pollAfterSeconds).toBeGreaterThanOrEqual(1);
        expect(pollAfterSeconds).toBeLessThanOrEqual(45);
        if (estimatedWaitSeconds !== null) expect(Number.isInteger(estimatedWaitSeconds)).toBe(true);
      }),
    );
  });

  test('is told nothing by its poll time of a lot that is still a secret', () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const polls = [0, 10, 100_000].map(
      (ahead) => snapshotIn({ opensAt: ARRIVAL + 20_000 }, ahead).pollAfterSeconds,
    );
    random.mockRestore();
    expect(new Set(polls).size).toBe(1);
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
      waitingRoomState: null,
    });
  },
);
