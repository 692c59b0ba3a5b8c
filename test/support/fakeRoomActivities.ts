import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { CancellationActivities, CancellationResult } from '../../src/contracts/cancellation';
import type { ErrorCode } from '../../src/contracts/errors';
import type { RoomChange, RoomFigures, WaitingRoomActivities } from '../../src/contracts/waitingRoom';

type Operation = 'changeRoom' | 'admitOne' | 'removeOne' | 'reservationOfRoom';

export interface FakeRoomActivities extends WaitingRoomActivities, CancellationActivities {
  /** What was done, in order: `admitFans`, `changeRoom {"paused":true}`, `removeOne fan`. */
  steps: string[];
  /** The room that all figures show; a test moves its people. */
  room: Omit<RoomFigures, 'at'>;
  /** So many shifts end with somebody waiting; those after them come to rest. */
  busyFor(shifts: number): void;
  /** Shifts wait for this, or for their cancellation, before they end. */
  shiftsWaitFor(gate: Promise<void>): void;
  /** As `shiftsWaitFor`, but silently: no heartbeat, and cancellation is not noticed, as if the worker had died. */
  shiftsDieUntil(gate: Promise<void>): void;
  /** The next so many shifts fail as when an engine is away. */
  failShifts(count: number): void;
  /** The next shift answers with figures read so many milliseconds before. */
  nextShiftIsLate(ms: number): void;
  operationsWaitFor(gate: Promise<void>): void;
  refuseNext(operation: Operation, code: ErrorCode): void;
  /** What cancelling a reservation ends with, and when. */
  cancellation: { result: CancellationResult; gate: Promise<void> };
  /** The most activities of one kind that ever ran at once. */
  mostAtOnce: { shifts: number; operations: number };
}

/** 2026-01-02 03:04:05 UTC; the fakes' clock, which each answer moves on by a second. */
export const ROOM_CLOCK = Date.UTC(2026, 0, 2, 3, 4, 5);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Activities of a room without engines, for the workflow's own rules. */
export function fakeRoomActivities(): FakeRoomActivities {
  const steps: string[] = [];
  const mostAtOnce = { shifts: 0, operations: 0 };
  const running = { shifts: 0, operations: 0 };
  const refusals = new Map<Operation, ErrorCode>();
  const room: FakeRoomActivities['room'] = {
    state: 'OPEN',
    waiting: 0,
    silent: 0,
    admitted: 0,
    capacity: 100,
    admissionsPerSecond: 10,
    paused: false,
    admissionsLastMinute: 0,
    seats: { available: 50, held: 0, sold: 0 },
  };
  const cancellation: FakeRoomActivities['cancellation'] = {
    result: { outcome: 'CANCELED', refunded: 1000, balance: 1000 },
    gate: Promise.resolve(),
  };
  let clock = ROOM_CLOCK;
  let busyShifts = 0;
  let failures = 0;
  let late = 0;
  let shiftGate: Promise<void> | null = null;
  let dead: Promise<void> | null = null;
  let operationGate: Promise<void> = Promise.resolve();

  function figures(lateBy = 0): RoomFigures {
    clock += 1_000;
    return { ...room, at: clock - lateBy };
  }

  async function counted<T>(kind: keyof typeof running, work: () => Promise<T>): Promise<T> {
    running[kind] += 1;
    mostAtOnce[kind] = Math.max(mostAtOnce[kind], running[kind]);
    return await work().finally(() => (running[kind] -= 1));
  }

  async function untilGateOrCancelled(gate: Promise<void>): Promise<void> {
    const { cancelled, heartbeat } = Context.current();
    const beat = setInterval(() => heartbeat(), 50);
    try {
      await Promise.race([gate, cancelled]);
    } catch (error) {
      // A runner takes a moment to stop: who does not wait for it is noticed.
      await pause(300);
      if (error instanceof CancelledFailure) steps.push('admitFans stopped');
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  async function operate(
    operation: Operation,
    step: string,
    effect: () => void = () => undefined,
  ): Promise<RoomFigures> {
    return await counted('operations', async () => {
      await operationGate;
      // Operations that could overlap do.
      await pause(20);
      const code = refusals.get(operation);
      refusals.delete(operation);
      if (code) throw ApplicationFailure.nonRetryable('Refused by the test.', code);
      steps.push(step);
      effect();
      return figures();
    });
  }

  function apply({ paused, capacity, admissionsPerSecond, closed }: RoomChange): void {
    room.paused = paused ?? room.paused;
    room.capacity = capacity ?? room.capacity;
    room.admissionsPerSecond = admissionsPerSecond ?? room.admissionsPerSecond;
    if (paused !== undefined) room.state = paused ? 'PAUSED' : 'OPEN';
    if (closed !== undefined) room.state = closed ? 'CLOSED' : 'OPEN';
  }

  return {
    steps,
    room,
    cancellation,
    mostAtOnce,
    busyFor: (shifts) => void (busyShifts = shifts),
    shiftsWaitFor: (gate) => void (shiftGate = gate),
    shiftsDieUntil: (gate) => void (dead = gate),
    failShifts: (count) => void (failures = count),
    nextShiftIsLate: (ms) => void (late = ms),
    operationsWaitFor: (gate) => void (operationGate = gate),
    refuseNext: (operation, code) => void refusals.set(operation, code),
    async admitFans() {
      return await counted('shifts', async () => {
        steps.push('admitFans');
        await dead;
        if (shiftGate) await untilGateOrCancelled(shiftGate);
        if (failures-- > 0) throw new Error('Redis is away');
        const lateBy = late;
        late = 0;
        return { outcome: busyShifts-- > 0 ? 'SHIFT_OVER' : 'RESTED', figures: figures(lateBy) };
      });
    },
    async changeRoom({ change }) {
      return await operate('changeRoom', `changeRoom ${JSON.stringify(change)}`, () => apply(change));
    },
    async admitOne({ userId }) {
      return await operate('admitOne', `admitOne ${userId}`, () => (room.admitted += 1));
    },
    async removeOne({ userId }) {
      return await operate('removeOne', `removeOne ${userId}`, () => (room.admitted -= 1));
    },
    async reservationOfRoom({ reservationId }) {
      await operate('reservationOfRoom', `reservationOfRoom ${reservationId}`);
      return { userId: 'fan', scheduleId: '7', cutOffMs: 86_400_000 };
    },
    async cancelReservation({ reservationId, cutOffMs }) {
      steps.push(`cancelReservation ${reservationId} ${cutOffMs}`);
      await cancellation.gate;
      return cancellation.result;
    },
    async noteRefusal({ action, refusal }) {
      steps.push(`noteRefusal ${action.what} ${refusal.code}`);
    },
  };
}
