import type { RoomFigures, WaitingRoomSettings } from '../contracts/waitingRoom';
import { roomStateOf } from '../domain/roomState';

/** A room at one moment. */
export interface RoomSnapshot extends Pick<
  WaitingRoomSettings,
  'capacity' | 'admissionsPerSecond' | 'paused' | 'soldOut' | 'allSeatsHeld'
> {
  closed: boolean;
  /** Epoch milliseconds. */
  opensAt: number;
  /** Fans in the line who are there. */
  waiting: number;
  /** Fans who wait and have not been heard of lately. */
  silent: number;
  admitted: number;
  admissionsLastMinute: number;
  /**
   * Admissions per second over the last two minutes, or since the sale opened, the line formed, the room was resumed or
   * its rate or capacity was changed; null: measured for less than ten seconds.
   */
  measuredPerSecond: number | null;
  /** false: Redis has lost the line and it is being rebuilt; nobody is admitted until it is. */
  ready: boolean;
  /** Epoch milliseconds, by the clock of Redis. */
  now: number;
}

/** What `read.lua` answers of a room; nothing where Redis does not know it. */
export type RoomAnswer =
  | []
  | [
      waiting: number,
      silent: number,
      admitted: number,
      lastMinute: number,
      measured: string,
      capacity: string,
      rate: string,
      paused: string,
      closed: string,
      opensAt: string,
      soldOut: string,
      allSeatsHeld: string,
      ready: string,
      now: number,
    ];

/** @returns null: Redis does not know the room */
export function roomOf(answer: RoomAnswer): RoomSnapshot | null {
  if (answer.length === 0) return null;
  const [waiting, silent, admitted, admissionsLastMinute, measured, capacity, rate, ...rest] = answer;
  const [paused, closed, opensAt, soldOut, allSeatsHeld, ready, now] = rest;
  return {
    waiting,
    silent,
    admitted,
    admissionsLastMinute,
    measuredPerSecond: measured === '' ? null : Number(measured),
    capacity: Number(capacity),
    admissionsPerSecond: Number(rate),
    paused: paused === '1',
    closed: closed === '1',
    opensAt: Number(opensAt),
    soldOut: soldOut === '1',
    allSeatsHeld: allSeatsHeld === '1',
    ready: ready === '1',
    now,
  };
}

/** A room that Redis does not know, by its settings: nobody came yet, or it was lost and nobody asked for it since. */
export function emptyRoom(settings: WaitingRoomSettings): RoomSnapshot {
  const { capacity, admissionsPerSecond, paused, soldOut, allSeatsHeld, status, saleOpensAt } = settings;
  return {
    ...{ capacity, admissionsPerSecond, paused, soldOut, allSeatsHeld },
    closed: status === 'CLOSED',
    opensAt: saleOpensAt.getTime(),
    ...{ waiting: 0, silent: 0, admitted: 0, admissionsLastMinute: 0, measuredPerSecond: null },
    ready: true,
    now: Date.now(),
  };
}

/** What operators see of a room: its line from Redis, its seats from PostgreSQL. */
export function figuresOf(room: RoomSnapshot, seats: RoomFigures['seats']): RoomFigures {
  const { waiting, silent, admitted, capacity, admissionsPerSecond, paused, admissionsLastMinute } = room;
  return {
    at: room.now,
    state: roomStateOf(room),
    ...{ waiting, silent, admitted, capacity, admissionsPerSecond, paused, admissionsLastMinute },
    seats,
  };
}
