import type { WaitingRoomState } from '../contracts/states';

/** What a room's state follows from. */
export interface RoomMoment {
  closed: boolean;
  soldOut: boolean;
  paused: boolean;
  /** false: the line is being rebuilt. Left out for a room that Redis does not know, which has no line yet. */
  ready?: boolean;
  /** Epoch milliseconds, both by the same clock. */
  opensAt: number;
  now: number;
}

/** A room that is being rebuilt is PAUSED: nobody is admitted, and it passes without anybody doing anything. */
export function roomStateOf({
  closed,
  soldOut,
  paused,
  ready = true,
  opensAt,
  now,
}: RoomMoment): WaitingRoomState {
  if (closed) return 'CLOSED';
  if (soldOut) return 'SOLD_OUT';
  if (now < opensAt) return 'PRE_SALE';
  return paused || !ready ? 'PAUSED' : 'OPEN';
}
